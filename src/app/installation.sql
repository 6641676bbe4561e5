-- What belongs to the installation as a whole.

-- name: installation_value(name)
SELECT value FROM installation WHERE name = :name

-- name: set_installation_value(name, value)
INSERT INTO installation (name, value) VALUES (:name, :value) ON CONFLICT (name) DO NOTHING
