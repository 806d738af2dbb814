-- One command for many tickets. Items are claimed for a while, so that what a crash leaves behind is taken up again; the
-- key under which each is carried out makes a second time harmless.
CREATE TABLE job (
    id          uuid PRIMARY KEY,
    command     text        NOT NULL,
    body        text, -- gone when all is done: it may hold words
    caller      text        NOT NULL,
    roles       text[]      NOT NULL,
    teams       text[]      NOT NULL,
    email       text        NOT NULL,
    items       integer     NOT NULL,
    created_at  timestamptz NOT NULL,
    finished_at timestamptz
);
CREATE INDEX job_finished ON job (finished_at) WHERE finished_at IS NOT NULL;

CREATE TABLE job_item (
    job_id        uuid        NOT NULL REFERENCES job ON DELETE CASCADE,
    number        integer     NOT NULL,
    ticket        text        NOT NULL,
    attempts      integer     NOT NULL DEFAULT 0,
    claimed_until timestamptz NOT NULL DEFAULT '-infinity',
    status        integer, -- as of the single call; null while it is to be done
    problem       jsonb,
    PRIMARY KEY (job_id, number)
);
-- Jobs take turns.
CREATE INDEX job_item_waiting ON job_item (number, job_id) WHERE status IS NULL;
