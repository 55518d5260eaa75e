"""Writes vectors.json: records of SAL, and what LOVE's producer makes of them, as Python's json.dumps prints it.

    python3 vectors.py > vectors.json
"""

import json
import struct

PRIVATE = [
    ("private_sndStamp", "double", "second"),
    ("private_rcvStamp", "double", "second"),
    ("private_efdStamp", "double", "second"),
    ("private_kafkaStamp", "double", "second"),
    ("private_seqNum", "int", "unitless"),
    ("private_revCode", "string", "unitless"),
    ("private_identity", "string", "unitless"),
    ("private_origin", "int", "unitless"),
]
RECEIVED = 1690852677.25
VALUES = {
    "private_sndStamp": 1690852677.0,
    "private_rcvStamp": 0.0,
    "private_efdStamp": 1690852640.0,
    "private_kafkaStamp": 1690852677.0,
    "private_seqNum": 12,
    "private_revCode": "a1b2c3d4",
    "private_identity": "Test",
    "private_origin": 4711,
}
TYPES = {"boolean": "Int", "int": "Int", "long": "Int", "float": "Float", "double": "Float", "string": "String"}
# What JSON numbers cannot say on their way into the test.
SPELT = {"-0.0": -0.0, "NaN": float("nan"), "Infinity": float("inf"), "-Infinity": float("-inf")}


def data_type(avro):
    if isinstance(avro, list):
        return next((data_type(branch) for branch in avro if branch != "null"), "None")
    if isinstance(avro, dict):
        if avro["type"] == "array":
            element = data_type(avro["items"])
            return f"Array<{element}>" if element in ("Int", "Float") else "None"
        return "String" if avro["type"] == "enum" else "None"
    return TYPES.get(avro, "None")


def printed(avro, value):
    """The value as the producer has it in Python."""
    if value is None:
        return None
    if isinstance(avro, list):
        return printed(next(branch for branch in avro if branch != "null"), value)
    if isinstance(avro, dict) and avro["type"] == "array":
        return [printed(avro["items"], element) for element in value]
    if avro in ("float", "double") and isinstance(value, str):
        return SPELT[value]
    if avro == "float":
        return struct.unpack("f", struct.pack("f", value))[0]
    return float(value) if avro == "double" else value


def vector(name, fields, salname="data", index=None, camera=False):
    """fields: name, Avro type, units or None, value."""
    private = [(n, t, u, VALUES[n]) for n, t, u in PRIVATE]
    if index is not None:
        private.insert(0, ("salIndex", "int", "unitless", index))
    ordered = fields + private if camera else private + fields
    schema = {
        "type": "record",
        "name": salname,
        "namespace": "lsst.sal.Test",
        "fields": [
            {"name": n, "type": t} | ({"units": u} if u is not None else {})
            for n, t, u, _ in ordered
        ],
    }
    love = {
        n: {
            "value": RECEIVED if n == "private_rcvStamp" else printed(t, v),
            "dataType": data_type(t),
            "units": u or "unitless",
        }
        for n, t, u, v in private + fields
    }
    return {
        "name": name,
        "salName": salname,
        "schema": schema,
        "record": {n: v for n, _, _, v in ordered},
        "love": json.dumps(love),
    }


def array(items):
    return {"type": "array", "items": items}


COLOUR = {"type": "enum", "name": "Colour", "symbols": ["RED", "GREEN"]}

VECTORS = [
    vector("no field of its own", []),
    vector(
        "scalars of all types",
        [
            ("boolean0", "boolean", "unitless", True),
            ("boolean1", "boolean", "unitless", False),
            ("int0", "int", "unitless", -2147483648),
            ("int1", "int", "count", 2147483647),
            ("long0", "long", "unitless", -9223372036854775808),
            ("long1", "long", "unitless", 9223372036854775807),
            ("double0", "double", "deg", 123.456),
            ("string0", "string", "unitless", "some text"),
            ("string1", "string", "unitless", ""),
        ],
    ),
    vector("an event", [("summaryState", "int", "unitless", 2)], salname="logevent_summaryState"),
    vector("an instance", [("value", "double", "m", 1.5)], index=3),
    vector(
        "doubles in all their forms",
        [
            ("d%d" % i, "double", "unitless", v)
            for i, v in enumerate(
                [0.0, "-0.0", 1.0, -1.0, 100000.0, 1e-05, 0.0001, 0.00012345, 9.99e-05, 1e15, 1e16, 123456789012345678.0,
                 1.5e16, 1e17, 9007199254740993.0, 1e22, 1e23, 1.7976931348623157e308, 5e-324, 1e-323, 2.5e-323,
                 2.2250738585072014e-308, 0.1, 0.30000000000000004, 1 / 3, 1690852677.0123456, 12345678.9, 1e100,
                 -1e-07, 4.35, 2e-3, 1234567.125, 10000000.5, 999999999999999.9, 9999999999999998.0]
            )
        ],
    ),
    vector(
        "32 bit numbers",
        [
            ("f%d" % i, "float", "unitless", v)
            for i, v in enumerate([0.1, 1.0, -2.5, 3.4028234663852886e38, 1.401298464324817e-45, 16777217.0, 1e-05, 0.0])
        ],
    ),
    vector(
        "numbers that are not finite",
        [
            ("d0", "double", "unitless", "NaN"),
            ("d1", "double", "unitless", "Infinity"),
            ("d2", "double", "unitless", "-Infinity"),
            ("f0", "float", "unitless", "NaN"),
            ("a0", array("double"), "unitless", [1.0, "NaN", "-Infinity"]),
        ],
    ),
    vector(
        "arrays",
        [
            ("booleans", array("boolean"), "unitless", [True, False]),
            ("ints", array("int"), "unitless", [1, -2, 3]),
            ("longs", array("long"), "unitless", [1 << 40]),
            ("floats", array("float"), "N", [0.5, 0.1]),
            ("doubles", array("double"), "N", [0.5, 0.1, 1e16]),
            ("strings", array("string"), "unitless", ["a", "b"]),
            ("empty0", array("int"), "unitless", []),
            ("empty1", array("double"), "unitless", []),
            ("long0", array("double"), "unitless", [i / 7 for i in range(300)]),
        ],
    ),
    vector("an enum", [("colour", COLOUR, "unitless", "GREEN")]),
    vector(
        "unions with null",
        [
            ("int0", ["null", "int"], "unitless", 5),
            ("int1", ["null", "int"], "unitless", None),
            ("double0", ["double", "null"], "m", 0.25),
            ("double1", ["double", "null"], "m", None),
            ("string0", ["null", "string"], None, "text"),
            ("array0", ["null", array("double")], None, [1.0]),
            ("array1", array(["null", "double"]), None, [1.0, None]),
        ],
    ),
    vector(
        "a camera's order",
        [("temperature", ["null", "double"], "deg_C", -100.5), ("name", "string", None, "R22")],
        camera=True,
    ),
    vector("a camera's order with instances", [("temperature", "float", "deg_C", -100.5)], index=2, camera=True),
    vector(
        "texts beyond ASCII",
        [
            ("umlaut", "string", "unitless", "Z\u00fcrich \u20ac"),
            ("pair", "string", "unitless", "\U0001f52d telescope"),
            ("control", "string", "unitless", "a\nb\tc\rd\be\ff\u0000g\u001fh\u007fi"),
            ("quotes", "string", "unitless", 'he said "no" \\ yes / maybe'),
            ("separators", "string", "unitless", "\u2028\u2029\ufffd"),
            ("words", "string", "unitless", "Tokens"),
            ("degrees", "double", "\u00b0C", 1.0),
        ],
    ),
    vector("no units", [("a", "int", None, 1), ("b", "int", "", 2)]),
    vector(
        "200 fields",
        [("field%d" % i, ["int", "double", "string", "boolean"][i % 4], "unitless", [i, i / 3, "text %d" % i, i % 8 == 3][i % 4])
         for i in range(200)],
    ),
]

print("[")
print(",\n".join(json.dumps(v) for v in VECTORS))
print("]")
