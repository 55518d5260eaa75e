"""Writes floats.txt: doubles by their bits, and how Python's json.dumps prints them.

    python3 floats.py > floats.txt
"""

import json
import math
import random
import struct

rng = random.Random(20261126)
values = [0.0, -0.0, 0.1, 100000.0, 1e-05, 0.0001, 9007199254740992.0, 9007199254740994.0, 1.7976931348623157e308]
values += [10.0**e for e in range(-30, 31)] + [math.nextafter(10.0**e, 0) for e in range(-30, 31)]
values += [k * 5e-324 for k in range(1, 130)]
values += [rng.uniform(-1000, 1000) for _ in range(100)]
values += [round(rng.uniform(0, 2e9), 3) for _ in range(100)]
values += [float(rng.getrandbits(rng.randrange(1, 64))) for _ in range(100)]
while len(values) < 1200:
    value = struct.unpack(">d", rng.randbytes(8))[0]
    if math.isfinite(value):
        values.append(value)
for value in values:
    print(struct.pack(">d", value).hex(), json.dumps(value))
