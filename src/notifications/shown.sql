-- What stands beside messages in the internal API, by the few keys that the messages of a page share.

-- name: name_of_api_key(id)
SELECT name FROM api_keys WHERE id = :id

-- name: file_name_of_job(id)
SELECT original_file_name FROM jobs WHERE id = :id

-- name: author_of_notification(id)
SELECT u.id, u.name, u.email_address FROM notifications n JOIN users u ON u.id = n.created_by_id WHERE n.id = :id
