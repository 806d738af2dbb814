/** Where bytes lie: originals and attachments. */
@NullMarked
package dev.casestream.intake.store;

import org.jspecify.annotations.NullMarked;
