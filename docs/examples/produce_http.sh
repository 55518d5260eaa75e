#!/usr/bin/env bash
# Sends a message and a notice over HTTP: each is in Kafka when the answer comes, which tells its place.
#
#   docs/examples/produce_http.sh [user password]
#
# The server is http://localhost:8080, or what the environment variable FIRSTLIGHT_SERVER says. Needs curl.
set -euo pipefail

server=${FIRSTLIGHT_SERVER:-http://localhost:8080}
user=${1:-admin}
password=${2:-test}

post() {
  curl --silent --show-error --fail-with-body --max-time 10 -H 'Content-Type: application/json' "${@:3}" -d "$2" "$server$1"
  echo
}

token=$(post /manager/api/get-token/ "{\"username\": \"$user\", \"password\": \"$password\"}" |
  sed -n 's/.*"token" *: *"\([^"]*\)".*/\1/p')

post /api/v1/messages/ '{"text": "a message of curl", "level": 3}' -H "Authorization: Token $token"

post /api/v1/notices '{"group": "jobs", "type": "status_changed", "id": 41, "payload": {"status": "running"}}' \
  -H "Authorization: Token $token"
