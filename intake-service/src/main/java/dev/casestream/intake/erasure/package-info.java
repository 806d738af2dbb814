/** What is left of requests when whoever sent them has us forget: that they came, and what became of them. */
@NullMarked
package dev.casestream.intake.erasure;

import org.jspecify.annotations.NullMarked;
