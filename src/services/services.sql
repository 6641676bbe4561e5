-- Services and what belongs to them. Keys of every statement start with the service.

-- name: insert_service(id, name, normalised_name, email_sender_local_part, active, restricted, count_as_live, prefix_sms, email_limit, sms_limit, letter_limit, international_sms_limit, rate_limit, created_at)
INSERT INTO services (id, name, normalised_name, email_sender_local_part, active, restricted, count_as_live, prefix_sms,
                      email_message_limit, sms_message_limit, letter_message_limit, international_sms_message_limit,
                      rate_limit, created_at, version, change_number)
VALUES (:id, :name, :normalised_name, :email_sender_local_part, :active, :restricted, :count_as_live, :prefix_sms,
        :email_limit, :sms_limit, :letter_limit, :international_sms_limit, :rate_limit, :created_at, 1, 1)

-- name: insert_service_history(id, version, row, created_at)
INSERT INTO services_history (id, version, row, created_at) VALUES (:id, :version, :row, :created_at)

-- name: select_service(id)
SELECT id, name, email_sender_local_part, custom_email_sender_name, active, restricted, prefix_sms,
       email_message_limit, sms_message_limit, letter_message_limit, international_sms_message_limit,
       rate_limit, change_number, created_at, updated_at, version, count_as_live, contact_link, created_by_id
FROM services WHERE id = :id

-- name: select_service_change_number(id)
SELECT change_number FROM services WHERE id = :id

-- name: select_service_by_names(name, normalised_name)
SELECT id FROM services WHERE name = :name OR normalised_name = :normalised_name

-- name: list_services(after_created_at, after_id, limit)
SELECT id, name, active, restricted, created_at FROM services
WHERE (created_at, id) > (:after_created_at, :after_id)
ORDER BY created_at, id LIMIT :limit

-- name: bump_service(id)
UPDATE services SET change_number = change_number + 1 WHERE id = :id

-- name: update_service_mode(id, restricted, email_limit, sms_limit, letter_limit, international_sms_limit, updated_at)
UPDATE services
SET restricted = :restricted, email_message_limit = :email_limit, sms_message_limit = :sms_limit,
    letter_message_limit = :letter_limit, international_sms_message_limit = :international_sms_limit,
    updated_at = :updated_at, version = version + 1, change_number = change_number + 1
WHERE id = :id

-- name: update_service_contact_link(id, contact_link, updated_at)
UPDATE services
SET contact_link = :contact_link, updated_at = :updated_at, version = version + 1, change_number = change_number + 1
WHERE id = :id

-- name: count_live_services()
SELECT count(*) FROM services WHERE active AND NOT restricted AND count_as_live

-- name: count_live_organisations()
SELECT count(*) FROM organisations WHERE active

-- name: insert_service_permission(service_id, permission, created_at)
INSERT INTO service_permissions (service_id, permission, created_at) VALUES (:service_id, :permission, :created_at)

-- name: delete_service_permissions(service_id)
DELETE FROM service_permissions WHERE service_id = :service_id

-- name: select_service_permissions(service_id)
SELECT permission FROM service_permissions WHERE service_id = :service_id

-- name: insert_sms_sender(id, service_id, sms_sender, is_default, created_at)
INSERT INTO service_sms_senders (id, service_id, sms_sender, is_default, archived, created_at)
VALUES (:id, :service_id, :sms_sender, :is_default, FALSE, :created_at)

-- name: clear_default_sms_sender(service_id, updated_at)
UPDATE service_sms_senders SET is_default = FALSE, updated_at = :updated_at
WHERE service_id = :service_id AND is_default AND NOT archived

-- name: select_service_sms_senders(service_id)
SELECT id, sms_sender, is_default FROM service_sms_senders
WHERE service_id = :service_id AND NOT archived ORDER BY is_default DESC, created_at DESC, id

-- name: insert_reply_to(id, service_id, email_address, is_default, created_at)
INSERT INTO service_email_reply_to (id, service_id, email_address, is_default, archived, created_at)
VALUES (:id, :service_id, :email_address, :is_default, FALSE, :created_at)

-- name: clear_default_reply_to(service_id, updated_at)
UPDATE service_email_reply_to SET is_default = FALSE, updated_at = :updated_at
WHERE service_id = :service_id AND is_default AND NOT archived

-- name: select_service_reply_tos(service_id)
SELECT id, email_address, is_default FROM service_email_reply_to
WHERE service_id = :service_id AND NOT archived ORDER BY is_default DESC, created_at DESC, id

-- name: upsert_service_callback(id, service_id, callback_type, url, bearer_token, now)
INSERT INTO service_callbacks (id, service_id, callback_type, url, bearer_token, created_at, version)
VALUES (:id, :service_id, :callback_type, :url, :bearer_token, :now, 1)
ON CONFLICT (service_id, callback_type) DO UPDATE
SET url = excluded.url, bearer_token = excluded.bearer_token, updated_at = excluded.created_at,
    failing_since = NULL, suspended_at = NULL, suspension_told_at = NULL, probe_at = NULL,
    version = service_callbacks.version + 1

-- name: delete_service_callback(service_id, callback_type)
DELETE FROM service_callbacks WHERE service_id = :service_id AND callback_type = :callback_type

-- name: select_service_callbacks(service_id)
SELECT callback_type, url, bearer_token FROM service_callbacks WHERE service_id = :service_id

-- name: insert_guest(id, service_id, recipient_type, recipient, created_at)
INSERT INTO service_guest_list (id, service_id, recipient_type, recipient, created_at)
VALUES (:id, :service_id, :recipient_type, :recipient, :created_at)

-- name: select_service_guests(service_id)
SELECT recipient FROM service_guest_list WHERE service_id = :service_id

-- name: insert_user(id, name, email_address, mobile_number, created_at)
INSERT INTO users (id, name, email_address, mobile_number, state, created_at)
VALUES (:id, :name, :email_address, :mobile_number, 'active', :created_at)

-- name: select_user_by_email(email_address)
SELECT id FROM users WHERE email_address = :email_address

-- Of two processes that need the installation's own user first, the second waits here until it is there.
-- name: insert_own_user(id, name, email_address, now)
INSERT INTO users (id, name, email_address, state, created_at) VALUES (:id, :name, :email_address, 'active', :now)
ON CONFLICT (id) DO NOTHING

-- name: insert_team_member(service_id, user_id)
INSERT INTO user_to_service (service_id, user_id) VALUES (:service_id, :user_id) ON CONFLICT (service_id, user_id) DO NOTHING

-- name: select_service_team(service_id)
SELECT users.email_address, users.mobile_number, users.name FROM user_to_service JOIN users ON users.id = user_to_service.user_id
WHERE user_to_service.service_id = :service_id AND users.state = 'active'

-- name: insert_api_key(id, service_id, name, key_type, secret, created_at)
INSERT INTO api_keys (id, service_id, name, key_type, secret, created_at, version)
VALUES (:id, :service_id, :name, :key_type, :secret, :created_at, 1)

-- name: select_api_key_owner(id)
SELECT service_id FROM api_keys WHERE id = :id

-- name: select_live_api_key_by_name(service_id, name)
SELECT id FROM api_keys WHERE service_id = :service_id AND name = :name AND expiry_date IS NULL

-- name: revoke_api_key(service_id, id, now)
UPDATE api_keys SET expiry_date = :now, updated_at = :now, version = version + 1
WHERE service_id = :service_id AND id = :id AND expiry_date IS NULL

-- name: list_api_keys(service_id)
SELECT id, name, key_type, created_at, expiry_date FROM api_keys WHERE service_id = :service_id ORDER BY created_at, id

-- name: select_service_keys(service_id, revoked_since)
SELECT id, name, key_type, secret, expiry_date FROM api_keys
WHERE service_id = :service_id AND (expiry_date IS NULL OR expiry_date >= :revoked_since) ORDER BY created_at, id

-- name: set_signing_secret(service_id, callback_type, signing_secret, renew)
UPDATE service_callbacks SET signing_secret = :signing_secret
WHERE service_id = :service_id AND callback_type = :callback_type AND (signing_secret IS NULL OR :renew)

-- name: insert_letter_contact(id, service_id, contact_block, is_default, created_at)
INSERT INTO service_letter_contacts (id, service_id, contact_block, is_default, archived, created_at)
VALUES (:id, :service_id, :contact_block, :is_default, FALSE, :created_at)

-- name: clear_default_letter_contact(service_id, updated_at)
UPDATE service_letter_contacts SET is_default = FALSE, updated_at = :updated_at
WHERE service_id = :service_id AND is_default AND NOT archived

-- name: select_letter_contacts(service_id)
SELECT id, contact_block, is_default FROM service_letter_contacts
WHERE service_id = :service_id AND NOT archived ORDER BY is_default DESC, created_at DESC, id

-- name: update_service_limits(id, email_limit, sms_limit, letter_limit, international_sms_limit, rate_limit, updated_at)
UPDATE services
SET email_message_limit = :email_limit, sms_message_limit = :sms_limit, letter_message_limit = :letter_limit,
    international_sms_message_limit = :international_sms_limit, rate_limit = :rate_limit, updated_at = :updated_at,
    version = version + 1, change_number = change_number + 1
WHERE id = :id

-- name: update_service_names(id, name, normalised_name, email_sender_local_part, prefix_sms, updated_at)
UPDATE services
SET name = :name, normalised_name = :normalised_name, email_sender_local_part = :email_sender_local_part,
    prefix_sms = :prefix_sms, updated_at = :updated_at, version = version + 1, change_number = change_number + 1
WHERE id = :id

-- name: list_guests(service_id)
SELECT recipient_type, recipient FROM service_guest_list WHERE service_id = :service_id ORDER BY recipient_type, recipient
