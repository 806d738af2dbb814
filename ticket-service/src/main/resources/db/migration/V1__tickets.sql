CREATE TABLE customer (
    id           uuid PRIMARY KEY,
    version      bigint      NOT NULL, -- of the profile on casestream.customers
    name         text,
    language     text,
    time_zone    text,
    organisation uuid,
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL
);
CREATE INDEX customer_name ON customer (lower(name) text_pattern_ops, id);

-- An identity belongs to one person. Customers are created after their identities have been won.
CREATE TABLE customer_identity (
    type        text    NOT NULL,
    value       text    NOT NULL,
    verified    boolean NOT NULL,
    customer_id uuid    NOT NULL REFERENCES customer DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (type, value)
);
CREATE INDEX customer_identity_customer ON customer_identity (customer_id);
CREATE INDEX customer_identity_value ON customer_identity (value text_pattern_ops, customer_id);

CREATE SEQUENCE ticket_number START 1001;

CREATE TABLE ticket (
    id           uuid PRIMARY KEY,
    number       text        NOT NULL UNIQUE,
    version      bigint      NOT NULL,
    subject      text        NOT NULL,
    status       text        NOT NULL,
    priority     text        NOT NULL,
    urgency      smallint    NOT NULL GENERATED ALWAYS AS (
        CASE priority WHEN 'LOW' THEN 0 WHEN 'MEDIUM' THEN 1 WHEN 'HIGH' THEN 2 ELSE 3 END) STORED,
    category     text,
    level        smallint    NOT NULL,
    tags         text[]      NOT NULL,
    team         text,
    agent        text,
    customer_id  uuid        NOT NULL REFERENCES customer DEFERRABLE INITIALLY DEFERRED,
    channel      text        NOT NULL,
    language     text,
    fields       jsonb       NOT NULL,
    resolution   text,
    follow_up_of uuid REFERENCES ticket,
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL,
    solved_at    timestamptz,
    closed_at    timestamptz,
    document     tsvector    NOT NULL GENERATED ALWAYS AS (to_tsvector('simple', number || ' ' || subject)) STORED
) WITH (fillfactor = 85);

-- Lists: each filter with the default order; the rest of a filter is tested on the rows that its index gives.
CREATE INDEX ticket_updated ON ticket (updated_at, id);
CREATE INDEX ticket_created ON ticket (created_at, id);
CREATE INDEX ticket_urgency ON ticket (urgency, id);
CREATE INDEX ticket_status ON ticket (status, updated_at, id);
CREATE INDEX ticket_team ON ticket (team, status, updated_at, id);
CREATE INDEX ticket_team_updated ON ticket (team, updated_at, id);
CREATE INDEX ticket_agent ON ticket (agent, updated_at, id) WHERE agent IS NOT NULL;
CREATE INDEX ticket_customer ON ticket (customer_id, updated_at, id);
CREATE INDEX ticket_category ON ticket (category, updated_at, id) WHERE category IS NOT NULL;
CREATE INDEX ticket_channel ON ticket (channel, updated_at, id);
CREATE INDEX ticket_tags ON ticket USING gin (tags);
CREATE INDEX ticket_document ON ticket USING gin (document);
CREATE INDEX ticket_follow_up ON ticket (follow_up_of) WHERE follow_up_of IS NOT NULL;

-- The log of every ticket: audit trail, time travel, source of truth. Versions have no gaps.
CREATE TABLE ticket_event (
    ticket_id       uuid        NOT NULL REFERENCES ticket,
    version         bigint      NOT NULL,
    id              uuid        NOT NULL,
    type            text        NOT NULL,
    at              timestamptz NOT NULL,
    correlation_id  uuid        NOT NULL,
    causation_id    uuid,
    causation_depth integer     NOT NULL,
    actor           text        NOT NULL,
    origin          text        NOT NULL,
    data            jsonb       NOT NULL,
    PRIMARY KEY (ticket_id, version)
);

CREATE FUNCTION refuse_to_change_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'ticket_event is append-only';
END $$;

CREATE TRIGGER ticket_event_is_append_only BEFORE UPDATE OR DELETE ON ticket_event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history();

CREATE TABLE message (
    id              uuid PRIMARY KEY,
    ticket_id       uuid        NOT NULL REFERENCES ticket,
    version         bigint      NOT NULL, -- of the text on casestream.messages
    kind            text        NOT NULL,
    author_role     text        NOT NULL,
    author          text        NOT NULL,
    channel         text        NOT NULL,
    external_id     text,
    subject         text        NOT NULL,
    body            text        NOT NULL,
    html            text,
    quoted_text     text,
    language        text,
    attachments     jsonb       NOT NULL,
    delivery_state  text,
    delivery_reason text,
    delivery_at     timestamptz,
    created_at      timestamptz NOT NULL
);
CREATE INDEX message_ticket ON message (ticket_id, created_at, id);

-- Which ticket a conversation goes on in.
CREATE TABLE conversation (
    key       text PRIMARY KEY,
    ticket_id uuid NOT NULL REFERENCES ticket
);

-- Who works here, as routing-service publishes it.
CREATE TABLE agent_directory (
    id       text PRIMARY KEY,
    name     text    NOT NULL,
    teams    text[]  NOT NULL,
    skills   text[]  NOT NULL,
    level    integer NOT NULL,
    capacity integer NOT NULL
);
CREATE TABLE team_directory (
    id   text PRIMARY KEY,
    name text NOT NULL
);
