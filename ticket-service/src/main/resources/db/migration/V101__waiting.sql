-- Labels inside a status, snoozing, and the ticket that a merged one goes on in.
ALTER TABLE ticket
    ADD custom_status text,
    ADD wake_at       timestamptz,
    ADD merged_into   uuid REFERENCES ticket;
CREATE INDEX ticket_wake ON ticket (wake_at) WHERE wake_at IS NOT NULL;
CREATE INDEX ticket_solved ON ticket (solved_at) WHERE status = 'SOLVED';
CREATE INDEX ticket_merged ON ticket (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX ticket_custom_status ON ticket (custom_status) WHERE custom_status IS NOT NULL;

-- What administrators configure: custom statuses, categories, custom fields.
CREATE TABLE configuration (
    kind    text   NOT NULL,
    code    text   NOT NULL,
    version bigint NOT NULL,
    data    jsonb  NOT NULL,
    PRIMARY KEY (kind, code)
);

CREATE TABLE ticket_link (
    ticket_id  uuid        NOT NULL REFERENCES ticket,
    type       text        NOT NULL,
    other_id   uuid        NOT NULL REFERENCES ticket,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (ticket_id, type, other_id)
);
CREATE INDEX ticket_link_other ON ticket_link (other_id, type, ticket_id);

CREATE TABLE time_entry (
    id         uuid PRIMARY KEY,
    ticket_id  uuid        NOT NULL REFERENCES ticket,
    agent      text        NOT NULL,
    team       text,
    activity   text        NOT NULL,
    minutes    integer     NOT NULL CHECK (minutes > 0),
    note       text,
    worked_on  date        NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX time_entry_ticket ON time_entry (ticket_id, created_at, id);
CREATE INDEX time_entry_report ON time_entry (worked_on, team);

-- Where a message would be without a merge, so that the merge can be undone.
ALTER TABLE message ADD meant_for uuid REFERENCES ticket;
CREATE INDEX message_meant_for ON message (meant_for) WHERE meant_for IS NOT NULL;
