/** What the description of an API says beside its endpoints: how calls fail, and examples. Made while the service is built. */
@NullMarked
package dev.casestream.chassis.openapi;

import org.jspecify.annotations.NullMarked;
