-- Requests of people who want no more emails.

-- name: unsubscribed_message(id)
SELECT n.service_id, n.template_id, n.template_version, s.name
FROM notifications n JOIN services s ON s.id = n.service_id WHERE n.id = :id

-- name: unsubscribed_archived_message(id)
SELECT n.service_id, n.template_id, n.template_version, s.name
FROM notification_history n JOIN services s ON s.id = n.service_id WHERE n.id = :id

-- Not while the service has yet to deal with an earlier one: it has not downloaded it, or not said that it is done.
-- name: insert_unsubscribe_request(id, notification_id, service_id, template_id, template_version, email_address, now)
-- engine: sqlite
INSERT INTO unsubscribe_requests (id, notification_id, service_id, template_id, template_version, email_address, created_at)
SELECT :id, :notification_id, :service_id, :template_id, :template_version, :email_address, :now
WHERE NOT EXISTS (SELECT 1 FROM unsubscribe_requests r JOIN unsubscribe_request_reports b ON b.id = r.report_id
                  WHERE r.notification_id = :notification_id AND b.processed_by_service_at IS NULL)
ON CONFLICT (notification_id) WHERE report_id IS NULL DO NOTHING
-- engine: postgres
INSERT INTO unsubscribe_requests (id, notification_id, service_id, template_id, template_version, email_address, created_at)
SELECT CAST(:id AS uuid), CAST(:notification_id AS uuid), CAST(:service_id AS uuid), CAST(:template_id AS uuid),
       CAST(:template_version AS bigint), CAST(:email_address AS text), CAST(:now AS timestamptz)
WHERE NOT EXISTS (SELECT 1 FROM unsubscribe_requests r JOIN unsubscribe_request_reports b ON b.id = r.report_id
                  WHERE r.notification_id = :notification_id AND b.processed_by_service_at IS NULL)
ON CONFLICT (notification_id) WHERE report_id IS NULL DO NOTHING

-- name: end_part_in_research(email_address, now)
UPDATE users SET take_part_in_research = FALSE, updated_at = :now WHERE email_address = :email_address

-- name: end_new_features_email(email_address, now)
UPDATE users SET receives_new_features_email = FALSE, updated_at = :now WHERE email_address = :email_address
