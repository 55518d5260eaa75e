#!/bin/bash
# The figures of "firstlight bench", with edge, backend and load each in a process of its own: one JSON line per run.
#
#   bench/figures.sh [S5 S1 S2 ingest socket-ingest router sal late-join storm replay resume slow-client churn failover messages live bootstrap] > figures.jsonl
#
# RUNS (3) runs of each, SECONDS_MEASURED (15) after WARM_UP (5). FIRSTLIGHT, PORT, BROKER_PORT, EDGE_JAVA_OPTS: see servers.sh.
# live: CLIENTS (50), POSTS_PER_SECOND (500), POST_SECONDS (60) after POST_WARM_UP (30).
set -eu
. "$(cd "$(dirname "$0")" && pwd)/servers.sh"
trap 'stop_proxy; stop_edge; stop_other; stop_backend' EXIT
# A signal ends the script through the trap above.
trap 'exit 130' INT TERM

times=(--seconds "${SECONDS_MEASURED:-15}" --warm-up "${WARM_UP:-5}")

load() {
  local out=(--kafka "$KAFKA" --edge "$EDGE_URL")
  local watch=(--pid "$EDGE_PID" --beside "backend=$BACKEND_PID" --json)
  case $1 in
    S1) "$FIRSTLIGHT" bench fanout --subscribers 1000 --streams 1 --rate 50 "${out[@]}" "${times[@]}" "${watch[@]}" ;;
    S2) "$FIRSTLIGHT" bench fanout --subscribers 100 --streams 20 --rate 50 "${out[@]}" "${times[@]}" "${watch[@]}" ;;
    S5) "$FIRSTLIGHT" bench fanout --subscribers 100 --streams 1 --rate 100 "${out[@]}" "${times[@]}" "${watch[@]}" ;;
    ingest) "$FIRSTLIGHT" bench ingest --kafka "$KAFKA" "${times[@]}" --beside "backend=$BACKEND_PID" --json ;;
    socket-ingest) "$FIRSTLIGHT" bench socket-ingest "${out[@]}" --process-password "$PROCESS_PASSWORD" "${times[@]}" "${watch[@]}" ;;
    router)
      # Topics of its own: the backend's router is not to read them.
      local prefix=routed$run.
      "$FIRSTLIGHT" bench router --kafka "$KAFKA" --topic-prefix "$prefix" --records "${ROUTED:-4000000}" --json -- \
        "$FIRSTLIGHT" router --kafka "$KAFKA" --topic-prefix "$prefix" --router-state-dir "$WORK/$prefix"
      ;;
    sal)
      # One client reads 20 MB a second: it is given the room for a moment of that.
      stop_edge
      FIRSTLIGHT_OUTBOX_BYTES=67108864 start_edge
      "$FIRSTLIGHT" bench sal "${out[@]}" --user admin --password test --seconds "${SAL_SECONDS:-120}" --warm-up "${SAL_WARM_UP:-30}" \
        --pid "$EDGE_PID" --beside "backend=$BACKEND_PID" --json -- "$FIRSTLIGHT" producer sal --kafka "$KAFKA"
      stop_edge
      start_edge
      ;;
    late-join) "$FIRSTLIGHT" bench late-join --addresses 10000 --snapshot --rounds 5 "${out[@]}" "${watch[@]}" ;;
    storm) "$FIRSTLIGHT" bench late-join --addresses 10000 --snapshot --joiners 1000 --rounds 2 "${out[@]}" "${watch[@]}" ;;
    replay) "$FIRSTLIGHT" bench replay "${out[@]}" "${watch[@]}" ;;
    resume) "$FIRSTLIGHT" bench replay --start position "${out[@]}" "${watch[@]}" ;;
    slow-client) "$FIRSTLIGHT" bench slow-client "${out[@]}" "${watch[@]}" ;;
    churn) "$FIRSTLIGHT" bench churn "${out[@]}" "${watch[@]}" ;;
    failover)
      start_other
      "$FIRSTLIGHT" bench failover "${out[@]}" --other "$OTHER_URL" --kill "$EDGE_PID" --json
      # The one that is killed has ended; the next load gets new ones.
      stop_edge
      stop_other
      start_edge
      ;;
    messages) "$FIRSTLIGHT" bench messages "${out[@]}" "${times[@]}" --json ;;
    live)
      start_other
      start_proxy
      local browsers=(--edge "$PROXY_URL" --user admin --password test --clients "${CLIENTS:-50}" --rate "${POSTS_PER_SECOND:-500}")
      # Once for the compilers: two edges, nginx, Kafka, archive and load have just begun on the same cores.
      "$FIRSTLIGHT" bench live "${browsers[@]}" --seconds "${POST_WARM_UP:-30}" --hostile-rate 0 --json >/dev/null
      "$FIRSTLIGHT" bench live "${browsers[@]}" --seconds "${POST_SECONDS:-60}" --pid "$EDGE_PID,$OTHER_PID" \
        --beside "nginx=$PROXY_PID" --beside "backend=$BACKEND_PID" --json
      stop_proxy
      stop_other
      ;;
    bootstrap)
      # Its edges are its own, each with the bound of its heap.
      stop_edge
      edge_command "$PORT"
      (
        edge_settings
        "$FIRSTLIGHT" bench bootstrap --kafka "$KAFKA" --edge "$EDGE_URL" --json -- \
          env FIRSTLIGHT_JAVA_OPTS="$EDGE_JAVA_OPTS" "${EDGE_COMMAND[@]}"
      )
      start_edge
      ;;
    *)
      echo "no such load: $1" >&2
      return 2
      ;;
  esac
}

start_backend
start_edge
echo "edge $EDGE_PID, backend $BACKEND_PID, load average $(cut -d' ' -f1-3 /proc/loadavg 2>/dev/null)" >&2
failed=0
[ $# -gt 0 ] || set -- S5 S1 S2 ingest socket-ingest late-join
for scenario in "$@"; do
  for ((run = 0; run < ${RUNS:-3}; run++)); do
    # Not through a pipe: a load may start other servers, whose ids would be lost with the pipe's shell.
    load "$scenario" > "$WORK/result" || failed=1
    sed "s/^{/{\"scenario\":\"$scenario\",/" "$WORK/result"
  done
done
exit "$failed"
