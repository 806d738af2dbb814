@NullMarked
package dev.casestream.local.mail;

import org.jspecify.annotations.NullMarked;
