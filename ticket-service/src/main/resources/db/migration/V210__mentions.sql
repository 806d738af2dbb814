-- Whom notes address: agent:<id>, team:<id>. What was said before there was such a table is in the log.
CREATE TABLE mention (
    name      text NOT NULL,
    ticket_id uuid NOT NULL REFERENCES ticket,
    PRIMARY KEY (name, ticket_id)
);
INSERT INTO mention (name, ticket_id)
SELECT DISTINCT k.name, e.ticket_id
FROM ticket_event e
CROSS JOIN LATERAL (
    SELECT 'agent:' || jsonb_array_elements_text(e.data -> 'agents') AS name
    UNION ALL SELECT 'team:' || jsonb_array_elements_text(e.data -> 'teams')) k
WHERE e.type = 'casestream.AgentsMentioned.v1';
