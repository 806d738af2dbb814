-- Rules in versions: an edit adds one, what clocks run by never changes. At most one version of an id is live.
CREATE TABLE calendar (
    id         text        NOT NULL,
    version    integer     NOT NULL,
    live       boolean     NOT NULL DEFAULT true,
    data       text        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (id, version)
);
CREATE UNIQUE INDEX calendar_live ON calendar (id) WHERE live;

CREATE TABLE policy (LIKE calendar INCLUDING DEFAULTS, PRIMARY KEY (id, version));
CREATE UNIQUE INDEX policy_live ON policy (id) WHERE live;

-- The set of clocks of a ticket. Whoever changes any of them, or their timers, holds the lock on this row.
CREATE TABLE ticket_clocks (
    ticket_id      uuid PRIMARY KEY,
    number         text        NOT NULL,
    team           text,
    agent          text,
    ticket         text        NOT NULL,
    version        bigint      NOT NULL, -- of the last event on the topic sla
    correlation_id uuid        NOT NULL, -- with the two below: what timers are caused by
    causation_id   uuid,
    depth          integer     NOT NULL,
    stuck_until    timestamptz NOT NULL DEFAULT '-infinity'
);
CREATE INDEX ticket_clocks_number ON ticket_clocks (number);

CREATE TABLE clock (
    id        uuid PRIMARY KEY,
    ticket_id uuid    NOT NULL REFERENCES ticket_clocks,
    type      text    NOT NULL,
    instance  integer NOT NULL,
    state     text    NOT NULL,
    due_at    timestamptz, -- of those that run or have breached
    data      text    NOT NULL,
    UNIQUE (ticket_id, type, instance)
);
CREATE INDEX clock_due_at ON clock (due_at) WHERE state IN ('running', 'breached');

-- When to look at a clock: one row for each warning and each breach, in each cycle (until it pauses or is retargeted).
CREATE TABLE timer (
    clock_id  uuid        NOT NULL REFERENCES clock,
    kind      text        NOT NULL CHECK (kind IN ('WARNING', 'BREACH')),
    share     integer     NOT NULL,
    cycle     bigint      NOT NULL, -- the version of the event that armed it
    ticket_id uuid        NOT NULL REFERENCES ticket_clocks,
    due_at    timestamptz NOT NULL,
    state     text        NOT NULL CHECK (state IN ('ARMED', 'FIRED', 'CANCELLED')),
    PRIMARY KEY (clock_id, kind, share, cycle)
);
CREATE INDEX timer_armed ON timer (due_at) WHERE state = 'ARMED';

-- Everything said about a clock, with what caused it; explanations are read from here.
CREATE TABLE clock_event (
    ticket_id  uuid   NOT NULL,
    version    bigint NOT NULL,
    clock_id   uuid   NOT NULL REFERENCES clock,
    type       text   NOT NULL,
    data       text   NOT NULL,
    cause_id   uuid,
    cause_type text   NOT NULL,
    PRIMARY KEY (ticket_id, version)
);
CREATE INDEX clock_event_clock ON clock_event (clock_id, version);

INSERT INTO calendar (id, version, data) VALUES
('business-hours', 1, '{"name": "Business hours", "timeZone": "Europe/Copenhagen", "hours": {
    "MON": [["09:00", "17:00"]], "TUE": [["09:00", "17:00"]], "WED": [["09:00", "17:00"]],
    "THU": [["09:00", "17:00"]], "FRI": [["09:00", "17:00"]]}}'),
('around-the-clock', 1, '{"name": "Around the clock", "timeZone": "UTC", "hours": {
    "MON": [["00:00", "24:00"]], "TUE": [["00:00", "24:00"]], "WED": [["00:00", "24:00"]],
    "THU": [["00:00", "24:00"]], "FRI": [["00:00", "24:00"]], "SAT": [["00:00", "24:00"]], "SUN": [["00:00", "24:00"]]}}');

INSERT INTO policy (id, version, data)
SELECT id, 1, format('{"name": "%s", "position": %s, "when": {"priorities": ["%s"]}, "calendar": "%s",
    "targets": {"FIRST_RESPONSE": "%s", "RESOLUTION": "%s"}, "warnAt": [50, 80],
    "pausedIn": {"RESOLUTION": ["PENDING", "ON_HOLD"]}}', initcap(id), position, upper(id), calendar, response, resolution)
FROM (VALUES
    ('critical', 10, 'around-the-clock', 'PT15M', 'PT4H'),
    ('high', 20, 'business-hours', 'PT1H', 'PT8H'),
    ('medium', 30, 'business-hours', 'PT4H', 'PT24H'),
    ('low', 40, 'business-hours', 'PT8H', 'PT48H')) AS p(id, position, calendar, response, resolution);
