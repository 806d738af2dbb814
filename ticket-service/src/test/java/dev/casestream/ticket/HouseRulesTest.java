package dev.casestream.ticket;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.casestream.testkit.ArchitectureRules;

@AnalyzeClasses(packages = "dev.casestream.ticket", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseRulesTest {

    @ArchTest
    static final ArchTests rules = ArchTests.in(ArchitectureRules.class);

    @ArchTest
    static final ArchRule features_need_each_other_in_one_direction =
            slices().matching("dev.casestream.ticket.(*)..").should().beFreeOfCycles();
}
