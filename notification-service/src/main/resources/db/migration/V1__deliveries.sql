-- What other services say and a letter needs: the words, the people, the tickets. Erased where they are erased.
CREATE TABLE message_text (
    message_id  uuid PRIMARY KEY,
    ticket_id   uuid        NOT NULL,
    author_role text        NOT NULL,
    channel     text        NOT NULL,
    external_id text,
    subject     text        NOT NULL,
    text        text        NOT NULL,
    html        text,
    language    text,
    created_at  timestamptz NOT NULL
);
CREATE INDEX message_text_ticket ON message_text (ticket_id, created_at);

CREATE TABLE customer (
    id             uuid PRIMARY KEY,
    name           text,
    email          text,
    email_verified boolean NOT NULL,
    language       text
);

CREATE TABLE ticket (
    id        uuid PRIMARY KEY,
    number    text    NOT NULL,
    requester uuid    NOT NULL,
    channel   text    NOT NULL,
    language  text,
    status    text    NOT NULL,
    automatic boolean NOT NULL,
    team      text,
    agent     text
);

CREATE INDEX ticket_number ON ticket (number);

-- One customer on one ticket: the lock and the version of what is said about their deliveries.
CREATE TABLE recipient_thread (
    key     text PRIMARY KEY,
    version bigint NOT NULL
);

CREATE TABLE delivery (
    id              uuid PRIMARY KEY,
    position        bigint GENERATED ALWAYS AS IDENTITY, -- taken under the lock on its thread, so the order within it
    thread          text        NOT NULL REFERENCES recipient_thread (key),
    ticket_id       uuid        NOT NULL,
    message_id      uuid        NOT NULL,
    kind            text        NOT NULL,
    channel         text        NOT NULL,
    recipient       uuid        NOT NULL,
    state           text        NOT NULL,
    reason          text,
    attempts        integer     NOT NULL,
    rfc_message_id  text        NOT NULL, -- fixed before the first attempt: a double is recognised by it
    correlation_id  uuid        NOT NULL,
    causation_id    uuid        NOT NULL,
    causation_depth integer     NOT NULL,
    queued_at       timestamptz NOT NULL,
    next_attempt_at timestamptz NOT NULL, -- while an attempt is made: when its lease ends
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL
) WITH (fillfactor = 80);
CREATE INDEX delivery_due ON delivery (next_attempt_at) WHERE state = 'QUEUED';
CREATE INDEX delivery_unsent ON delivery (thread, position) WHERE state = 'QUEUED';
CREATE INDEX delivery_thread ON delivery (thread, position);
CREATE INDEX delivery_ticket ON delivery (ticket_id, created_at);
CREATE INDEX delivery_state ON delivery (state, created_at, id);
CREATE INDEX delivery_created ON delivery (created_at, id);

-- Acknowledgements of an hour by hashed address and domain.
CREATE TABLE acknowledgement_budget (
    scope text        NOT NULL,
    hour  timestamptz NOT NULL,
    used  integer     NOT NULL,
    PRIMARY KEY (scope, hour)
);
