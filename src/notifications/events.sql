-- What became of messages besides what their rows tell.

-- name: add_event(service_id, notification_id, id, event, provider, reason, at)
INSERT INTO notification_events (service_id, notification_id, id, event, provider, reason, at)
VALUES (:service_id, :notification_id, :id, :event, :provider, :reason, :at)

-- name: events_of(service_id, notification_id)
SELECT event, provider, reason, at FROM notification_events
WHERE service_id = :service_id AND notification_id = :notification_id ORDER BY id

-- name: next_attempt_of(service_id, notification_id)
SELECT due_at FROM deliveries
WHERE notification_id = :notification_id AND service_id = :service_id AND step = 'send' AND attempts > 0

-- Ids of callbacks begin with the time at which they were made, so that a few seconds of one service are looked through.
-- name: callbacks_about(service_id, notification_id, first, last)
SELECT status, attempts, http_status, attempted_at FROM callback_log
WHERE service_id = :service_id AND id >= :first AND id < :last AND notification_id = :notification_id
  AND callback_type IN ('delivery_status', 'returned_letter')
ORDER BY id
