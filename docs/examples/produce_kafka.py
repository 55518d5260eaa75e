#!/usr/bin/env python3
"""Sends telemetry and an event straight into Kafka.

    docs/examples/produce_kafka.py

The broker is localhost:9092, or what the environment variable FIRSTLIGHT_KAFKA says. Needs Confluent's client (Debian:
python3-confluent-kafka).
"""

import json
import os
import sys
import time

from confluent_kafka import Producer

PREFIX = os.environ.get("FIRSTLIGHT_TOPIC_PREFIX", "firstlight.")

producer = Producer({
    "bootstrap.servers": os.environ.get("FIRSTLIGHT_KAFKA", "localhost:9092"),
    "enable.idempotence": True,
    "acks": "all",
    # Of the Java client: a component stays in one partition, whoever writes it.
    "partitioner": "murmur2_random",
    "compression.type": "lz4",
    "delivery.timeout.ms": 30000,
})
failures = []


def field(value, data_type, units="unitless"):
    return {"value": value, "dataType": data_type, "units": units}


def done(error, message):
    if error is not None:
        failures.append(error)
        print("lost: %s" % error)
    else:
        print("in Kafka: %s, partition %d, offset %d" % (message.topic(), message.partition(), message.offset()))


def send(category, csc, salindex, streams):
    value = {
        "category": category,
        "csc": csc,
        "salindex": salindex,
        "data": streams,
        "producer": "python",
        "producer_snd": round(time.time(), 3),
    }
    # The value is strict JSON in UTF-8: NaN and infinities are written {"$float": "NaN"}.
    producer.produce(
        PREFIX + category,
        key="%s:%d" % (csc, salindex),
        value=json.dumps(value, allow_nan=False).encode(),
        on_delivery=done,
    )


# The payload of a telemetry stream is an object of fields, that of an event's stream a list with one such object.
send("telemetry", "Dome", 3, {"position": {"azimuth": field(12.5, "Float", "deg")}})
send("event", "Dome", 3, {"summaryState": [{"summaryState": field(2, "Int")}]})
if producer.flush(40) > 0 or failures:
    sys.exit("not all is in Kafka")
