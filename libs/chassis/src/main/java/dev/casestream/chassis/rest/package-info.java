/** What all endpoints share: problems, pages, preconditions, idempotency. */
@NullMarked
package dev.casestream.chassis.rest;

import org.jspecify.annotations.NullMarked;
