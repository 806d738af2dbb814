/** Where providers call us: genuine or refused, stored, and answered at once. */
@NullMarked
package dev.casestream.intake.webhook;

import org.jspecify.annotations.NullMarked;
