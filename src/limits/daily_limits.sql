-- What each service has sent today.

-- Whoever is near a limit holds this until its transaction ends.
-- name: take_turn(service_id)
-- engine: sqlite
SELECT 1 WHERE :service_id IS NOT NULL
-- engine: postgres
SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended(CAST(CAST(:service_id AS uuid) AS text), 5002))) AS turn

-- name: daily_totals_of(service_id, day)
SELECT kind, CAST(SUM(count) AS BIGINT) FROM daily_totals WHERE service_id = :service_id AND day = :day GROUP BY kind

-- name: add_to_daily_total(service_id, day, kind, shard, change)
INSERT INTO daily_totals (service_id, day, kind, shard, count) VALUES (:service_id, :day, :kind, :shard, :change)
ON CONFLICT (service_id, day, kind, shard) DO UPDATE SET count = daily_totals.count + excluded.count

-- name: remove_daily_totals(day, rows_max)
DELETE FROM daily_totals WHERE (service_id, day, kind, shard) IN
    (SELECT service_id, day, kind, shard FROM daily_totals WHERE day < :day LIMIT :rows_max)
