-- Lists of recipients that services keep for later (data-model §4); their files lie in the store of objects.

CREATE TABLE service_contact_lists (
    id UUID NOT NULL PRIMARY KEY,      -- names the file
    service_id UUID NOT NULL,
    original_file_name TEXT NOT NULL,
    row_count BIGINT NOT NULL,
    template_type TEXT NOT NULL,       -- email, sms
    created_by_id UUID,
    archived BOOLEAN NOT NULL,         -- the file is gone
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ
);
CREATE INDEX service_contact_lists_service ON service_contact_lists (service_id, created_at) WHERE NOT archived;
