package dev.casestream.ticket.configuration;

import java.util.function.Function;

/**
 * A kind of thing that is configured.
 *
 * @param name as it is told to people
 * @param code what a thing is known by, for ever
 */
public record Kind<T>(String name, Class<T> type, Function<T, String> code) {}
