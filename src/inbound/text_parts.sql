-- Received texts in several parts.

-- name: parts_of_text(destination, sender, reference, total)
SELECT number, data_coding, content, given_out FROM inbound_parts
WHERE destination = :destination AND sender = :sender AND reference = :reference AND total = :total
ORDER BY number

-- name: insert_inbound_part(destination, sender, reference, total, number, data_coding, content, given_out, now)
INSERT INTO inbound_parts (destination, sender, reference, total, number, data_coding, content, given_out, received_at)
VALUES (:destination, :sender, :reference, :total, :number, :data_coding, :content, :given_out, :now)

-- name: mark_parts_given_out(destination, sender, reference, total)
UPDATE inbound_parts SET given_out = TRUE
WHERE destination = :destination AND sender = :sender AND reference = :reference AND total = :total AND NOT given_out

-- name: delete_parts_of_text(destination, sender, reference, total)
DELETE FROM inbound_parts
WHERE destination = :destination AND sender = :sender AND reference = :reference AND total = :total

-- name: incomplete_text(received_before)
SELECT destination, sender, reference, total FROM inbound_parts
WHERE NOT given_out AND received_at < :received_before ORDER BY received_at LIMIT 1

-- name: forget_given_out_parts(before)
DELETE FROM inbound_parts WHERE given_out AND received_at < :before
