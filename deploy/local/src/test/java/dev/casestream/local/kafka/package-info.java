@NullMarked
package dev.casestream.local.kafka;

import org.jspecify.annotations.NullMarked;
