-- In which order events left: the place that the relay gave each, in its bucket. A bucket has one relay at a time, which
-- takes the numbers and commits before the next begins: who has read up to a number has missed nothing below it.
CREATE SEQUENCE event_position_number CACHE 1;

CREATE TABLE event_position (
    bucket    smallint NOT NULL,
    number    bigint   NOT NULL,
    ticket_id uuid     NOT NULL,
    version   bigint   NOT NULL,
    PRIMARY KEY (bucket, number)
);

-- The relay deletes what it has brought to the broker, in the transaction in which it owns the bucket.
CREATE FUNCTION give_positions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO event_position
    SELECT bucket, nextval('event_position_number'), key::uuid, (headers::jsonb ->> 'ce_aggregateversion')::bigint
    FROM (SELECT * FROM gone WHERE topic LIKE '%casestream.tickets' ORDER BY id) relayed;
    RETURN NULL;
END $$;
CREATE TRIGGER event_position_of_relayed AFTER DELETE ON outbox REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION give_positions();

-- Events of before are in the first bucket, below all others.
INSERT INTO event_position
SELECT 0, nextval('event_position_number'), ticket_id, version
FROM (SELECT e.ticket_id, e.version FROM ticket_event e
      WHERE NOT EXISTS (SELECT FROM outbox o WHERE o.key = e.ticket_id::text
                          AND (o.headers::jsonb ->> 'ce_aggregateversion')::bigint = e.version
                          AND o.topic LIKE '%casestream.tickets')
      ORDER BY e.at, e.ticket_id, e.version) known;
