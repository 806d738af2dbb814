/** Whom people belong to: organisations, recognised by the domains that their people write from. */
@NullMarked
package dev.casestream.ticket.organisation;

import org.jspecify.annotations.NullMarked;
