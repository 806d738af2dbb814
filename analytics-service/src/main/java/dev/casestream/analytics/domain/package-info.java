/** What a ticket's events come to, as pure functions. */
@NullMarked
package dev.casestream.analytics.domain;

import org.jspecify.annotations.NullMarked;
