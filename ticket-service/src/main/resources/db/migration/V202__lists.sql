-- Every filter of the ticket list with the default order, and the common ones with the other orders too.
CREATE INDEX ticket_urgency_updated ON ticket (urgency, updated_at, id);
CREATE INDEX ticket_status_created ON ticket (status, created_at, id);
CREATE INDEX ticket_status_urgency ON ticket (status, urgency, id);
CREATE INDEX ticket_team_created ON ticket (team, status, created_at, id);
CREATE INDEX ticket_team_urgency ON ticket (team, status, urgency, id);
CREATE INDEX ticket_unowned ON ticket (updated_at, id) WHERE agent IS NULL;
CREATE INDEX customer_organisation ON customer (organisation) WHERE organisation IS NOT NULL;

-- How many tickets there are, so that nobody has to count them. Each change adds a row, for a row that all changes
-- had to lock would let them pass one at a time; a job folds the changes into the sums.
CREATE TABLE ticket_tally (
    team     text   NOT NULL, -- '' for none
    agent    text   NOT NULL,
    status   text   NOT NULL,
    priority text   NOT NULL,
    tickets  bigint NOT NULL,
    PRIMARY KEY (team, agent, status, priority)
);
CREATE TABLE ticket_tally_change (LIKE ticket_tally);

CREATE FUNCTION tally_new_tickets() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ticket_tally_change
    SELECT coalesce(team, ''), coalesce(agent, ''), status, priority, count(*) FROM fresh GROUP BY 1, 2, 3, 4;
    RETURN NULL;
END $$;
CREATE TRIGGER ticket_tally_of_new AFTER INSERT ON ticket REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION tally_new_tickets();

CREATE FUNCTION tally_changed_ticket() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ticket_tally_change VALUES
        (coalesce(OLD.team, ''), coalesce(OLD.agent, ''), OLD.status, OLD.priority, -1),
        (coalesce(NEW.team, ''), coalesce(NEW.agent, ''), NEW.status, NEW.priority, 1);
    RETURN NULL;
END $$;
CREATE TRIGGER ticket_tally_of_changed AFTER UPDATE ON ticket FOR EACH ROW
    WHEN ((OLD.team, OLD.agent, OLD.status, OLD.priority) IS DISTINCT FROM (NEW.team, NEW.agent, NEW.status, NEW.priority))
    EXECUTE FUNCTION tally_changed_ticket();

INSERT INTO ticket_tally
SELECT coalesce(team, ''), coalesce(agent, ''), status, priority, count(*) FROM ticket GROUP BY 1, 2, 3, 4;
