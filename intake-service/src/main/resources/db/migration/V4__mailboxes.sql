-- How far each mailbox was imported, and by which process. A mail's UID is passed in the transaction that stores it.
CREATE TABLE mailbox (
    name         text PRIMARY KEY,
    owner        text        NOT NULL,
    leased_until timestamptz NOT NULL,
    uid_validity bigint      NOT NULL DEFAULT 0,
    last_uid     bigint      NOT NULL DEFAULT 0
);
