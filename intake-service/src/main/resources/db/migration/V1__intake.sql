-- The original of every arrival, stored before anybody looked at it. Arrivals are counted here, outcomes in the ledger.
CREATE TABLE raw_message (
    inquiry_id    uuid PRIMARY KEY,
    received_at   timestamptz NOT NULL,
    content_type  text        NOT NULL,
    hash          text        NOT NULL,
    size          bigint      NOT NULL,
    circumstances text        NOT NULL, -- what only the transport knew, as a JSON object of strings
    body          bytea                 -- null: it lies in the content-addressed store
);
CREATE INDEX raw_message_received_at ON raw_message (received_at);

-- The ledger: one entry an arrival, with exactly one outcome at any moment.
CREATE TABLE inquiry (
    id               uuid PRIMARY KEY REFERENCES raw_message ON DELETE CASCADE,
    received_at      timestamptz NOT NULL,
    channel          text        NOT NULL,
    account          text,
    dedupe_key       text UNIQUE,
    fingerprint      text,
    outcome          text        NOT NULL
        CHECK (outcome IN ('pending', 'accepted', 'appended', 'duplicate', 'quarantined', 'rejected')),
    reason           text,
    duplicate_of     uuid,
    released         boolean     NOT NULL DEFAULT false, -- a person let it out of quarantine
    sender_name      text,
    sender_email     text,
    sender_phone     text,
    sender_handle    text,
    subject          text,
    conversation_key text,
    message_id       text,
    participants     text[]      NOT NULL DEFAULT '{}',
    ticket_id        uuid,
    ticket_number    text,
    read_after       timestamptz,                       -- when it is to be read; null once it was
    read_attempts    integer     NOT NULL DEFAULT 0
);
CREATE INDEX inquiry_received ON inquiry (received_at, id);
CREATE INDEX inquiry_channel ON inquiry (channel, received_at);
CREATE INDEX inquiry_unread ON inquiry (read_after) WHERE read_after IS NOT NULL;
CREATE INDEX inquiry_pending ON inquiry (received_at) WHERE outcome = 'pending';
CREATE INDEX inquiry_sender ON inquiry (sender_email, received_at);
CREATE INDEX inquiry_message_id ON inquiry (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX inquiry_ticket ON inquiry (ticket_id, received_at) WHERE ticket_id IS NOT NULL;

-- Orders the inquiries of a conversation: its row is locked before a version is taken.
CREATE TABLE conversation (
    key     text PRIMARY KEY,
    version bigint      NOT NULL,
    last_at timestamptz NOT NULL
) WITH (fillfactor = 80);

-- Whose a ticket is, so that agents see the inquiries of their own teams only.
CREATE TABLE ticket_team (
    ticket_id uuid PRIMARY KEY,
    number    text NOT NULL,
    team      text
);
