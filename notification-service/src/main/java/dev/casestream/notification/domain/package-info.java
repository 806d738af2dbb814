/** When something is sent, how it is addressed, what becomes of it: pure. */
@NullMarked
package dev.casestream.notification.domain;

import org.jspecify.annotations.NullMarked;
