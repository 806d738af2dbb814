-- Tickets of a span of one time in the order of another, or of priority: no B-tree has both. A GiST index is walked from an
-- end of the order inwards, past all that lies outside the span.
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE INDEX ticket_times ON ticket USING gist (urgency, created_at, updated_at);
