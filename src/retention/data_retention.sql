-- For how many days services want their messages kept; what is not set stands in the code.

-- name: retentions_of_service(service_id)
SELECT r.id, r.service_id, s.name, r.notification_type, r.days_of_retention, r.created_at, r.updated_at
FROM service_data_retention r JOIN services s ON s.id = r.service_id
WHERE r.service_id = :service_id
ORDER BY CASE r.notification_type WHEN 'email' THEN 1 WHEN 'sms' THEN 2 ELSE 3 END

-- name: days_of_retention(service_id, notification_type)
SELECT days_of_retention FROM service_data_retention
WHERE service_id = :service_id AND notification_type = :notification_type

-- name: insert_retention(id, service_id, notification_type, days, now)
INSERT INTO service_data_retention (id, service_id, notification_type, days_of_retention, created_at)
VALUES (:id, :service_id, :notification_type, :days, :now)
ON CONFLICT (service_id, notification_type) DO NOTHING

-- name: update_retention(id, service_id, days, now)
UPDATE service_data_retention SET days_of_retention = :days, updated_at = :now
WHERE id = :id AND service_id = :service_id
