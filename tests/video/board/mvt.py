"""Reads a vector tile of points: just enough to see what was sent."""

import struct
from typing import Any


def layers(tile: bytes) -> dict[str, list[dict[str, Any]]]:
    """The features of each layer as flat dicts, with `x`, `y` in the tile's 4,096 units."""
    return dict(_layer(body) for number, body in _fields(tile) if number == 3)


def _layer(body: bytes) -> tuple[str, list[dict[str, Any]]]:
    name, keys, values, features = "", [], [], []
    for number, value in _fields(body):
        if number == 1:
            name = value.decode()
        elif number == 2:
            features.append(dict(_fields(value)))
        elif number == 3:
            keys.append(value.decode())
        elif number == 4:
            values.append(_value(value))
    return name, [_feature(one, keys, values) for one in features]


def _feature(fields: dict[int, Any], keys: list[str], values: list[Any]) -> dict[str, Any]:
    tags, shape = _varints(fields.get(2, b"")), _varints(fields[4])
    told = {keys[k]: values[v] for k, v in zip(tags[::2], tags[1::2], strict=True)}
    x, y = ((n >> 1) ^ -(n & 1) for n in shape[1:3])
    return told | {"x": x, "y": y, "id": fields.get(1)}


def _value(body: bytes) -> Any:
    number, value = next(iter(_fields(body)))
    read = {
        1: lambda v: v.decode(), 2: lambda v: struct.unpack("<f", v)[0],
        3: lambda v: struct.unpack("<d", v)[0], 6: lambda v: (v >> 1) ^ -(v & 1), 7: bool,
    }  # fmt: skip
    return read.get(number, lambda v: v)(value)


def _fields(body: bytes) -> Any:
    at = 0
    while at < len(body):
        key, at = _varint(body, at)
        kind = key & 7
        if kind == 0:
            value, at = _varint(body, at)
        else:
            length = {1: 8, 5: 4}.get(kind)
            if length is None:
                length, at = _varint(body, at)
            value, at = body[at : at + length], at + length
        yield key >> 3, value


def _varints(body: bytes) -> list[int]:
    found, at = [], 0
    while at < len(body):
        value, at = _varint(body, at)
        found.append(value)
    return found


def _varint(body: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = body[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at
