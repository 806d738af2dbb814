@NullMarked
package dev.casestream.local;

import org.jspecify.annotations.NullMarked;
