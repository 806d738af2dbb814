/** What administrators configure of tickets: custom statuses, categories, custom fields. */
@NullMarked
package dev.casestream.ticket.configuration;

import org.jspecify.annotations.NullMarked;
