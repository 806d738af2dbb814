/** What channels of providers are made of: deliveries, their signatures, the accounts that they come to. */
@NullMarked
package dev.casestream.intake.provider;

import org.jspecify.annotations.NullMarked;
