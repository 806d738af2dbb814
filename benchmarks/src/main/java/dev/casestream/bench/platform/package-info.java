/** The platform that is measured: its processes, databases and topics. */
@NullMarked
package dev.casestream.bench.platform;

import org.jspecify.annotations.NullMarked;
