"""The chain of the trail: how a line is written as bytes, hashed and sealed. Pure, so it can be checked offline."""

import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

START = "0" * 64
FIELDS = (
    "federation",
    "seq",
    "at",
    "actor_id",
    "actor_name",
    "actor_role",
    "actor_organisation",
    "verb",
    "subject_type",
    "subject_id",
    "facts",
    "previous_hash",
)
_VEILED = re.compile(r'\{"veiled":"[0-9a-f]{64}"\}')


def canonical(value: Any) -> str:
    """JSON with sorted keys, no blanks and Chinese as it is: the same text for the same value everywhere."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def line_hash(line: Mapping[str, Any]) -> str:
    """SHA-256 (hex) over the line's fields in fixed order, the previous hash among them."""
    return hashlib.sha256(canonical([line[name] for name in FIELDS]).encode()).hexdigest()


def line_seal(key: str, digest: str) -> str:
    """HMAC-SHA256 (hex) of a line's hash with the installation's trail key."""
    return hmac.digest(key.encode(), digest.encode(), "sha256").hex()


def veiled(line: Mapping[str, Any], *, nameless: bool) -> dict[str, Any]:
    """The line without what it says: of the facts their SHA-256; ``nameless``: nor who did it. The hashes stay."""
    digest = hashlib.sha256(str(line["facts"]).encode()).hexdigest()
    unnamed = {"actor_id": None, "actor_name": "***", "actor_organisation": ""} if nameless else {}
    return {**line, **unnamed, "facts": canonical({"veiled": digest})}


def is_veiled(line: Mapping[str, Any]) -> bool:
    """Whether a line comes from an export in which it was veiled."""
    return bool(_VEILED.fullmatch(str(line["facts"])))


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain is broken: the sequence number and why (a code the command puts into words)."""

    federation: str
    seq: int
    reason: str


def check(lines: Iterable[Mapping[str, Any]], key: str | None, *, veils: bool = False) -> Iterator[Break]:
    """Walk one federation's lines in order and yield every break; without ``key`` the seals are not checked.

    ``veils``: lines may be veiled, as in an export. Those hold by their place in the chain and by their seals: what
    they say cannot be altered, only hidden.
    """
    previous, expected = START, 1
    for line in lines:
        problem = _problem(line, previous, expected, key, veils)
        if problem:
            yield Break(str(line["federation"]), expected if problem == "missing" else int(line["seq"]), problem)
        previous, expected = str(line["hash"]), int(line["seq"]) + 1


def _problem(line: Mapping[str, Any], previous: str, expected: int, key: str | None, veils: bool) -> str | None:
    if line["seq"] != expected:
        return "missing" if line["seq"] > expected else "inserted"
    if line_hash(line) != line["hash"] and not (veils and is_veiled(line)):
        return "altered"
    if line["previous_hash"] != previous:
        return "unlinked"
    if key is not None and not hmac.compare_digest(line_seal(key, str(line["hash"])), str(line["seal"])):
        return "unsealed"
    return None
