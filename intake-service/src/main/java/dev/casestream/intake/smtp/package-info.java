/** Mail by SMTP: sessions within limits, each mail durable before it is acknowledged. */
@NullMarked
package dev.casestream.intake.smtp;

import org.jspecify.annotations.NullMarked;
