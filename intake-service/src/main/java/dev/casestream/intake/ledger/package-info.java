/** The ledger's sums: asked for, kept by the hour, and watched for a difference. */
@NullMarked
package dev.casestream.intake.ledger;

import org.jspecify.annotations.NullMarked;
