-- What the projection is and which generation of its rows counts. A rebuild writes the next generation beside the
-- active one, then it takes its place.
CREATE SEQUENCE generation START 2;

CREATE TABLE projection (
    name          text PRIMARY KEY,
    active        bigint      NOT NULL,
    building      bigint,
    state         text        NOT NULL CHECK (state IN ('READY', 'REQUESTED', 'BUILDING', 'FAILED')),
    requested_at  timestamptz,
    lease_until   timestamptz, -- a builder that stops renewing it has died, and another begins anew
    rebuilt_at    timestamptz,
    failure       text
);
INSERT INTO projection (name, active, state) VALUES ('tickets', 1, 'READY');

-- Locked first by whoever works on a ticket; the version that its events on the topic of metrics have reached, whatever
-- the generation.
CREATE TABLE metric_log (
    ticket_id uuid PRIMARY KEY,
    version   bigint NOT NULL
) WITH (fillfactor = 80);

-- What was folded of each ticket: versions of both streams, and what the next event needs to know.
CREATE TABLE ticket_state (
    generation     bigint NOT NULL,
    ticket_id      uuid   NOT NULL,
    ticket_version bigint NOT NULL,
    sla_version    bigint NOT NULL,
    state          jsonb  NOT NULL,
    PRIMARY KEY (generation, ticket_id)
) WITH (fillfactor = 80);

-- Columns are those of the contract's TicketFact.
CREATE TABLE ticket_fact (
    generation              bigint NOT NULL,
    ticket_id               uuid NOT NULL,
    row_version             bigint NOT NULL,
    schema_version          integer NOT NULL,
    number                  text NOT NULL,
    channel                 text NOT NULL,
    language                text,
    status                  text NOT NULL,
    priority                text NOT NULL,
    category                text,
    level                   integer NOT NULL,
    team                    text,
    agent                   text,
    received_at             timestamptz NOT NULL,
    opened_at               timestamptz NOT NULL,
    first_assigned_at       timestamptz,
    first_reply_at          timestamptz,
    solved_at               timestamptz,
    closed_at               timestamptz,
    first_assign_seconds    bigint,
    first_reply_seconds     bigint,
    resolution_seconds      bigint,
    customer_messages       integer NOT NULL,
    public_replies          integer NOT NULL,
    internal_notes          integer NOT NULL,
    reopens                 integer NOT NULL,
    handoffs                integer NOT NULL,
    first_response_breached boolean NOT NULL,
    resolution_breached     boolean NOT NULL,
    updated_at              timestamptz NOT NULL,
    PRIMARY KEY (generation, ticket_id)
) WITH (fillfactor = 80);
CREATE INDEX ticket_fact_opened ON ticket_fact (generation, opened_at, ticket_id);
CREATE INDEX ticket_fact_received ON ticket_fact (generation, received_at);
CREATE INDEX ticket_fact_unsolved ON ticket_fact (generation, team) WHERE status NOT IN ('SOLVED', 'CLOSED');

-- One row a measurement. The key makes counting twice impossible; a correction takes the row's place.
CREATE TABLE measurement (
    generation         bigint           NOT NULL,
    metric             text             NOT NULL,
    ticket_id          uuid             NOT NULL,
    instance           text             NOT NULL,
    at                 timestamptz      NOT NULL,
    value              double precision NOT NULL,
    dims               jsonb            NOT NULL,
    definition_version integer          NOT NULL,
    PRIMARY KEY (generation, metric, ticket_id, instance)
);
CREATE INDEX measurement_at ON measurement (generation, metric, at);

-- For BI tools: the schema that they may read, kept compatible; the tables above are ours to change.
CREATE SCHEMA bi;
COMMENT ON SCHEMA bi IS 'Casestream for BI tools: pseudonymous facts and measurements. Columns are added, never changed';

CREATE VIEW bi.ticket_facts AS
SELECT f.ticket_id, f.row_version, f.schema_version, f.number, f.channel, f.language, f.status, f.priority,
       f.category, f.level, f.team, f.agent, f.received_at, f.opened_at, f.first_assigned_at, f.first_reply_at,
       f.solved_at, f.closed_at, f.first_assign_seconds, f.first_reply_seconds, f.resolution_seconds,
       f.customer_messages, f.public_replies, f.internal_notes, f.reopens, f.handoffs,
       f.first_response_breached, f.resolution_breached, f.updated_at
FROM public.ticket_fact f JOIN public.projection p ON p.name = 'tickets' AND p.active = f.generation;
COMMENT ON VIEW bi.ticket_facts IS 'One row a ticket, as on the topic casestream.ticket-facts';
COMMENT ON COLUMN bi.ticket_facts.ticket_id IS 'the ticket; joins with measurements';
COMMENT ON COLUMN bi.ticket_facts.row_version IS 'rises with each event about the ticket';
COMMENT ON COLUMN bi.ticket_facts.schema_version IS 'which shape of this row it is; columns are only added';
COMMENT ON COLUMN bi.ticket_facts.number IS 'the short human number, as CS-1042';
COMMENT ON COLUMN bi.ticket_facts.channel IS 'channel of the first message: email, web, ...';
COMMENT ON COLUMN bi.ticket_facts.language IS 'language of the first message, as en; null when not known';
COMMENT ON COLUMN bi.ticket_facts.status IS 'NEW, OPEN, PENDING (waiting for the customer), ON_HOLD (waiting for a third party), SOLVED or CLOSED';
COMMENT ON COLUMN bi.ticket_facts.priority IS 'LOW, MEDIUM, HIGH or CRITICAL, as it is now';
COMMENT ON COLUMN bi.ticket_facts.category IS 'category, as it is now';
COMMENT ON COLUMN bi.ticket_facts.level IS 'support level 1 to 3, as it is now';
COMMENT ON COLUMN bi.ticket_facts.team IS 'team that has it, or had it last';
COMMENT ON COLUMN bi.ticket_facts.agent IS 'id of the agent who has it, or had it last; a pseudonym, no name';
COMMENT ON COLUMN bi.ticket_facts.received_at IS 'when the customer''s first message reached us';
COMMENT ON COLUMN bi.ticket_facts.opened_at IS 'when it became a ticket';
COMMENT ON COLUMN bi.ticket_facts.first_assigned_at IS 'when an agent first had it';
COMMENT ON COLUMN bi.ticket_facts.first_reply_at IS 'first public reply of a human agent accepted for delivery';
COMMENT ON COLUMN bi.ticket_facts.solved_at IS 'last solving; null while it is open, also again';
COMMENT ON COLUMN bi.ticket_facts.closed_at IS 'when it was closed for good';
COMMENT ON COLUMN bi.ticket_facts.first_assign_seconds IS 'received_at to first_assigned_at, wall-clock seconds';
COMMENT ON COLUMN bi.ticket_facts.first_reply_seconds IS 'received_at to first_reply_at, wall-clock seconds';
COMMENT ON COLUMN bi.ticket_facts.resolution_seconds IS 'received_at to solved_at, wall-clock seconds';
COMMENT ON COLUMN bi.ticket_facts.customer_messages IS 'messages of the customer, the first included';
COMMENT ON COLUMN bi.ticket_facts.public_replies IS 'public replies of agents and bots; acknowledgements do not count';
COMMENT ON COLUMN bi.ticket_facts.internal_notes IS 'internal notes';
COMMENT ON COLUMN bi.ticket_facts.reopens IS 'how often it was opened again after a solving';
COMMENT ON COLUMN bi.ticket_facts.handoffs IS 'how often it went to another agent than the one who had it last';
COMMENT ON COLUMN bi.ticket_facts.first_response_breached IS 'a first response clock ran out before a human answered';
COMMENT ON COLUMN bi.ticket_facts.resolution_breached IS 'a resolution clock ran out before it was solved';
COMMENT ON COLUMN bi.ticket_facts.updated_at IS 'time of the last event about it';

CREATE VIEW bi.measurements AS
SELECT m.ticket_id, m.metric, m.instance, m.at, m.value, m.definition_version,
       m.dims ->> 'channel' AS channel,
       m.dims ->> 'language' AS language,
       m.dims ->> 'priority' AS priority,
       m.dims ->> 'category' AS category,
       m.dims ->> 'level' AS level,
       m.dims ->> 'team' AS team,
       m.dims ->> 'agent' AS agent,
       m.dims AS dimensions
FROM public.measurement m JOIN public.projection p ON p.name = 'tickets' AND p.active = m.generation;
COMMENT ON VIEW bi.measurements IS 'One row a measurement, corrected ones as corrected; the topic casestream.metrics has them as they were taken';
COMMENT ON COLUMN bi.measurements.ticket_id IS 'the ticket that was measured; joins with ticket_facts';
COMMENT ON COLUMN bi.measurements.metric IS 'name in the catalogue at GET /v1/metrics, as first_response_time';
COMMENT ON COLUMN bi.measurements.instance IS 'which measurement of the metric and ticket it is, as first-reply';
COMMENT ON COLUMN bi.measurements.at IS 'the instant that it counts for';
COMMENT ON COLUMN bi.measurements.value IS 'in the unit of the metric: seconds, tickets, 0 or 1 for shares, +1 or -1 for levels';
COMMENT ON COLUMN bi.measurements.definition_version IS 'which definition of the metric was applied';
COMMENT ON COLUMN bi.measurements.channel IS 'channel of the ticket';
COMMENT ON COLUMN bi.measurements.language IS 'language of the ticket';
COMMENT ON COLUMN bi.measurements.priority IS 'priority at the time that the definition names';
COMMENT ON COLUMN bi.measurements.category IS 'category at that time';
COMMENT ON COLUMN bi.measurements.level IS 'support level at that time';
COMMENT ON COLUMN bi.measurements.team IS 'team at that time';
COMMENT ON COLUMN bi.measurements.agent IS 'agent at that time; a pseudonym, no name';
COMMENT ON COLUMN bi.measurements.dimensions IS 'all dimensions as JSON, those of single metrics too: clock and policy of sla_attainment, solving of resolution_time';
