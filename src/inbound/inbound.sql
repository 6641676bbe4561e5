-- Texts that came in, and the numbers they come in on.

-- The row is locked, so that two deliveries of one message to one number come one after the other.
-- name: inbound_number_owner(number)
-- engine: sqlite
SELECT n.number, n.service_id FROM inbound_numbers n
JOIN service_permissions p ON p.service_id = n.service_id AND p.permission = 'inbound_sms'
WHERE n.number = :number AND n.active
-- engine: postgres
SELECT n.number, n.service_id FROM inbound_numbers n
JOIN service_permissions p ON p.service_id = n.service_id AND p.permission = 'inbound_sms'
WHERE n.number = :number AND n.active FOR UPDATE OF n

-- The same without a lock: whether anybody wants what comes to this number.
-- name: inbound_number_wanted(number)
SELECT 1 FROM inbound_numbers n
JOIN service_permissions p ON p.service_id = n.service_id AND p.permission = 'inbound_sms'
WHERE n.number = :number AND n.active

-- By the provider's own reference where it gives one, else by its time.
-- name: inbound_sms_alike(service_id, user_number, provider, provider_reference, provider_date)
SELECT content FROM inbound_sms
WHERE service_id = :service_id AND user_number = :user_number AND provider = :provider
  AND (provider_reference = :provider_reference OR (provider_reference IS NULL AND provider_date = :provider_date))

-- name: insert_inbound_sms(id, service_id, notify_number, user_number, provider, provider_reference, provider_date, content, created_at)
INSERT INTO inbound_sms (id, service_id, notify_number, user_number, provider, provider_reference, provider_date, content, created_at)
VALUES (:id, :service_id, :notify_number, :user_number, :provider, :provider_reference, :provider_date, :content, :created_at)

-- name: inbound_sms_of_service(service_id, since, before_created_at, before_id, limit)
SELECT id, user_number, notify_number, created_at, content FROM inbound_sms
WHERE service_id = :service_id AND created_at >= :since AND (created_at, id) < (:before_created_at, :before_id)
ORDER BY created_at DESC, id DESC LIMIT :limit

-- name: inbound_sms_created_at(id)
SELECT created_at FROM inbound_sms WHERE id = :id

-- name: insert_inbound_number(id, number, provider, now)
INSERT INTO inbound_numbers (id, number, provider, active, created_at) VALUES (:id, :number, :provider, TRUE, :now)
ON CONFLICT (number) DO NOTHING

-- Only when it is active and still nobody's.
-- name: take_inbound_number(number, service_id, now)
UPDATE inbound_numbers SET service_id = :service_id, updated_at = :now
WHERE number = :number AND active AND service_id IS NULL
RETURNING id

-- name: inbound_number_of_service(service_id)
SELECT id, number FROM inbound_numbers WHERE service_id = :service_id

-- name: free_inbound_number(number, active, now)
UPDATE inbound_numbers SET service_id = NULL, active = :active, updated_at = :now WHERE number = :number

-- name: inbound_number_by_number(number)
SELECT id, service_id, active FROM inbound_numbers WHERE number = :number

-- name: list_inbound_numbers(after, limit)
SELECT n.number, n.provider, n.service_id, s.name, n.active, n.created_at
FROM inbound_numbers n LEFT JOIN services s ON s.id = n.service_id
WHERE n.number > :after ORDER BY n.number LIMIT :limit

-- name: senders_for_inbound(service_id)
SELECT id, is_default FROM service_sms_senders WHERE service_id = :service_id AND NOT archived

-- name: make_sender_inbound(id, number, inbound_number_id, now)
UPDATE service_sms_senders SET sms_sender = :number, inbound_number_id = :inbound_number_id, updated_at = :now
WHERE id = :id

-- name: clear_default_for_inbound(service_id, now)
UPDATE service_sms_senders SET is_default = FALSE, updated_at = :now
WHERE service_id = :service_id AND is_default AND NOT archived

-- name: insert_inbound_sender(id, service_id, number, inbound_number_id, now)
INSERT INTO service_sms_senders (id, service_id, sms_sender, is_default, archived, inbound_number_id, created_at)
VALUES (:id, :service_id, :number, TRUE, FALSE, :inbound_number_id, :now)

-- name: give_inbound_permission(service_id, now)
INSERT INTO service_permissions (service_id, permission, created_at) VALUES (:service_id, 'inbound_sms', :now)
ON CONFLICT (service_id, permission) DO NOTHING

-- name: take_inbound_permission(service_id)
DELETE FROM service_permissions WHERE service_id = :service_id AND permission = 'inbound_sms'

-- name: delete_inbound_senders(service_id)
DELETE FROM service_sms_senders WHERE service_id = :service_id AND inbound_number_id IS NOT NULL RETURNING is_default
