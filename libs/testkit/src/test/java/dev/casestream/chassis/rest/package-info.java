/** What all endpoints share, seen through a service that exists only here. */
@NullMarked
package dev.casestream.chassis.rest;

import org.jspecify.annotations.NullMarked;
