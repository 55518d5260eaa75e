# Sourced by figures.sh and peers-ours.sh: servers to measure, each in a process of its own, on data that is thrown away.
#
#   start_backend   Kafka, router, archive and PostgreSQL (and an edge that nobody talks to): "firstlight standalone"
#   start_edge      the edge that is measured: "firstlight web-edge", on $PORT
#   start_other     another edge, on $OTHER_PORT
#   start_proxy     nginx as it is deployed, on $PROXY_PORT, before these two edges
#   stop_edge, stop_other, stop_proxy, stop_backend
#   edge_command    sets EDGE_COMMAND, for whoever starts edges itself; edge_settings exports its environment
#
# Sets WORK (a new directory, removed by stop_backend), BACKEND_PID, EDGE_PID, OTHER_PID, PROXY_PID, KAFKA, EDGE_URL, OTHER_URL,
# PROXY_URL, PROCESS_PASSWORD.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
FIRSTLIGHT=${FIRSTLIGHT:-$here/../standalone/target/firstlight/bin/firstlight}
PORT=${PORT:-18080}
BACKEND_PORT=${BACKEND_PORT:-18081}
OTHER_PORT=${OTHER_PORT:-18082}
PROXY_PORT=${PROXY_PORT:-18083}
BROKER_PORT=${BROKER_PORT:-19092}
EDGE_JAVA_OPTS=${EDGE_JAVA_OPTS:--Xmx1g}
# All clients of a load are one user.
export FIRSTLIGHT_CONNECTIONS_PER_USER=1000000
KAFKA=127.0.0.1:$BROKER_PORT
EDGE_URL=http://127.0.0.1:$PORT
OTHER_URL=http://127.0.0.1:$OTHER_PORT
PROXY_URL=http://127.0.0.1:$PROXY_PORT
PROCESS_PASSWORD=bench-$$-$RANDOM
BACKEND_PID= EDGE_PID= OTHER_PID= PROXY_PID=

# Waits until a log holds a text: await_text FILE TEXT PID
await_text() {
  local i
  for ((i = 0; i < 600; i++)); do
    grep -q "$2" "$1" 2>/dev/null && return 0
    kill -0 "$3" 2>/dev/null || break
    sleep 0.2
  done
  echo "no '$2' in $1:" >&2
  tail -n 20 "$1" >&2
  return 1
}

# Stops a process that this script has started: stop_process PID
stop_process() {
  [ -n "$1" ] || return 0
  kill "$1" 2>/dev/null || return 0
  wait "$1" 2>/dev/null || true
}

start_backend() {
  WORK=$(mktemp -d)
  "$FIRSTLIGHT" standalone --data "$WORK/data" --port "$BACKEND_PORT" --broker-port "$BROKER_PORT" --no-demo \
    > "$WORK/backend.log" 2>&1 &
  BACKEND_PID=$!
  await_text "$WORK/backend.log" "ready:" "$BACKEND_PID"
}

# The address of the embedded PostgreSQL, from its own files: the port is the fourth line of postmaster.pid.
postgres_url() {
  local cluster=$WORK/data/postgres/cluster
  echo "postgresql://127.0.0.1:$(sed -n 4p "$cluster/postmaster.pid" | tr -d ' ')/firstlight"
}

# With the development users: the edge listens on loopback only, and its data is thrown away.
edge_settings() {
  export FIRSTLIGHT_AUTH_DEVELOPMENT=true
  export FIRSTLIGHT_PROCESS_PASSWORD=$PROCESS_PASSWORD
  export FIRSTLIGHT_POSTGRES_USER=${POSTGRES_USER:-firstlight}
  FIRSTLIGHT_POSTGRES_PASSWORD=$(cat "$WORK/data/postgres/cluster/firstlight.password")
  export FIRSTLIGHT_POSTGRES_PASSWORD
}

# Sets EDGE_COMMAND: edge_command PORT
edge_command() {
  EDGE_COMMAND=("$FIRSTLIGHT" web-edge --port "$1" --kafka "$KAFKA" --postgres "$(postgres_url)" --auth-key-directory "$WORK/data/keys")
}

# Waits until an edge is ready: await_edge URL PID LOG
await_edge() {
  local i
  for ((i = 0; i < 600; i++)); do
    curl -fs -o /dev/null "$1/health/ready" && return 0
    kill -0 "$2" 2>/dev/null || break
    sleep 0.2
  done
  echo "the edge did not become ready:" >&2
  tail -n 20 "$3" >&2
  return 1
}

start_edge() {
  edge_command "$PORT"
  (
    edge_settings
    FIRSTLIGHT_JAVA_OPTS=$EDGE_JAVA_OPTS exec "${EDGE_COMMAND[@]}"
  ) > "$WORK/edge.log" 2>&1 &
  EDGE_PID=$!
  await_edge "$EDGE_URL" "$EDGE_PID" "$WORK/edge.log"
}

start_other() {
  edge_command "$OTHER_PORT"
  (
    edge_settings
    FIRSTLIGHT_JAVA_OPTS=$EDGE_JAVA_OPTS exec "${EDGE_COMMAND[@]}"
  ) > "$WORK/other.log" 2>&1 &
  OTHER_PID=$!
  await_edge "$OTHER_URL" "$OTHER_PID" "$WORK/other.log"
}

# deploy/nginx.conf itself; of the files of its place only the addresses are other ones.
start_proxy() {
  local nginx deploy=$here/../deploy proxy=$WORK/proxy user=
  nginx=$(PATH=$PATH:/usr/sbin command -v nginx) || { echo "no nginx: apt-get install nginx" >&2; return 1; }
  # As root, workers would else be somebody who may not enter the directory.
  [ "$(id -u)" != 0 ] || user="user root;"
  mkdir -p "$proxy/site"
  cp "$deploy/nginx.conf" "$proxy/"
  {
    sed "s/edge1:8080/127.0.0.1:$PORT/; s/edge2:8080/127.0.0.1:$OTHER_PORT/" "$deploy/site/edges.conf"
    printf '%s_temp_path '"$proxy"'/%s;\n' client_body client_body proxy proxy fastcgi fastcgi uwsgi uwsgi scgi scgi
  } > "$proxy/site/edges.conf"
  sed "s/listen 8080;/listen 127.0.0.1:$PROXY_PORT;/" "$deploy/site/listen.conf" > "$proxy/site/listen.conf"
  "$nginx" -p "$proxy" -c "$proxy/nginx.conf" -g "daemon off; pid $proxy/pid; $user" > "$WORK/proxy.log" 2>&1 &
  PROXY_PID=$!
  await_edge "$PROXY_URL" "$PROXY_PID" "$WORK/proxy.log"
}

stop_proxy() {
  stop_process "$PROXY_PID"
  PROXY_PID=
}

stop_edge() {
  stop_process "$EDGE_PID"
  EDGE_PID=
}

stop_other() {
  stop_process "$OTHER_PID"
  OTHER_PID=
}

stop_backend() {
  stop_process "$BACKEND_PID"
  BACKEND_PID=
  [ -z "${WORK:-}" ] || rm -rf "$WORK"
}
