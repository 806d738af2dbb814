@NullMarked
package dev.casestream.local.supervisor;

import org.jspecify.annotations.NullMarked;
