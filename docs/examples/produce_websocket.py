#!/usr/bin/env python3
"""Sends telemetry and an event as a LOVE producer does, over a WebSocket with the process password.

    docs/examples/produce_websocket.py [password]

The server is http://localhost:8080, or what the environment variable FIRSTLIGHT_SERVER says. Needs Python's websockets
(Debian: python3-websockets).

Each frame asks to be acknowledged and has a number of this sender's: the server answers {"ack": 1, "position": "..."} once Kafka has it,
and one that is sent again under its number, after a broken connection, is in the log once. What the server refuses, it answers with
{"error": {...}, "id": 1}.
"""

import asyncio
import json
import os
import sys
import time
import uuid

import websockets

ACK_WITHIN_S = 30
SENDER = str(uuid.uuid4())


def field(value, data_type, units="unitless"):
    return {"value": value, "dataType": data_type, "units": units}


def frame(number, category, csc, salindex, streams):
    return json.dumps({
        "category": category,
        "producer_snd": time.time(),
        "data": [{"csc": csc, "salindex": salindex, "data": streams}],
        "sender": SENDER,
        "id": number,
        "ack": True,
    })


async def main():
    server = os.environ.get("FIRSTLIGHT_SERVER", "http://localhost:8080").replace("http", "ws", 1)
    password = sys.argv[1] if len(sys.argv) > 1 else "dev_pass"
    frames = [
        # The payload of a telemetry stream is an object of fields, that of an event's stream a list with one such object.
        frame(1, "telemetry", "Dome", 2, {"position": {"azimuth": field(12.5, "Float", "deg")}}),
        frame(2, "event", "Dome", 2, {"summaryState": [{"summaryState": field(2, "Int")}]}),
    ]
    async with websockets.connect(server + "/manager/ws/subscription/?password=" + password) as socket:
        for text in frames:
            await socket.send(text)
            told = json.loads(await asyncio.wait_for(socket.recv(), ACK_WITHIN_S))
            if "error" in told:
                sys.exit("refused: %s" % told["error"])
            print("in Kafka: %s" % told)


asyncio.run(main())
