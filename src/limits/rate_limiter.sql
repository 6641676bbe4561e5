-- The token buckets that several processes share.

-- name: commit_without_waiting()
-- engine: sqlite
SELECT 'on'
-- engine: postgres
SELECT set_config('synchronous_commit', 'off', TRUE)

-- name: lock_rate_bucket(service_id, key_type)
-- engine: sqlite
SELECT tokens, refilled_at FROM rate_buckets WHERE service_id = :service_id AND key_type = :key_type
-- engine: postgres
SELECT tokens, refilled_at FROM rate_buckets WHERE service_id = :service_id AND key_type = :key_type FOR UPDATE

-- name: add_rate_bucket(service_id, key_type, tokens, refilled_at)
INSERT INTO rate_buckets (service_id, key_type, tokens, refilled_at) VALUES (:service_id, :key_type, :tokens, :refilled_at)
ON CONFLICT (service_id, key_type) DO NOTHING

-- name: save_rate_bucket(service_id, key_type, tokens, refilled_at)
UPDATE rate_buckets SET tokens = :tokens, refilled_at = :refilled_at
WHERE service_id = :service_id AND key_type = :key_type
