#!/bin/bash
# Our edge in the scenarios of the C harness, beside its limit server and the peers:
#
#   BENCH_OUT=results bench/peers-ours.sh HARNESS [S5 S1 S2 ...]
#
# HARNESS is the directory with the harness's lib.sh and sources (it is built there). Messages come in through LOVE's WebSocket and Kafka.
# Only the edge's process counts as the server; the backend's CPU over the whole run is told at the end.
set -eu
[ -f "${1:-}/lib.sh" ] || {
  sed -n '2,8p' "$0" >&2
  exit 2
}
harness=$(cd "$1" && pwd)
shift
. "$(cd "$(dirname "$0")" && pwd)/servers.sh"
trap stop_backend EXIT
trap 'exit 130' INT TERM
start_backend
cpu_of_backend() { awk '{ print ($14 + $15) / 100 }' "/proc/$BACKEND_PID/stat"; }
cpu_before=$(cpu_of_backend)

# In a shell of its own: the harness sets traps and names too, and is not written for set -eu.
(
  set +eu
  servers_work=$WORK
  NAME=${NAME:-ours}
  unset WORK
  . "$harness/lib.sh"
  WORK_OF_HARNESS=$WORK
  peer_start() {
    WORK=$servers_work
    start_edge || exit 1
    WORK=$WORK_OF_HARNESS
    PIDS=$EDGE_PID
    TOKEN=$(curl -s -X POST -H 'Content-Type: application/json' -d '{"username":"user","password":"user"}' \
      "$EDGE_URL/manager/api/get-token/" | sed 's/.*"token": *"\([^"]*\)".*/\1/')
    CLIENT_ARGS=(--port "$PORT" --path "/manager/ws/subscription/?token=$TOKEN")
  }
  peer_stop() { stop_edge; }
  sub_line() { echo "{\"option\":\"subscribe\",\"category\":\"event\",\"csc\":\"MTDome\",\"salindex\":\"1\",\"stream\":\"stream$1\"}"; }
  socket="/manager/ws/subscription/?password=$PROCESS_PASSWORD"
  pub_cmd() { echo "$BIN/fanout-pub --mode ws --port $PORT --path '$socket' --rate $1 --streams $2 --duration $3 --size 350 --no-subscription --ts-in-body"; }
  peer_init_load() { "$BIN/fanout-pub" --mode ws --port "$PORT" --path "$socket" --once "$1" --size 350 --no-subscription --ts-in-body 2>/dev/null; }
  JIT_SECS=${JIT_SECS:-15}
  JIT_RATE=${JIT_RATE:-200}
  run_all "$@"
)
echo "CPU of the backend over all: from $cpu_before to $(cpu_of_backend) s" >&2
