@NullMarked
package dev.casestream.sla.domain;

import org.jspecify.annotations.NullMarked;
