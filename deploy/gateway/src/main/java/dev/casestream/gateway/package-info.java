/**
 * The one public origin: sends each path to the service that owns it, refuses paths that two readers could read
 * differently, and believes nothing about a request that only a proxy may say.
 */
@NullMarked
package dev.casestream.gateway;

import org.jspecify.annotations.NullMarked;
