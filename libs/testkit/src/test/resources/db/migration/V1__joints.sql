CREATE TABLE counter (id text PRIMARY KEY, version bigint NOT NULL);
CREATE TABLE applied (position bigserial PRIMARY KEY, topic text NOT NULL, key text NOT NULL, version bigint NOT NULL);
