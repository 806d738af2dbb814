-- Whose a request is and on whose ticket, as ticket-service says; and when its words went because its sender had us forget.
ALTER TABLE inquiry ADD COLUMN customer_id uuid, ADD COLUMN erased_at timestamptz;
ALTER TABLE ticket_team ADD COLUMN customer_id uuid;
CREATE INDEX inquiry_customer ON inquiry (customer_id) WHERE customer_id IS NOT NULL AND erased_at IS NULL;
CREATE INDEX inquiry_duplicate ON inquiry (duplicate_of) WHERE duplicate_of IS NOT NULL AND erased_at IS NULL;
CREATE INDEX inquiry_held_phone ON inquiry (sender_phone)
    WHERE sender_phone IS NOT NULL AND outcome IN ('quarantined', 'rejected');
CREATE INDEX inquiry_held_handle ON inquiry (sender_handle)
    WHERE sender_handle IS NOT NULL AND outcome IN ('quarantined', 'rejected');
CREATE INDEX ticket_team_customer ON ticket_team (customer_id) WHERE customer_id IS NOT NULL;

-- Nobody but an id: what ticket-service still has to say of them is erased when it comes.
CREATE TABLE erased_customer (
    customer_id uuid PRIMARY KEY,
    erased_at   timestamptz NOT NULL
);

-- Originals that lie in the store, until it has forgotten them or another arrival turns out to be the same.
CREATE TABLE forgotten_original (
    hash   text PRIMARY KEY,
    due_at timestamptz NOT NULL
);
CREATE INDEX forgotten_original_due ON forgotten_original (due_at);
CREATE INDEX raw_message_stored ON raw_message (hash) WHERE body IS NULL;
