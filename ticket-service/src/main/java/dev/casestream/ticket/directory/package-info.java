/** Who works here, as routing-service publishes it. */
@NullMarked
package dev.casestream.ticket.directory;

import org.jspecify.annotations.NullMarked;
