-- Events out: rows wait here until the relay has brought them to Kafka. Ids are taken under the lock on the key's row,
-- so per key their order is the order of commits.
CREATE SEQUENCE outbox_id CACHE 1;

CREATE TABLE outbox (
    id            bigint PRIMARY KEY,
    bucket        smallint    NOT NULL,
    topic         text        NOT NULL,
    key           text        NOT NULL,
    partition_key text        NOT NULL,
    fenced        boolean     NOT NULL,
    headers       text        NOT NULL,
    payload       bytea,
    created_at    timestamptz NOT NULL DEFAULT clock_timestamp()
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

CREATE INDEX outbox_bucket ON outbox (bucket, id);

-- Events in: the last version applied per key. The first version seen of a key is its baseline.
CREATE TABLE gate (
    topic    text    NOT NULL,
    key      text    NOT NULL,
    version  bigint  NOT NULL,
    parked   boolean NOT NULL DEFAULT false, -- events of this key wait in parked_event
    poisoned boolean NOT NULL DEFAULT false, -- they wait for an operator
    PRIMARY KEY (topic, key)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);

CREATE TABLE parked_event (
    topic     text        NOT NULL,
    key       text        NOT NULL,
    version   bigint      NOT NULL,
    headers   text        NOT NULL,
    payload   bytea,
    reason    text        NOT NULL,
    parked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (topic, key, version)
);

-- What was dealt with and has no version: records that could not be read, by their place on the topic.
CREATE TABLE inbox (
    id      text PRIMARY KEY,
    seen_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX inbox_seen_at ON inbox (seen_at);

-- Answers to requests that carried an Idempotency-Key.
CREATE TABLE idempotency (
    scope        text        NOT NULL,
    key          text        NOT NULL,
    request_hash text        NOT NULL,
    status       integer,
    headers      text,
    body         text,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (scope, key)
);
CREATE INDEX idempotency_created_at ON idempotency (created_at);
