"""Arrays kept as bytes: a digest, one line of JSON, the numbers. Reading them runs nothing and trusts no size."""

from __future__ import annotations

import hashlib
import json
from typing import Final

import numpy as np
from numpy.typing import NDArray

Head = dict[str, object]
Arrays = dict[str, NDArray[np.generic]]

_MARK: Final = b"zhilian pairs 1\n"
_DIGEST: Final = 32
_TYPES: Final[dict[str, type[np.generic]]] = {"<f4": np.float32, "<u8": np.uint64}


def pack(head: Head, arrays: Arrays) -> bytes:
    """The head and the arrays as bytes, with a digest against damage (not against a forger)."""
    shapes = {name: [array.dtype.str, *array.shape] for name, array in arrays.items()}
    line = json.dumps({"head": head, "arrays": shapes}).encode() + b"\n"
    body = line + b"".join(np.ascontiguousarray(array).tobytes() for array in arrays.values())
    return _MARK + hashlib.sha256(body).digest() + body


def unpack(data: bytes) -> tuple[Head, Arrays]:
    """What ``pack`` was given; raises ValueError for anything else, or when a byte is missing or altered."""
    if not data.startswith(_MARK):
        raise ValueError("not a model of pairs, or of another version")
    digest, body = data[len(_MARK) : len(_MARK) + _DIGEST], data[len(_MARK) + _DIGEST :]
    if hashlib.sha256(body).digest() != digest:
        raise ValueError("the model of pairs is cut off or altered")
    line, _, rest = body.partition(b"\n")
    try:
        told = json.loads(line)
        return dict(told["head"]), _arrays(told["arrays"], rest)
    except (KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise ValueError("not a model of pairs") from error


def _arrays(shapes: dict[str, list[object]], rest: bytes) -> Arrays:
    arrays: Arrays = {}
    for name, (kind, *shape) in shapes.items():
        sizes = [int(str(size)) for size in shape]
        dtype = np.dtype(_TYPES[str(kind)])
        count = int(np.prod([1, *sizes], dtype=object))
        if min(sizes, default=0) < 0 or count * dtype.itemsize > len(rest):
            raise ValueError("the model of pairs is cut off")
        arrays[name] = np.frombuffer(rest, dtype, count).reshape(sizes)
        rest = rest[count * dtype.itemsize :]
    return arrays
