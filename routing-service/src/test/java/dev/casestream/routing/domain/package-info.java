@NullMarked
package dev.casestream.routing.domain;

import org.jspecify.annotations.NullMarked;
