-- The ledger's sums of whole hours that are over, so that asking for all of it does not count all of it.
CREATE TABLE ledger_hour (
    hour        timestamptz NOT NULL,
    channel     text        NOT NULL,
    received    bigint      NOT NULL,
    accepted    bigint      NOT NULL,
    appended    bigint      NOT NULL,
    duplicate   bigint      NOT NULL,
    quarantined bigint      NOT NULL,
    rejected    bigint      NOT NULL,
    pending     bigint      NOT NULL,
    PRIMARY KEY (hour, channel)
);

-- Hours before this one are summed, but for those that changed afterwards; they are counted until they are summed anew.
CREATE TABLE ledger_summed (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    until    timestamptz NOT NULL
);
CREATE TABLE ledger_changed (hour timestamptz PRIMARY KEY);
INSERT INTO ledger_summed (until)
SELECT date_trunc('hour', coalesce(min(received_at), clock_timestamp()), 'UTC') FROM raw_message;

-- Summing takes the same lock and then counts: it either sees this change or is undone by it.
CREATE FUNCTION ledger_hour_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed timestamptz := date_trunc('hour', OLD.received_at, 'UTC');
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('ledger hour ' || extract(epoch FROM changed), 0));
    IF changed < (SELECT until FROM ledger_summed) THEN
        DELETE FROM ledger_hour WHERE hour = changed;
        INSERT INTO ledger_changed VALUES (changed) ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END $$;

-- An hour is summed two hours after its end at the earliest, so that what is young need not look.
CREATE TRIGGER inquiry_outcome_changed AFTER UPDATE OF outcome ON inquiry
    FOR EACH ROW WHEN (OLD.outcome IS DISTINCT FROM NEW.outcome AND OLD.received_at < now() - interval '1 hour')
    EXECUTE FUNCTION ledger_hour_changed();
CREATE TRIGGER inquiry_removed AFTER DELETE ON inquiry
    FOR EACH ROW WHEN (OLD.received_at < now() - interval '1 hour')
    EXECUTE FUNCTION ledger_hour_changed();
