@NullMarked
package dev.casestream.routing;

import org.jspecify.annotations.NullMarked;
