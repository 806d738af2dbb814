-- What agents prepare and share: macros, drafts, files that are not sent yet, and who is at a ticket right now.
CREATE TABLE macro (
    id         uuid PRIMARY KEY,
    version    bigint      NOT NULL,
    scope      text        NOT NULL,
    owner      text, -- an agent's id or a team's; none of global ones
    name       text        NOT NULL,
    data       jsonb       NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE INDEX macro_scope ON macro (scope, owner, name, id);

CREATE TABLE draft (
    ticket_id  uuid        NOT NULL REFERENCES ticket,
    kind       text        NOT NULL,
    version    bigint      NOT NULL,
    body       text,
    html       text,
    author     text        NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (ticket_id, kind)
);

CREATE TABLE attachment (
    id          uuid PRIMARY KEY,
    ticket_id   uuid        NOT NULL REFERENCES ticket,
    hash        text        NOT NULL,
    name        text        NOT NULL,
    type        text        NOT NULL,
    size        bigint      NOT NULL,
    uploaded_by text        NOT NULL,
    sent        boolean     NOT NULL DEFAULT false,
    created_at  timestamptz NOT NULL
);
CREATE INDEX attachment_ticket ON attachment (ticket_id, hash);

CREATE UNLOGGED TABLE presence (
    ticket_id uuid        NOT NULL,
    agent     text        NOT NULL,
    state     text        NOT NULL,
    seen_at   timestamptz NOT NULL,
    PRIMARY KEY (ticket_id, agent)
);
CREATE INDEX presence_seen ON presence (seen_at);
