#!/usr/bin/env bash
# Sends telemetry straight into Kafka, with kcat.
#
#   docs/examples/produce_kcat.sh
#
# The broker is localhost:9092, or what the environment variable FIRSTLIGHT_KAFKA says. Needs kcat. A line of input is a record: its key, a tab,
# its value.
set -euo pipefail

printf 'Dome:4\t{"category": "telemetry", "csc": "Dome", "salindex": 4, "data": %s, "producer": "kcat", "producer_snd": %s}\n' \
  '{"position": {"azimuth": {"value": 12.5, "dataType": "Float", "units": "deg"}}}' "$(date +%s.%3N)" |
  kcat -P -b "${FIRSTLIGHT_KAFKA:-localhost:9092}" -t "${FIRSTLIGHT_TOPIC_PREFIX:-firstlight.}telemetry" -K '\t' \
    -X enable.idempotence=true -X topic.partitioner=murmur2_random
echo "in Kafka"
