package dev.casestream.local.demo;

/** One customer's case, and whose turn it is. */
final class Conversation {
    /** What happens next. */
    enum Step {
        AGENT_ANSWERS,
        CUSTOMER_FOLLOWS_UP,
        AGENT_SOLVES,
        DONE
    }

    private final Person person;
    private final Scenario scenario;
    private volatile Step next = Step.AGENT_ANSWERS;

    Conversation(Person person, Scenario scenario) {
        this.person = person;
        this.scenario = scenario;
    }

    Person person() {
        return person;
    }

    Scenario scenario() {
        return scenario;
    }

    Step next() {
        return next;
    }

    void advance() {
        next = Step.values()[Math.min(next.ordinal() + 1, Step.DONE.ordinal())];
    }
}
