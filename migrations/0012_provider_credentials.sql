-- Keys and passwords for providers that were given by command instead of by a setting.
CREATE TABLE provider_credentials (
    name TEXT NOT NULL PRIMARY KEY,    -- the setting that it stands for
    value BYTEA NOT NULL,              -- sealed
    updated_at TIMESTAMPTZ NOT NULL
);
