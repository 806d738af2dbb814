package dev.casestream.analytics;

import dev.casestream.contracts.TicketFact;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The columns of a ticket's row, the same in the table, on the topic and in exports. */
final class FactColumns {

    static final List<String> NAMES = Arrays.stream(TicketFact.class.getRecordComponents())
            .map(RecordComponent::getName)
            .map(name -> name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
            .toList();

    private FactColumns() {}
}
