package dev.casestream.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.CanBeAnnotated;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HttpMethod;

/**
 * The house rules that a build can keep. A service holds itself to them with {@code @ArchTest static final ArchTests
 * rules = ArchTests.in(ArchitectureRules.class)}.
 */
public final class ArchitectureRules {

    private static final String[] SERVICES = {
        "dev.casestream.intake..",
        "dev.casestream.ticket..",
        "dev.casestream.routing..",
        "dev.casestream.sla..",
        "dev.casestream.notification..",
        "dev.casestream.analytics.."
    };

    private static final DescribedPredicate<JavaMethod> ARE_ENDPOINTS = new DescribedPredicate<>("are endpoints") {
        @Override
        public boolean test(JavaMethod method) {
            return method.getAnnotations().stream()
                    .anyMatch(annotation -> annotation.getRawType().isMetaAnnotatedWith(HttpMethod.class));
        }
    };

    private ArchitectureRules() {}

    @ArchTest
    static final ArchRule domain_is_pure = classes()
            .that()
            .resideInAnyPackage("dev.casestream.*.domain..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "dev.casestream.*.domain..", "dev.casestream.contracts..", "org.jspecify..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule domain_reads_no_clock_and_no_chance = noClasses()
            .that()
            .resideInAnyPackage("dev.casestream.*.domain..")
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(java.util.UUID.class, "randomUUID")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(java.util.Random.class)
            .allowEmptyShould(true);

    /** A service's own clock may be an hour wrong: decisions are made by the database's. */
    @ArchTest
    static final ArchRule decisions_are_made_by_the_databases_clock = noClasses()
            .that()
            .resideInAnyPackage(SERVICES)
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(java.time.OffsetDateTime.class, "now")
            .orShould()
            .callMethod(java.time.LocalDate.class, "now", java.time.ZoneId.class)
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule only_the_chassis_touches_the_kafka_client = noClasses()
            .that()
            .resideInAnyPackage(SERVICES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "io.smallrye.reactive.messaging.kafka..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule nobody_emits_past_the_outbox = noClasses()
            .that()
            .resideInAnyPackage(SERVICES)
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.eclipse.microprofile.reactive.messaging.Emitter")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.eclipse.microprofile.reactive.messaging.Outgoing")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("io.smallrye.reactive.messaging.MutinyEmitter")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule transactions_begin_at_the_gateway = noClasses()
            .that()
            .resideInAnyPackage(SERVICES)
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.hibernate.reactive.mutiny.Mutiny$SessionFactory")
            .orShould()
            .dependOnClassesThat()
            .haveSimpleName("WithTransaction")
            .orShould()
            .dependOnClassesThat()
            .haveSimpleName("WithSession")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("jakarta.transaction.Transactional")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("io.smallrye.common.annotation.Blocking")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule endpoints_say_who_may = methods()
            .that(ARE_ENDPOINTS)
            .should(new ArchCondition<>("be annotated with who may call them") {
                @Override
                public void check(JavaMethod method, ConditionEvents events) {
                    if (!isSecured(method) && !isSecured(method.getOwner())) {
                        events.add(SimpleConditionEvent.violated(
                                method, method.getFullName() + " says neither @RolesAllowed nor @PermitAll"));
                    }
                }
            })
            .allowEmptyShould(true);

    /** Quarkus REST leaves others out without a word. */
    @ArchTest
    static final ArchRule endpoints_are_public =
            methods().that(ARE_ENDPOINTS).should().bePublic().allowEmptyShould(true);

    @ArchTest
    static final ArchRule names_carry_no_filler = noClasses()
            .that()
            .resideInAnyPackage("dev.casestream..")
            .should()
            .haveNameMatching(".*(Impl|Manager|Helper|Util|Utils|Common|DTO|Dto|VO|Base)$")
            .orShould()
            .haveNameMatching(".*\\.(Base|Abstract)[A-Z][^.]*$")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule nothing_extends_our_classes = noClasses()
            .that()
            .resideInAnyPackage("dev.casestream..")
            .should()
            .beAssignableTo(new DescribedPredicate<JavaClass>("an abstract class of ours") {
                @Override
                public boolean test(JavaClass type) {
                    return type.getPackageName().startsWith("dev.casestream")
                            && type.getModifiers().contains(JavaModifier.ABSTRACT)
                            && !type.isInterface()
                            && !type.isEnum();
                }
            })
            .allowEmptyShould(true);

    private static boolean isSecured(CanBeAnnotated element) {
        return element.isAnnotatedWith(RolesAllowed.class)
                || element.isAnnotatedWith(PermitAll.class)
                || element.isAnnotatedWith(DenyAll.class)
                || element.isAnnotatedWith(io.quarkus.security.Authenticated.class);
    }
}
