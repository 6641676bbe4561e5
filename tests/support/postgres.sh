#!/usr/bin/env bash
# A PostgreSQL server for tests, owned by an ordinary user, on a free port of 127.0.0.1.
#
#   postgres.sh start DIRECTORY [PID]   makes a cluster in DIRECTORY/data, starts it, prints its URL; with a PID, the
#                                       server is stopped and the directory removed when that process ends
#   postgres.sh stop DIRECTORY          stops it and removes the directory
set -euo pipefail

command=${1:?start or stop}
directory=$(realpath -m "${2:?a directory}")
self=$(realpath "${BASH_SOURCE[0]}")
binaries=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
[[ -x "$binaries/initdb" ]] || { echo "postgres.sh: PostgreSQL's programs are not installed" >&2; exit 1; }

# The server refuses to run as root.
as_owner=()
if [[ $EUID -eq 0 ]]; then
  owner=nobody
  id postgres >/dev/null 2>&1 && owner=postgres
  as_owner=(setpriv "--reuid=$owner" "--regid=$(id -g "$owner")" --clear-groups env HOME=/)
fi

port_is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

start() {
  mkdir -p "$directory"
  # Without fsync nothing is gained by a disk: where memory is plentiful, the data is kept there.
  if [[ "${HERALD_TEST_POSTGRES_FSYNC:-off}" == off && $(df --output=avail -k /dev/shm 2>/dev/null | tail -1) -ge 4000000 ]]; then
    ln -s "$(mktemp -d /dev/shm/herald-postgres-XXXXXX)" "$directory/data"
  else
    mkdir "$directory/data"
  fi
  chmod 700 "$directory/data"
  [[ $EUID -ne 0 ]] || chown "$owner" "$directory" "$directory/data/."
  cd /
  "${as_owner[@]}" "$binaries/initdb" -D "$directory/data" -U herald -A trust -E UTF8 --locale=C --no-sync >"$directory.log" 2>&1 ||
    { cat "$directory.log" >&2; exit 1; }
  local attempt port
  for attempt in {1..20}; do
    port=$((20000 + RANDOM % 30000))
    port_is_free "$port" || continue
    # Durability is PostgreSQL's own business; without fsync the tests take a fraction of the time.
    if "${as_owner[@]}" "$binaries/pg_ctl" -D "$directory/data" -l "$directory/data/server.log" -w -t 60 -s \
      -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=${HERALD_TEST_POSTGRES_FSYNC:-off} -c max_connections=200 -c shared_buffers=128MB" \
      start >/dev/null 2>&1 </dev/null; then
      rm -f "$directory.log"
      echo "postgresql://herald@127.0.0.1:$port/postgres"
      return
    fi
  done
  tail -20 "$directory/data/server.log" >&2
  exit 1
}

stop() {
  cd /
  if [[ -f "$directory/data/postmaster.pid" ]]; then
    "${as_owner[@]}" "$binaries/pg_ctl" -D "$directory/data" -m immediate -w -s stop >/dev/null 2>&1 || true
  fi
  rm -rf "$(realpath -m "$directory/data")" "$directory" "$directory.log"
}

case "$command" in
  start)
    start
    if [[ -n "${3:-}" ]]; then
      # Also when that process is killed, nothing is left behind.
      setsid bash -c 'tail --pid="$1" -f /dev/null; exec "$2" stop "$3"' _ "$3" "$self" "$directory" \
        >/dev/null 2>&1 </dev/null &
    fi
    ;;
  stop) stop ;;
  *) echo "postgres.sh: start or stop, not $command" >&2; exit 2 ;;
esac
