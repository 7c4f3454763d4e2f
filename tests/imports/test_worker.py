"""The worker and its imports: one wins, a dead one is followed, nothing is applied twice or by halves."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection

from tests.cast import NOW, Cast
from tests.imports.sheets import checked, code, csv_of, started
from zhilian.accounts.models import RoleHolding
from zhilian.core.errors import Forbidden, NotPossible
from zhilian.core.models import TrailEntry
from zhilian.files import actions
from zhilian.files.imports import IMPORTERS
from zhilian.files.jobs import run_import
from zhilian.files.models import ImportRun
from zhilian.members.actions import change_enterprise
from zhilian.members.facts import EnterpriseFacts
from zhilian.members.importer import MEMBERS, MembersImporter
from zhilian.members.importer.importer import applying
from zhilian.members.models import Enterprise

ROW = ("甲厂", code(1))


def chosen(cast: Cast, content: bytes) -> ImportRun:
    """A checked import whose rows shall be applied."""
    run = checked(cast, content)
    actions.choose_mode(run=run, importer=MEMBERS, mode="good_rows", actor=cast.actor("chen"))
    return run


def test_with_nothing_in_line_there_is_nothing_to_do(cast: Cast) -> None:
    assert run_import(NOW) == 0


def test_a_claimed_import_is_left_alone_until_its_worker_counts_as_dead(cast: Cast) -> None:
    run = started(cast, csv_of(ROW))
    first = actions.claim_import(at=NOW)
    assert first == run
    assert actions.claim_import(at=NOW + timedelta(minutes=1)) is None
    assert actions.claim_import(at=NOW + timedelta(minutes=6)) == run


def test_the_worker_that_was_taken_over_changes_nothing_more(cast: Cast) -> None:
    started(cast, csv_of(ROW))
    slow = actions.claim_import(at=NOW)
    quick = actions.claim_import(at=NOW + timedelta(minutes=6))
    assert slow
    assert quick
    with pytest.raises(NotPossible):
        actions.note_progress(run=slow, done=1, total=1, at=NOW + timedelta(minutes=7))
    actions.note_progress(run=quick, done=1, total=1, at=NOW + timedelta(minutes=7))


def test_a_file_that_cost_three_workers_their_life_is_refused(cast: Cast) -> None:
    run = started(cast, csv_of(ROW))
    for minutes in (0, 6, 12):
        assert actions.claim_import(at=NOW + timedelta(minutes=minutes))
    assert run_import(NOW + timedelta(minutes=18)) == 1
    run.refresh_from_db()
    assert run.state == "refused"


def test_whatever_goes_wrong_the_worker_lives_and_the_person_is_told(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*args: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(MembersImporter, "check", stumble)
    run = checked(cast, csv_of(ROW))
    assert "处理失败" in str(run.why_refused)


def test_whoever_lost_the_role_meanwhile_imports_nothing(cast: Cast) -> None:
    run = chosen(cast, csv_of(ROW))
    RoleHolding.objects.filter(user=cast.users["chen"]).update(until=NOW.date() - timedelta(days=1))
    run_import(NOW)
    run.refresh_from_db()
    assert run.state == "refused"
    assert not Enterprise.objects.filter(name="甲厂").exists()


def test_only_who_holds_the_power_may_start_or_choose(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        actions.start_import(importer=MEMBERS, filename="x", sha256="x", actor=cast.actor("xiaolin"), at=NOW)
    run = checked(cast, csv_of(ROW))
    with pytest.raises(Forbidden):
        actions.choose_mode(run=run, importer=MEMBERS, mode="good_rows", actor=cast.actor("lu"))


def test_a_row_that_became_bad_after_the_preview_stops_an_import_of_all_or_nothing(cast: Cast) -> None:
    run = checked(cast, csv_of(ROW, ("乙厂",)))
    actions.choose_mode(run=run, importer=MEMBERS, mode="all_or_nothing", actor=cast.actor("chen"))
    firm = cast.firms["qian"]
    change_enterprise(
        enterprise=firm, facts=EnterpriseFacts(name="甲厂", credit_code=code(2)), actor=cast.system, at=NOW
    )
    run_import(NOW)
    run.refresh_from_db()
    assert (run.state, run.bad) == ("checked", 1)
    assert "1 行有问题" in str(run.why_refused)
    assert not Enterprise.objects.filter(name="乙厂").exists()


def test_a_firm_changed_while_the_file_is_applied_is_looked_at_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = chosen(cast, csv_of(("横岗明亮眼镜厂", "", "", "新地址"), ("乙厂",)))
    real, calls = actions.finish_import, []

    def late(**given: object) -> None:
        if not calls:
            firm = EnterpriseFacts(name="横岗明亮眼镜厂", size="micro")
            change_enterprise(enterprise=cast.firms["qian"], facts=firm, actor=cast.system, at=NOW + timedelta(1))
        calls.append(1)
        real(**given)  # type: ignore[arg-type]

    monkeypatch.setattr(actions, "finish_import", late)
    run_import(NOW)
    run.refresh_from_db()
    firm = Enterprise.objects.get(pk=cast.firms["qian"].pk)
    assert (run.state, len(calls)) == ("done", 2)
    assert (firm.address, firm.size) == ("新地址", "micro")
    assert Enterprise.objects.filter(name="乙厂").count() == 1


def test_what_fails_in_the_middle_leaves_nothing_behind(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    run = chosen(cast, csv_of(("横岗明亮眼镜厂", "", "", "新地址"), ("乙厂",)))

    def stumble(*args: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(applying, "create", stumble)
    run_import(NOW)
    run.refresh_from_db()
    assert run.state == "refused"
    assert not Enterprise.objects.filter(address="新地址").exists()
    assert not TrailEntry.objects.filter(verb="members.imported").exists()


def test_progress_is_heard_of_every_thousandth_row(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[int, int]] = []
    real = actions.note_progress

    def hear(**given: object) -> None:
        heard.append((given["done"], given["total"]))  # type: ignore[arg-type]
        real(**given)  # type: ignore[arg-type]

    monkeypatch.setattr(actions, "note_progress", hear)
    run = checked(cast, csv_of(*[(f"第{n}厂",) for n in range(2500)]))
    assert heard == [(1000, 2501), (2000, 2501), (2500, 2501)]
    assert (run.rows_done, run.rows_total) == (2500, 2500)


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_one_gets_the_file(committed: Cast) -> None:
    started(committed, csv_of(ROW))
    done: list[int] = []

    def work() -> None:
        done.append(run_import(NOW))
        connection.close()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(done) == [0, 1]
    assert ImportRun.objects.get().state == "checked"
    assert set(IMPORTERS) >= {"members", "cases"}
