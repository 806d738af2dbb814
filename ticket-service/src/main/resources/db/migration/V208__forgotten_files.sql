-- Files of erased tickets, until the store has forgotten them or somebody else turns out to need them.
CREATE TABLE forgotten_file (
    hash   text PRIMARY KEY,
    due_at timestamptz NOT NULL
);
CREATE INDEX forgotten_file_due ON forgotten_file (due_at);

-- Who needs a file.
CREATE INDEX message_files ON message USING gin (attachments jsonb_path_ops) WHERE attachments <> '[]';
CREATE INDEX attachment_hash ON attachment (hash);
