/**
 * Owns what goes out to customers: deliveries and the templates they are made with. Listens to tickets, messages,
 * customers, and inquiries for what is reported of deliveries. Says on {@code casestream.notifications} what became of each delivery.
 */
@NullMarked
package dev.casestream.notification;

import org.jspecify.annotations.NullMarked;
