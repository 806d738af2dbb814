@NullMarked
package dev.casestream.sla;

import org.jspecify.annotations.NullMarked;
