"""A model as bytes: it comes back the same, and nothing else comes back at all."""

from __future__ import annotations

import hashlib
import io
import json
from typing import Any

import numpy as np
import pytest

from tests.triage.told_texts import samples
from zhilian.triage.rules.classify import BadModel, Model, dump, load, train


@pytest.fixture(scope="module")
def model() -> Model:
    return train(samples(60))


@pytest.fixture(scope="module")
def packed(model: Model) -> bytes:
    return dump(model)


def parts(packed: bytes) -> tuple[dict[str, Any], bytes]:
    length = int.from_bytes(packed[8:12], "big")
    return json.loads(packed[12 : 12 + length]), packed[12 + length :]


def joined(header: Any, payload: bytes) -> bytes:
    head = json.dumps(header).encode()
    return b"ZLTRIAGE" + len(head).to_bytes(4, "big") + head + payload


def resealed(header: dict[str, Any], payload: bytes, **changes: Any) -> bytes:
    return joined({**header, **changes, "sha256": hashlib.sha256(payload).hexdigest()}, payload)


def test_a_model_comes_back_the_same(model: Model, packed: bytes) -> None:
    again = load(packed)
    texts = [(one.subject, one.body) for one in samples(20, seed=7)]
    assert np.array_equal(again.predict(texts), model.predict(texts))
    assert (again.labels, again.certain, again.seen, again.samples) == (
        model.labels,
        model.certain,
        model.seen,
        model.samples,
    )
    assert dump(again) == packed


@pytest.mark.parametrize("length", [0, 4, 8, 11, 40, -100_000, -1])
def test_a_model_cut_short_is_refused(packed: bytes, length: int) -> None:
    with pytest.raises(BadModel):
        load(packed[:length])


@pytest.mark.parametrize("place", [0, 9, 30, -1, -5_000])
def test_a_model_with_one_byte_changed_is_refused(packed: bytes, place: int) -> None:
    changed = bytearray(packed)
    changed[place] ^= 0xFF
    with pytest.raises(BadModel):
        load(bytes(changed))


def test_a_model_with_something_behind_it_is_refused(packed: bytes) -> None:
    header, payload = parts(packed)
    with pytest.raises(BadModel, match="more in it"):
        load(resealed(header, payload + b"x"))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"version": 2}, "version 2; this program reads version 1"),
        ({"labels": ["融资"]}, "2 to 200 labels"),
        ({"labels": ["融资", "融资", "用工", "税费"]}, "each once"),
        ({"labels": ["融资", 3]}, "not a list of words"),
        ({"labels": ["融资", "用工"]}, "shape"),
        ({"certain": 1.5}, "certainty"),
        ({"certain": "x"}, "cannot be read"),
        ({"buckets": 10**12}, "out of bounds"),
        ({"buckets": 3}, "shape"),
        ({"seen": {}}, "cannot be read"),
        ({"seen": {"unseen": [float("nan")], "certainty": [1], "mix": []}}, "not a number"),
        ({"seen": {"unseen": [0], "certainty": [1], "mix": [1]}}, "mix"),
    ],
)
def test_a_header_that_does_not_fit_is_refused(packed: bytes, change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BadModel, match=sentence):
        load(resealed(*parts(packed), **change))


@pytest.mark.parametrize("header", [[], 7, "x", None])
def test_a_header_that_is_no_table_is_refused(packed: bytes, header: Any) -> None:
    with pytest.raises(BadModel):
        load(joined(header, parts(packed)[1]))


def arrays_as(model: Model, **changes: Any) -> bytes:
    header, _ = parts(dump(model))
    file = io.BytesIO()
    for name in ("known", "weights", "offset", "rarity"):
        np.lib.format.write_array(file, np.ascontiguousarray(changes.get(name, getattr(model, name))))
    return resealed(header, file.getvalue())


def test_weights_that_are_no_numbers_are_refused(model: Model) -> None:
    weights = model.weights.copy()
    weights[0, 0] = np.nan
    with pytest.raises(BadModel, match="not a number"):
        load(arrays_as(model, weights=weights))


def test_pickled_objects_are_never_opened(model: Model) -> None:
    with pytest.raises(BadModel):
        load(arrays_as(model, offset=np.array([{"a": 1}] * 4, dtype=object)))


def test_buckets_out_of_order_are_refused(model: Model) -> None:
    with pytest.raises(BadModel, match="not in order"):
        load(arrays_as(model, known=model.known[::-1].copy()))


def test_something_else_is_refused_with_a_sentence() -> None:
    with pytest.raises(BadModel, match="not a model"):
        load(b"PK\x03\x04" + b"0" * 100)
