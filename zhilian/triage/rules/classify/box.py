"""A model as bytes and back: our own container, never a pickle.

    8 bytes   ZLTRIAGE
    4 bytes   length of the header, big end first
    header    JSON: version, labels, certain, seen, samples, number of buckets; SHA-256 of the rest
    rest      the arrays as .npy, one after the other

The hash finds damage; whoever must know who wrote it keys a hash of the whole.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from .features import BUCKETS
from .model import Model
from .samples import BadModel

MAGIC: Final = b"ZLTRIAGE"
VERSION: Final = 1
LARGEST: Final = 256 << 20  # bytes of a model
HEADER: Final = 1 << 20  # bytes of its header
LABELS: Final = 200
EVEN: Final = 64  # bytes: arrays begin at multiples of it
FINITE: Final = 1 << 20  # numbers looked at in one go
KINDS: Final = {"known": "uint32", "weights": "float16", "offset": "float32", "rarity": "float16"}
Arrays = dict[str, NDArray[Any]]


def dump(model: Model) -> bytes:
    """The model as bytes that ``load`` understands."""
    arrays = {name: np.ascontiguousarray(getattr(model, name), kind) for name, kind in KINDS.items()}
    payload = b"".join(map(_npy, arrays.values()))
    header = {
        "version": VERSION,
        "labels": model.labels,
        "certain": model.certain,
        "seen": model.seen,
        "samples": model.samples,
        "buckets": len(model.known),
        "sha256": hashlib.sha256(payload).hexdigest(),
    }
    head = json.dumps(header, ensure_ascii=False).encode()
    head += b" " * (-(len(MAGIC) + 4 + len(head)) % EVEN)  # the arrays are used where they lie
    return MAGIC + len(head).to_bytes(4, "big") + head + payload


def load(data: bytes) -> Model:
    """The model in ``data``; raises BadModel with a sentence unless it is one, whole and of this version."""
    header, payload = _header(data)
    if header.get("version") != VERSION:
        raise BadModel(f"The model is of version {header.get('version')}; this program reads version {VERSION}.")
    if hashlib.sha256(payload).hexdigest() != header.get("sha256"):
        raise BadModel("The model is damaged: its contents do not match its checksum.")
    try:
        return _model(header, payload)
    except BadModel:
        raise
    except (KeyError, TypeError, ValueError, OverflowError, EOFError) as error:
        raise BadModel(f"The model cannot be read: {error}") from error


def _npy(array: NDArray[Any]) -> bytes:
    file = io.BytesIO()
    np.lib.format.write_array(file, array, allow_pickle=False)
    return file.getvalue()


def _header(data: bytes) -> tuple[dict[str, Any], memoryview]:
    if len(data) > LARGEST:
        raise BadModel(f"The model is larger than {LARGEST >> 20} MB.")
    if data[: len(MAGIC)] != MAGIC:
        raise BadModel("This is not a model of this program.")
    start = len(MAGIC) + 4
    length = int.from_bytes(data[len(MAGIC) : start], "big")
    if length > HEADER or len(data) < start + length:
        raise BadModel("The model is cut short or its header is too long.")
    try:
        header = json.loads(data[start : start + length])
    except (ValueError, RecursionError) as error:
        raise BadModel("The model's header cannot be read.") from error
    if not isinstance(header, dict):
        raise BadModel("The model's header cannot be read.")
    return header, memoryview(data)[start + length :]


def _model(header: dict[str, Any], payload: memoryview) -> Model:
    labels = _labels(header["labels"])
    arrays = _arrays(payload, _shapes(len(labels), header["buckets"]))
    if (arrays["known"][1:] <= arrays["known"][:-1]).any():
        raise BadModel("The model's buckets are not in order.")
    certain = float(header["certain"])
    if not 0 <= certain <= 1:
        raise BadModel("The model's certainty is not between 0 and 1.")
    return Model(
        labels=labels,
        known=arrays["known"],
        weights=arrays["weights"],
        offset=arrays["offset"],
        rarity=arrays["rarity"],
        certain=certain,
        seen=_seen(header["seen"], len(labels)),
        samples=int(header["samples"]),
    )


def _labels(labels: Any) -> tuple[str, ...]:
    if not isinstance(labels, list) or not all(isinstance(label, str) for label in labels):
        raise BadModel("The model's labels are not a list of words.")
    if not 2 <= len(labels) <= LABELS or len(set(labels)) != len(labels):
        raise BadModel(f"The model needs 2 to {LABELS} labels, each once.")
    return tuple(labels)


def _shapes(labels: int, buckets: Any) -> dict[str, tuple[int, ...]]:
    if not isinstance(buckets, int) or not 0 <= buckets <= BUCKETS:
        raise BadModel("The model's number of buckets is out of bounds.")
    return {"known": (buckets,), "weights": (labels, buckets + 1), "offset": (labels,), "rarity": (buckets + 1,)}


def _arrays(payload: memoryview, shapes: dict[str, tuple[int, ...]]) -> Arrays:
    """Each array of exactly the kind and shape it must have, not copied; sizes are known before anything is read."""
    arrays, at = {}, 0
    for name, kind in KINDS.items():
        file = io.BytesIO(payload[at : at + HEADER])
        version = np.lib.format.read_magic(file)
        if version != (1, 0):
            raise BadModel(f"The model's {name} are of an unknown format.")
        shape, fortran, dtype = np.lib.format.read_array_header_1_0(file)
        if shape != shapes[name] or dtype != np.dtype(kind) or fortran:
            raise BadModel(f"The model's {name} have the shape {shape} and not {shapes[name]}.")
        at += file.tell()
        flat = np.frombuffer(payload, dtype, math.prod(shape), at)
        at += flat.nbytes
        if not all(np.isfinite(flat[start : start + FINITE]).all() for start in range(0, len(flat), FINITE)):
            raise BadModel(f"The model's {name} hold what is not a number.")
        arrays[name] = flat.reshape(shape)
    if at != len(payload):
        raise BadModel("The model has more in it than it should.")
    return arrays


def _seen(seen: Any, labels: int) -> dict[str, list[float]]:
    kept = {name: [float(value) for value in seen[name]] for name in ("unseen", "certainty", "mix")}
    if not all(math.isfinite(value) for values in kept.values() for value in values):
        raise BadModel("The model's figures hold what is not a number.")
    if len(kept["mix"]) not in (0, labels):
        raise BadModel("The model's mix of labels does not fit its labels.")
    return kept
