-- What somebody may do with the tickets of a team, where that differs from what its members may.
CREATE TABLE team_right (
    team       text    NOT NULL,
    agent      text    NOT NULL,
    can_read   boolean NOT NULL,
    can_reply  boolean NOT NULL,
    can_change boolean NOT NULL,
    can_manage boolean NOT NULL,
    PRIMARY KEY (agent, team)
);
CREATE INDEX team_right_team ON team_right (team, agent);
