CREATE TABLE team (
    id      text PRIMARY KEY,
    name    text    NOT NULL,
    version bigint  NOT NULL,
    retired boolean NOT NULL DEFAULT false -- kept, so that versions of its key go on if it comes back
);

CREATE TABLE agent (
    id               text PRIMARY KEY, -- the subject of the agent's token
    name             text     NOT NULL,
    teams            text[]   NOT NULL,
    skills           text[]   NOT NULL,
    level            smallint NOT NULL,
    capacity         integer  NOT NULL,
    availability     text     NOT NULL CHECK (availability IN ('online', 'away', 'offline', 'away-and-reassign')),
    last_assigned_at timestamptz,
    version          bigint   NOT NULL,
    retired          boolean  NOT NULL DEFAULT false -- in no team and away-and-reassign, so that no ticket stays behind
) WITH (fillfactor = 70);

CREATE TYPE priority AS ENUM ('LOW', 'MEDIUM', 'HIGH', 'CRITICAL');

-- One row a ticket. Whoever locks tickets and agents locks tickets first, or skips tickets that are locked.
CREATE TABLE assignment (
    ticket_id      uuid PRIMARY KEY,
    number         text        NOT NULL UNIQUE,
    ticket_version bigint      NOT NULL,
    status         text        NOT NULL,
    priority       priority    NOT NULL,
    team           text        NOT NULL,
    agent          text,
    received_at    timestamptz NOT NULL,
    live           boolean     NOT NULL,
    trace          text        NOT NULL,
    version        bigint      NOT NULL, -- of the last event on the routing topic
    decision_id    uuid,
    reserved_agent text,
    reserved_at    timestamptz,
    deferred       boolean     NOT NULL,
    attempts       integer     NOT NULL,
    retry_at       timestamptz,
    decided_at     timestamptz,
    owed           boolean     GENERATED ALWAYS AS (status IN ('NEW', 'OPEN')) STORED,
    waiting        boolean     GENERATED ALWAYS AS
                       (status IN ('NEW', 'OPEN') AND agent IS NULL AND reserved_agent IS NULL) STORED
) WITH (fillfactor = 70);

CREATE INDEX assignment_waiting ON assignment (team, priority DESC, received_at, ticket_id) WHERE waiting;
CREATE INDEX assignment_routable ON assignment (team, priority DESC, received_at, ticket_id) WHERE waiting AND live;
CREATE INDEX assignment_unsaid ON assignment (team) WHERE waiting AND live AND NOT deferred;
CREATE INDEX assignment_owed ON assignment (agent) WHERE owed AND agent IS NOT NULL;
CREATE INDEX assignment_reserved ON assignment (reserved_agent, reserved_at) WHERE reserved_agent IS NOT NULL;

CREATE VIEW agent_load AS
SELECT a.id,
       (SELECT count(*) FROM assignment x WHERE x.agent = a.id AND x.owed)::int
           + (SELECT count(*) FROM assignment x WHERE x.reserved_agent = a.id)::int AS load
FROM agent a;

CREATE TABLE decision (
    id             uuid PRIMARY KEY,
    ticket_id      uuid        NOT NULL,
    ticket_version bigint      NOT NULL,
    decided_at     timestamptz NOT NULL,
    team           text        NOT NULL,
    agent          text,
    rule           text        NOT NULL,
    candidates     jsonb       NOT NULL
);
CREATE INDEX decision_ticket ON decision (ticket_id, id DESC);
