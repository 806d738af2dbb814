@NullMarked
package dev.casestream.gateway;

import org.jspecify.annotations.NullMarked;
