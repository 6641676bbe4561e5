-- Templates and their versions. One list of columns in every select, so that one function reads them all.

-- name: insert_template(id, service_id, template_type, name, content, subject, postage, hidden, has_unsubscribe_link, created_by_id, created_at)
INSERT INTO templates (id, service_id, template_type, name, content, subject, postage, archived, hidden,
                       has_unsubscribe_link, created_by_id, created_at, version)
VALUES (:id, :service_id, :template_type, :name, :content, :subject, :postage, FALSE, :hidden, :has_unsubscribe_link,
        :created_by_id, :created_at, 1)

-- name: update_template(id, service_id, name, content, subject, archived, letter_contact_id, updated_at)
UPDATE templates
SET name = :name, content = :content, subject = :subject, archived = :archived,
    service_letter_contact_id = :letter_contact_id, updated_at = :updated_at, version = version + 1
WHERE id = :id AND service_id = :service_id

-- name: raise_template_version(id, now)
UPDATE templates SET version = version + 1, updated_at = :now WHERE id = :id

-- name: copy_template_to_history(id)
INSERT INTO templates_history (id, version, service_id, template_type, name, content, subject, postage, archived, hidden,
                               has_unsubscribe_link, created_by_id, created_at, updated_at, service_letter_contact_id)
SELECT id, version, service_id, template_type, name, content, subject, postage, archived, hidden, has_unsubscribe_link,
       created_by_id, created_at, updated_at, service_letter_contact_id
FROM templates WHERE id = :id

-- name: select_template(service_id, id)
SELECT t.id, t.service_id, t.template_type, t.name, t.content, t.subject, t.postage, t.archived, t.hidden,
       t.has_unsubscribe_link, t.version, u.email_address, t.created_at, t.updated_at, t.service_letter_contact_id, c.contact_block
FROM templates t LEFT JOIN users u ON u.id = t.created_by_id
LEFT JOIN service_letter_contacts c ON c.id = t.service_letter_contact_id
WHERE t.service_id = :service_id AND t.id = :id

-- name: select_template_version(service_id, id, version)
SELECT t.id, t.service_id, t.template_type, t.name, t.content, t.subject, t.postage, t.archived, t.hidden,
       t.has_unsubscribe_link, t.version, u.email_address, t.created_at, t.updated_at, t.service_letter_contact_id, c.contact_block
FROM templates_history t LEFT JOIN users u ON u.id = t.created_by_id
LEFT JOIN service_letter_contacts c ON c.id = t.service_letter_contact_id
WHERE t.id = :id AND t.version = :version AND t.service_id = :service_id

-- name: select_template_owner(id)
SELECT service_id FROM templates WHERE id = :id

-- name: list_templates(service_id, any_type, template_type)
SELECT t.id, t.service_id, t.template_type, t.name, t.content, t.subject, t.postage, t.archived, t.hidden,
       t.has_unsubscribe_link, t.version, u.email_address, t.created_at, t.updated_at, t.service_letter_contact_id, c.contact_block
FROM templates t LEFT JOIN users u ON u.id = t.created_by_id
LEFT JOIN service_letter_contacts c ON c.id = t.service_letter_contact_id
WHERE t.service_id = :service_id AND NOT t.archived AND NOT t.hidden AND (:any_type OR t.template_type = :template_type)

-- name: precompiled_template_id(service_id, name)
SELECT id FROM templates WHERE service_id = :service_id AND hidden AND template_type = 'letter' AND name = :name

-- name: letter_contact_belongs(service_id, id)
SELECT 1 FROM service_letter_contacts WHERE service_id = :service_id AND id = :id AND NOT archived
