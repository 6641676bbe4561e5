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
