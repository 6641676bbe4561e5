-- What is to be known of a service before its file can be called good.

-- name: job_alike(service_id, created_since, template_id, template_version, original_file_name)
SELECT 1 FROM jobs
WHERE service_id = :service_id AND created_at >= :created_since AND template_id = :template_id
  AND template_version = :template_version AND original_file_name = :original_file_name AND status <> 'cancelled'
LIMIT 1
