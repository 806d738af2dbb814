/** Customers and agents who never sleep, so that there is something to see. */
@NullMarked
package dev.casestream.local.demo;

import org.jspecify.annotations.NullMarked;
