-- What providers tell of messages of ours; each state of each message once.
CREATE TABLE receipt (
    channel     text        NOT NULL,
    account     text        NOT NULL,
    message_id  text        NOT NULL,
    state       text        NOT NULL,
    status      text,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (channel, account, message_id, state)
);

-- How a request's channel lets it be answered; null where nothing limits it.
ALTER TABLE inquiry ADD COLUMN reply jsonb;
