"""``zhilian trail verify``: whoever gets past the triggers is found out, and the first broken entry is named."""

import hashlib
import hmac
import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from tests.story import Story
from zhilian.core import guard
from zhilian.core.chain import line_hash, line_seal
from zhilian.core.models import TrailEntry, TrailHead
from zhilian.core.queries import trail_lines

BOX = "core_trailentry"


@pytest.fixture
def open_box(story: Story) -> Story:
    """Eight lines of 龙岗 and one of 宝安, and an intruder who has taken the triggers off."""
    story.case("closed")
    story.received(by="ba_fang")
    guard.remove(connection)
    return story


def verify(*arguments: str) -> tuple[int, str]:
    """Exit status and output of ``zhilian trail verify``."""
    out = StringIO()
    try:
        call_command("trail_verify", *arguments, stdout=out)
    except SystemExit as ended:
        return int(str(ended.code)), out.getvalue()
    return 0, out.getvalue()


def tamper(sql: str, *values: object) -> None:
    """Change rows with raw SQL; ``{lg}`` in it limits a statement to 龙岗."""
    ours = "federation_id = (SELECT id FROM core_federation WHERE code = 'LG')"
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("{lg}", ours), values)


def recomputed(seq: int) -> None:
    """Alter a fact and compute every hash from there anew, as somebody without the key would."""
    lines = list(trail_lines(TrailHead.objects.get(federation__code="LG").federation))
    previous = lines[seq - 1]["previous_hash"]
    for line in lines[seq - 1 :]:
        facts = '{"number":"LG-2026-000001"}' if line["seq"] == seq else line["facts"]
        forged = {**line, "facts": facts, "previous_hash": previous}
        previous = line_hash(forged)
        seal = hmac.new(b"a guess", previous.encode(), hashlib.sha256).hexdigest()
        tamper(
            f"UPDATE {BOX} SET facts = %s, previous_hash = %s, hash = %s, seal = %s WHERE seq = %s AND {{lg}}",
            facts, forged["previous_hash"], previous, seal, line["seq"],
        )  # fmt: skip
    TrailHead.objects.filter(federation__code="LG").update(hash=previous)


def inserted_at_the_end() -> None:
    """A line that says something that never happened, well linked, but sealed without the key."""
    last = TrailEntry.objects.filter(federation__code="LG").latest("seq")
    line = {**list(trail_lines(last.federation))[-1], "seq": 9, "previous_hash": last.hash, "verb": "case.withdraw"}
    last.pk, last.seq, last.previous_hash, last.verb, last.hash = None, 9, last.hash, "case.withdraw", line_hash(line)
    last.save()
    TrailHead.objects.filter(federation__code="LG").update(seq=9, hash=last.hash)


def swapped() -> None:
    """Two lines change places."""
    for old, new in ((3, 103), (4, 3), (103, 4)):
        tamper(f"UPDATE {BOX} SET seq = %s WHERE seq = %s AND {{lg}}", new, old)


def resealed() -> None:
    """One fact altered, and its line hashed and sealed anew with a stolen key, but not the lines after it."""
    entry = TrailEntry.objects.get(federation__code="LG", seq=3)
    line = {**list(trail_lines(entry.federation))[2], "facts": '{"number":"LG-2026-000001"}'}
    tamper(
        f"UPDATE {BOX} SET facts = %s, hash = %s, seal = %s WHERE seq = 3 AND {{lg}}",
        line["facts"], line_hash(line), line_seal(settings.TRAIL_KEY, line_hash(line)),
    )  # fmt: skip


def gap_closed() -> None:
    """One line less, and those after it moved up."""
    tamper(f"DELETE FROM {BOX} WHERE seq = 5 AND {{lg}}")
    for seq in (6, 7, 8):
        tamper(f"UPDATE {BOX} SET seq = %s WHERE seq = %s AND {{lg}}", seq - 1, seq)


ATTACKS: dict[str, tuple[Callable[[], None], int, str]] = {
    "a fact": (
        lambda: tamper(f"UPDATE {BOX} SET facts = replace(facts, '刘婕', '何泽') || ' ' WHERE seq = 4 AND {{lg}}"),
        4,
        "does not match its hash",
    ),
    "who did it": (
        lambda: tamper(f"UPDATE {BOX} SET actor_name = '何泽' WHERE seq = 6 AND {{lg}}"),
        6,
        "does not match its hash",
    ),
    "when": (
        lambda: tamper(f"UPDATE {BOX} SET at = '2026-03-03 02:00:00+00:00' WHERE seq = 2 AND {{lg}}"),
        2,
        "does not match its hash",
    ),
    "the chain computed anew": (lambda: recomputed(3), 3, "computed anew without the key"),
    "a line alone, with a stolen key": (resealed, 4, "does not follow from the one before"),
    "one in the middle": (lambda: tamper(f"DELETE FROM {BOX} WHERE seq = 5 AND {{lg}}"), 5, "entry is missing"),
    "the first": (lambda: tamper(f"DELETE FROM {BOX} WHERE seq = 1 AND {{lg}}"), 1, "entry is missing"),
    "the last two": (lambda: tamper(f"DELETE FROM {BOX} WHERE seq > 6 AND {{lg}}"), 7, "its head says it is longer"),
    "all": (lambda: tamper(f"DELETE FROM {BOX} WHERE {{lg}}"), 1, "its head says it is longer"),
    "one more at the end": (inserted_at_the_end, 9, "computed anew without the key"),
    "two that changed places": (swapped, 3, "does not match its hash"),
    "a gap that was closed": (gap_closed, 5, "does not match its hash"),
}


def test_an_honest_trail_holds(open_box: Story) -> None:
    status, out = verify()
    assert status == 0
    assert "LG: 8 entries, chain intact" in out
    assert "BA: 1 entries, chain intact" in out
    assert "SZ: 0 entries, chain intact" in out


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_first_broken_entry_is_named(open_box: Story, attack: str) -> None:
    tampering, seq, reason = ATTACKS[attack]
    tampering()
    status, out = verify()
    assert status == 1
    assert f"LG: BROKEN at entry {seq}: " in out
    assert reason in out
    assert "BA: 1 entries, chain intact" in out


def test_the_tail_with_its_head_can_be_cut_only_without_an_anchor(open_box: Story) -> None:
    anchor = f"LG:8:{TrailHead.objects.get(federation__code='LG').hash}"
    assert verify("--anchor", anchor)[0] == 0
    tamper(f"DELETE FROM {BOX} WHERE seq > 6 AND {{lg}}")
    last = TrailEntry.objects.filter(federation__code="LG").latest("seq")
    TrailHead.objects.filter(federation__code="LG").update(seq=6, hash=last.hash)
    status, out = verify("--anchor", anchor)
    assert status == 1
    assert "does not contain the anchor" in out


def test_without_the_key_the_hashes_can_still_be_checked(open_box: Story) -> None:
    assert verify("--no-seals")[0] == 0
    tamper(f"UPDATE {BOX} SET facts = '{{}}' WHERE seq = 3 AND {{lg}}")
    assert "BROKEN at entry 3" in verify("--no-seals")[1]


# ---- an export, kept and checked elsewhere


@pytest.fixture
def export(story: Story, tmp_path: Path) -> Path:
    """An export of both districts."""
    story.case("closed")
    story.received(by="ba_fang")
    call_command("trail_export", str(tmp_path / "trail.jsonl"), stdout=StringIO())
    return tmp_path / "trail.jsonl"


def rewrite(export: Path, change: Callable[[list[str]], list[str]]) -> Path:
    """A copy of the export with other lines."""
    lines = change(export.read_text(encoding="utf-8").splitlines())
    copy = export.with_name("copy.jsonl")
    copy.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return copy


def test_an_export_verifies_by_itself(export: Path) -> None:
    with transaction.atomic(), connection.execute_wrapper(nothing_is_asked):
        status, out = verify(str(export))
    assert (status, out.count("chain intact")) == (0, 2)


def nothing_is_asked(execute: object, sql: str, *rest: object) -> None:
    """Fails on any statement."""
    raise AssertionError(f"offline, yet the database was asked: {sql}")


def test_the_export_prints_anchors_that_it_contains(story: Story, tmp_path: Path) -> None:
    story.received()
    out, file = StringIO(), tmp_path / "trail.jsonl"
    call_command("trail_export", str(file), "--federation", "LG", stdout=out)
    anchor = out.getvalue().strip()
    assert anchor.startswith("LG:1:")
    assert verify(str(file), "--anchor", anchor)[0] == 0
    assert json.loads(file.read_text(encoding="utf-8"))["verb"] == "case.received"


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda lines: [line.replace("陈思旻", "罗志蘅") for line in lines], "BROKEN at entry 2"),
        (lambda lines: [line for line in lines if '"seq": 4' not in line], "BROKEN at entry 4"),
        (lambda lines: [lines[0], *lines], "inserted or repeated"),
        (lambda lines: [lines[0], lines[2], lines[1], *lines[3:]], "BROKEN"),
        (lambda lines: [line for line in lines if 'seq": 1,' not in line], "LG: BROKEN at entry 1"),
    ],
)
def test_an_altered_export_is_found_out(export: Path, change: Callable[[list[str]], list[str]], found: str) -> None:
    status, out = verify(str(rewrite(export, change)))
    assert status == 1
    assert found in out


def anchor_of(export: Path, code: str) -> str:
    """The last line of a federation, as an anchor."""
    lines = [json.loads(line) for line in export.read_text(encoding="utf-8").splitlines()]
    last = [line for line in lines if line["federation"] == code][-1]
    return f"{code}:{last['seq']}:{last['hash']}"


@pytest.mark.parametrize(
    "cut",
    [
        lambda lines: [line for line in lines if '"LG"' not in line or '"seq": 8' not in line],
        lambda lines: [line for line in lines if '"federation": "LG"' not in line],
        lambda lines: [],
    ],
)
def test_a_truncated_export_is_found_out_by_an_anchor(export: Path, cut: Callable[[list[str]], list[str]]) -> None:
    anchor = anchor_of(export, "LG")
    status, out = verify(str(rewrite(export, cut)), "--anchor", anchor)
    assert status == 1
    assert "LG: BROKEN at entry 8: the chain does not contain the anchor given" in out


@pytest.mark.parametrize(
    "content",
    [b"not json\n", b'{"federation": "LG"}\n', b"[1, 2]\n", b"\xff\xfe\x00", b'{"federation": "LG", "seq": 1, "at'],
)
def test_what_is_not_an_export_is_refused_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "something.jsonl"
    file.write_bytes(content)
    with pytest.raises(CommandError, match="not an export of the trail"):
        verify(str(file))


def test_an_export_cut_in_the_middle_of_a_line_is_refused(export: Path) -> None:
    whole = export.read_text(encoding="utf-8")
    export.write_text(whole[:-40], encoding="utf-8")
    with pytest.raises(CommandError, match="not an export of the trail"):
        verify(str(export))


def test_a_file_that_is_not_there_and_a_muddled_anchor_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="not an export"):
        verify(str(tmp_path / "nothing.jsonl"))
    with pytest.raises(CommandError, match="FEDERATION:SEQ:HASH"):
        verify("--anchor", "LG")
