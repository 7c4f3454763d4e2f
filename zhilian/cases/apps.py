"""Plugs the spine into the house."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases."""

    name = "zhilian.cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say how its lines of trail read, which are veiled, who may read files, what can be found; guard its logs."""
        from zhilian.cases import finding, finding_files, finding_texts
        from zhilian.cases.actions.calendar import derive_at_once
        from zhilian.cases.actions.secrecy import note_file_reading, note_part_reading
        from zhilian.cases.firm_panel import FIRM_CASES
        from zhilian.cases.importer import CASES
        from zhilian.cases.jobs.calendar import follow
        from zhilian.cases.jobs.delay import let_lapse, remind_of_holds
        from zhilian.cases.jobs.hot import follow_hot
        from zhilian.cases.jobs.joint import tell_late_parts
        from zhilian.cases.jobs.ladder import climb_all
        from zhilian.cases.jobs.pool import finish_issues
        from zhilian.cases.jobs.word import ask_again
        from zhilian.cases.ledger import check_cases
        from zhilian.cases.places import PLACES
        from zhilian.cases.queries import may_read_files, veiled_ids
        from zhilian.cases.queries.joint import may_read_part
        from zhilian.cases.queries.word import may_read_proof
        from zhilian.cases.sentences import SENTENCES
        from zhilian.cases.teaching import TEACHER
        from zhilian.core.guard import protect
        from zhilian.core.registry import (
            Chore,
            add_attachment_owner,
            add_calendar_watcher,
            add_chore,
            add_nav,
            add_sentences,
            add_trail_check,
            add_veil,
        )
        from zhilian.core.searching import add_source
        from zhilian.files.imports import register
        from zhilian.members.panels import add_panel
        from zhilian.triage.kinds import add_teacher

        add_sentences(SENTENCES)
        add_nav(*PLACES)
        add_teacher(TEACHER)
        add_panel(FIRM_CASES)
        add_attachment_owner("cases.case", may_read_files, note_file_reading)
        add_veil("cases.case", veiled_ids)
        protect("cases_reading", "cases_export")
        add_attachment_owner("cases.exclusion", may_read_proof)
        add_trail_check(check_cases)
        add_calendar_watcher(derive_at_once)
        add_chore(Chore("cases.calendar", follow))
        add_chore(Chore("cases.lapse", let_lapse))
        add_chore(Chore("cases.holds", remind_of_holds))
        add_chore(Chore("cases.issues", finish_issues))
        add_chore(Chore("cases.ask_again", ask_again))
        register(CASES)
        add_chore(Chore("cases.ladder", climb_all))
        add_attachment_owner("cases.assignment", may_read_part, note_part_reading)
        add_chore(Chore("cases.assist", tell_late_parts))
        add_chore(Chore("cases.hot", follow_hot))
        for source in (finding.CASES, *finding_texts.SOURCES, *finding_files.SOURCES):
            add_source(source)
