-- Rows of documents. Their content lies in the object store, under `document_object_name`.

-- name: insert_document(id, service_id, details, created_at, available_until)
INSERT INTO documents (id, service_id, details, created_at, available_until, attempts)
VALUES (:id, :service_id, :details, :created_at, :available_until, 0)

-- name: document_by_id(id, service_id)
SELECT details, created_at, available_until FROM documents WHERE id = :id AND service_id = :service_id

-- name: count_document_attempt(id, now, window_start)
UPDATE documents
SET attempts = CASE WHEN attempts_since > :window_start THEN attempts + 1 ELSE 1 END,
    attempts_since = CASE WHEN attempts_since > :window_start THEN attempts_since ELSE :now END
WHERE id = :id
RETURNING attempts, attempts_since

-- name: expired_documents(at, after_instant, after_id, limit)
SELECT id, service_id, available_until FROM documents
WHERE available_until <= :at AND (available_until, id) > (:after_instant, :after_id)
ORDER BY available_until, id LIMIT :limit

-- name: delete_document(id)
DELETE FROM documents WHERE id = :id
