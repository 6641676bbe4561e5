-- The search of a service's messages by a part of the recipient or of the service's own reference. What matches is looked
-- at by the program, the same on both engines. Statuses are `,a,b,`.

-- name: messages_to_search(service_id, after_at, after_id, until_at, until_id, statuses, type, limit)
SELECT id, created_at, normalised_recipient, client_reference FROM notifications
WHERE service_id = :service_id AND (created_at, id) > (:after_at, :after_id) AND (created_at, id) <= (:until_at, :until_id)
  AND key_type <> 'test'
  AND (CAST(:statuses AS TEXT) IS NULL OR CAST(:statuses AS TEXT) LIKE '%,' || status || ',%')
  AND (CAST(:type AS TEXT) IS NULL OR notification_type = CAST(:type AS TEXT))
ORDER BY created_at DESC, id DESC LIMIT :limit

-- name: segments_of_service(service_id, before_at, before_id, limit)
SELECT id, until_at, after_at, after_id, blocks FROM search_segments
WHERE service_id = :service_id AND (until_at, id) < (:before_at, :before_id)
ORDER BY until_at DESC, id DESC LIMIT :limit

-- name: search_page(segment_id, page)
SELECT entries FROM search_pages WHERE segment_id = :segment_id AND page = :page

-- name: services_to_index(after, limit)
SELECT id FROM services WHERE id > :after ORDER BY id LIMIT :limit

-- Where a segment would end; nothing while there are not enough messages for one.
-- name: end_of_next_segment(service_id, after_at, after_id, before, rows_before)
SELECT created_at, id FROM notifications
WHERE service_id = :service_id AND (created_at, id) > (:after_at, :after_id) AND created_at < :before
ORDER BY created_at, id LIMIT 1 OFFSET :rows_before

-- name: messages_to_index(service_id, after_at, after_id, limit)
SELECT id, created_at, notification_type, normalised_recipient, client_reference FROM notifications
WHERE service_id = :service_id AND (created_at, id) > (:after_at, :after_id)
ORDER BY created_at, id LIMIT :limit

-- name: insert_search_segment(id, service_id, until_at, after_at, after_id, blocks)
INSERT INTO search_segments (id, service_id, until_at, after_at, after_id, blocks)
VALUES (:id, :service_id, :until_at, :after_at, :after_id, :blocks)
ON CONFLICT (id) DO NOTHING

-- name: insert_search_page(segment_id, page, entries)
INSERT INTO search_pages (segment_id, page, entries) VALUES (:segment_id, :page, :entries)
ON CONFLICT (segment_id, page) DO NOTHING

-- Nothing of what it tells about is there any more.
-- name: empty_segment_of(service_id)
SELECT s.id FROM (SELECT * FROM search_segments WHERE service_id = :service_id ORDER BY until_at, id LIMIT 1) AS s
WHERE NOT EXISTS (SELECT 1 FROM notifications n
                  WHERE n.service_id = s.service_id AND (n.created_at, n.id) > (s.after_at, s.after_id)
                    AND (n.created_at, n.id) <= (s.until_at, s.id))

-- name: delete_search_segment(id)
DELETE FROM search_segments WHERE id = :id

-- name: delete_search_pages(segment_id)
DELETE FROM search_pages WHERE segment_id = :segment_id
