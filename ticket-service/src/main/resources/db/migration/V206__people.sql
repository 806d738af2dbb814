CREATE TABLE organisation (
    id         uuid PRIMARY KEY,
    version    bigint      NOT NULL,
    name       text        NOT NULL,
    reference  text, -- in another system
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE INDEX organisation_name ON organisation (lower(name) text_pattern_ops, id);

-- Whoever writes from one of its domains belongs to it.
CREATE TABLE organisation_domain (
    domain          text PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisation ON DELETE CASCADE
);
CREATE INDEX organisation_domain_organisation ON organisation_domain (organisation_id);
CREATE INDEX customer_identity_domain ON customer_identity (split_part(value, '@', 2)) WHERE type = 'email';

ALTER TABLE customer
    ADD COLUMN vip boolean NOT NULL DEFAULT false,
    ADD COLUMN blocked boolean NOT NULL DEFAULT false,
    ADD COLUMN preferences text NOT NULL DEFAULT '{}', -- JSON, text by name
    ADD COLUMN merged_into uuid REFERENCES customer,
    ADD COLUMN erased_at timestamptz;
CREATE INDEX customer_merged ON customer (merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE customer_reference (
    customer_id uuid NOT NULL REFERENCES customer ON DELETE CASCADE,
    system      text NOT NULL,
    value       text NOT NULL,
    PRIMARY KEY (system, value),
    UNIQUE (customer_id, system)
);

-- Every merging of two people and its undoing. A merge is a link: both keep what is theirs, so that it can be undone.
CREATE TABLE customer_merge (
    id        uuid PRIMARY KEY,
    source    uuid        NOT NULL REFERENCES customer,
    target    uuid        NOT NULL REFERENCES customer,
    actor     text        NOT NULL,
    at        timestamptz NOT NULL,
    undone_by text,
    undone_at timestamptz
);
CREATE INDEX customer_merge_source ON customer_merge (source, at);

-- All who are this person: whoever they were merged into, and whoever was merged into that one.
CREATE FUNCTION customer_family(person uuid) RETURNS uuid[] STABLE LANGUAGE sql AS $$
    WITH RECURSIVE up AS (
        SELECT id, merged_into FROM customer WHERE id = person
        UNION ALL
        SELECT c.id, c.merged_into FROM customer c JOIN up ON c.id = up.merged_into),
    down AS (
        SELECT id FROM up WHERE merged_into IS NULL
        UNION ALL
        SELECT c.id FROM customer c JOIN down ON c.merged_into = down.id)
    SELECT coalesce(array_agg(id), ARRAY[person]) FROM down $$;
