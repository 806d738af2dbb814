@NullMarked
package dev.casestream.local.topology;

import org.jspecify.annotations.NullMarked;
