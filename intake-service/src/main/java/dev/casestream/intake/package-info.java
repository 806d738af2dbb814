/**
 * Owns requests: their originals, their senders' identities, and the ledger that accounts for each. Listens to
 * {@code tickets}, to learn what became of them, and {@code customers}, to learn whose are held back or erased. Says
 * {@code inquiries}.
 */
@NullMarked
package dev.casestream.intake;

import org.jspecify.annotations.NullMarked;
