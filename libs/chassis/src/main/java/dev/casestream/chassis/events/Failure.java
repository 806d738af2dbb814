package dev.casestream.chassis.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

/** Whose fault a failure is: the infrastructure's is waited out, an event's own parks its key. */
public final class Failure {

    /** SQLSTATE classes: connection, rollback (deadlock, serialization), resources, operator, system. */
    private static final Set<String> INFRASTRUCTURE = Set.of("08", "40", "53", "57", "58");

    private Failure() {}

    public static boolean isInfrastructure(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause() == cause ? null : cause.getCause()) {
            if (cause instanceof PgException pg) {
                return pg.getSqlState() == null
                        || INFRASTRUCTURE.contains(pg.getSqlState().substring(0, 2));
            }
            // What Hibernate makes of it on its own statements.
            if (cause instanceof SQLException sql) {
                return sql.getSQLState() == null
                        || INFRASTRUCTURE.contains(sql.getSQLState().substring(0, 2));
            }
            if (cause instanceof JsonProcessingException) {
                return false;
            }
            if (cause instanceof IOException
                    || cause instanceof ClosedChannelException
                    || cause instanceof TimeoutException
                    || cause instanceof NoStackTraceThrowable
                    || cause instanceof VertxException
                    || cause instanceof RejectedExecutionException) {
                return true;
            }
        }
        return false;
    }

    /** A name for the failure that is free of content: its innermost cause's type. */
    static String reason(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        var reason = cause.getClass().getSimpleName();
        return cause instanceof PgException pg ? reason + " " + pg.getSqlState() : reason;
    }
}
