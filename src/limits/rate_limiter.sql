-- The token buckets that several processes share.

-- TokenBucket::take in one statement, so that a process holds the row for as short as can be. `full_after` microseconds
-- fill any bucket. A bucket of `plenty` tokens loses `ahead` more. A crash may give back the tokens of its last moments,
-- which hurts nobody; waiting for the disk would.
-- name: take_tokens(service_id, key_type, requests, ahead, plenty, capacity, rate, full_after, now)
-- engine: sqlite
UPDATE rate_buckets
SET tokens_before = MIN(:capacity, tokens + MAX(0, MIN(:now - refilled_at, :full_after)) * :rate / 60000000),
    tokens = MAX(0, MIN(:capacity, tokens + MAX(0, MIN(:now - refilled_at, :full_after)) * :rate / 60000000) - :requests
             - CASE WHEN tokens + MAX(0, MIN(:now - refilled_at, :full_after)) * :rate / 60000000 >= :plenty THEN :ahead ELSE 0 END),
    refilled_at = CASE WHEN tokens + MAX(0, MIN(:now - refilled_at, :full_after)) * :rate / 60000000 >= :capacity THEN MAX(:now, refilled_at)
                  ELSE refilled_at + (MAX(0, MIN(:now - refilled_at, :full_after)) * :rate / 60000000 * 60000000 + :rate - 1) / :rate END
WHERE service_id = :service_id AND key_type = :key_type
RETURNING tokens_before
-- engine: postgres
UPDATE rate_buckets
SET tokens_before = LEAST(:capacity, tokens + GREATEST(0, LEAST(:now - refilled_at, :full_after)) * :rate / 60000000),
    tokens = GREATEST(0, LEAST(:capacity, tokens + GREATEST(0, LEAST(:now - refilled_at, :full_after)) * :rate / 60000000) - :requests
             - CASE WHEN tokens + GREATEST(0, LEAST(:now - refilled_at, :full_after)) * :rate / 60000000 >= :plenty THEN :ahead ELSE 0 END),
    refilled_at = CASE WHEN tokens + GREATEST(0, LEAST(:now - refilled_at, :full_after)) * :rate / 60000000 >= :capacity THEN GREATEST(:now, refilled_at)
                  ELSE refilled_at + (GREATEST(0, LEAST(:now - refilled_at, :full_after)) * :rate / 60000000 * 60000000 + :rate - 1) / :rate END
WHERE service_id = :service_id AND key_type = :key_type AND set_config('synchronous_commit', 'off', TRUE) IS NOT NULL
RETURNING tokens_before

-- name: add_rate_bucket(service_id, key_type, tokens, now)
INSERT INTO rate_buckets (service_id, key_type, tokens, tokens_before, refilled_at)
VALUES (:service_id, :key_type, :tokens, :tokens, :now)
ON CONFLICT (service_id, key_type) DO NOTHING
