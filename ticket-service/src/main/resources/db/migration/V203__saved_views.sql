CREATE TABLE saved_view (
    id         uuid PRIMARY KEY,
    version    bigint      NOT NULL,
    name       text        NOT NULL,
    scope      text        NOT NULL,
    owner      text        NOT NULL,
    team       text,
    filter     jsonb       NOT NULL, -- as the query parameters of the ticket list
    sort       text,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CHECK ((scope = 'TEAM') = (team IS NOT NULL))
);
CREATE INDEX saved_view_owner ON saved_view (owner, id) WHERE scope = 'PERSONAL';
CREATE INDEX saved_view_team ON saved_view (team, id) WHERE scope = 'TEAM';
CREATE INDEX saved_view_global ON saved_view (id) WHERE scope = 'GLOBAL';
