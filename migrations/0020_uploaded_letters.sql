-- PDFs that people have uploaded are found among all the letters of a service.
CREATE INDEX notifications_uploaded_letters ON notifications (service_id, created_at, id)
    WHERE notification_type = 'letter' AND api_key_id IS NULL AND job_id IS NULL;
