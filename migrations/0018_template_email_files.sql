-- Files that email templates own: each message of such a template carries a link to a copy of them. The content lies in
-- the object store, as `<service>/<id>`. Each change is also a row of the history.
CREATE TABLE template_email_files (
    id UUID NOT NULL PRIMARY KEY,
    filename TEXT NOT NULL,                -- also the name of its placeholder
    link_text TEXT,
    retention_period BIGINT NOT NULL,      -- weeks for which a copy can be downloaded
    validate_users_email BOOLEAN NOT NULL, -- the recipient has to say what their address is before they get it
    template_id UUID NOT NULL,
    template_version BIGINT NOT NULL,      -- the first version of the template that this version belongs to
    created_by_id UUID,                    -- null: by command
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ,
    archived_at TIMESTAMPTZ,
    archived_by_id UUID,
    pending BOOLEAN NOT NULL,              -- its content may not be there yet; it belongs to no version
    version BIGINT NOT NULL,               -- 0 while it is pending
    object_removed BOOLEAN NOT NULL
);
CREATE INDEX template_email_files_template ON template_email_files (template_id);
CREATE INDEX template_email_files_pending ON template_email_files (created_at, id) WHERE pending AND archived_at IS NULL;
CREATE INDEX template_email_files_archived ON template_email_files (archived_at, id)
    WHERE archived_at IS NOT NULL AND NOT object_removed;

CREATE TABLE template_email_files_history (
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    filename TEXT NOT NULL,
    link_text TEXT,
    retention_period BIGINT NOT NULL,
    validate_users_email BOOLEAN NOT NULL,
    template_id UUID NOT NULL,
    template_version BIGINT NOT NULL,
    created_by_id UUID,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ,
    archived_at TIMESTAMPTZ,
    archived_by_id UUID,
    pending BOOLEAN NOT NULL,
    PRIMARY KEY (id, version)
);
CREATE INDEX template_email_files_history_template ON template_email_files_history (template_id, template_version);
