"""Stored files and import runs."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhilian.core.models import Federation
from zhilian.core.tenancy import TenantQuerySet
from zhilian.files.filetypes import PREVIEWED
from zhilian.files.sentences import Said, said


class Attachment(models.Model):
    """A file that hangs on a thing of some room; the bytes lie once under their SHA-256, outside the web root."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="attachments")
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    name = models.CharField(max_length=120, help_text="as shown; never used as a path")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(help_text="bytes")
    content_type = models.CharField(max_length=80)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    objects: ClassVar[TenantQuerySet["Attachment"]] = TenantQuerySet["Attachment"].as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(name="attachment_subject", fields=["subject_type", "subject_id"])]

    def __str__(self) -> str:
        return self.name

    @property
    def previewable(self) -> bool:
        """Whether it can be looked at without opening a program."""
        return self.content_type in PREVIEWED


class ImportRun(models.Model):
    """One spreadsheet on its way in: uploaded, checked (the preview), applied. Rows stay in the stored file."""

    class State(models.TextChoices):
        """How far it is."""

        CHECKING = "checking", _("Being checked")
        CHECKED = "checked", _("Checked, waiting for your choice")
        APPLYING = "applying", _("Being imported")
        DONE = "done", _("Imported")
        REFUSED = "refused", _("Refused")
        DROPPED = "dropped", _("Dropped")

    class Mode(models.TextChoices):
        """What happens to the good rows when some are bad."""

        GOOD_ROWS = "good_rows", _("Import the good rows, report the others")
        ALL_OR_NOTHING = "all_or_nothing", _("Import only if every row is good")

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="import_runs")
    kind = models.CharField(max_length=20, help_text="which importer: members, cases")
    filename = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.CHECKING)
    mode = models.CharField(max_length=20, choices=Mode, default=Mode.GOOD_ROWS)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    holding_id = models.BigIntegerField(null=True, help_text="the role it was started in")
    created_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, help_text="the worker's sign of life")
    attempts = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    to_create = models.PositiveIntegerField(default=0)
    to_update = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    headings = models.JSONField(default=list, help_text="pairs of heading and field, null where not used")
    chosen = models.BooleanField(default=False, help_text="a person has said which heading is what")
    remarks = models.JSONField(default=list, help_text="kept sentences")
    sample = models.JSONField(default=list, help_text="the first rows: row, outcome, cells")
    repairs = models.JSONField(default=list, help_text="damaged texts that were repaired: row, column, before, after")
    refusal = models.JSONField(null=True, help_text="a kept sentence: why it was refused or not applied")

    objects: ClassVar[TenantQuerySet["ImportRun"]] = TenantQuerySet["ImportRun"].as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(name="import_run_recent", fields=["federation", "kind", "-id"])]

    def __str__(self) -> str:
        return self.filename

    @property
    def busy(self) -> bool:
        """Whether the worker has it."""
        return self.state in (self.State.CHECKING, self.State.APPLYING)

    @property
    def why_refused(self) -> Said | None:
        """Why it was refused, or not applied, in the reader's language."""
        return said(self.refusal)

    @property
    def remarks_said(self) -> list[Said]:
        """What was remarked on, in the reader's language."""
        return [words for kept in self.remarks if (words := said(kept))]

    @property
    def to_change(self) -> int:
        """How many rows would change something."""
        return self.to_create + self.to_update


class ImportProblem(models.Model):
    """A bad row: where it is in the file, which column, the value and the reason."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="problems")
    row = models.PositiveIntegerField(help_text="as the spreadsheet numbers it")
    column = models.CharField(max_length=60, blank=True)
    value = models.CharField(max_length=200, blank=True)
    reason = models.JSONField(help_text="a kept sentence")

    class Meta:
        indexes = [models.Index(name="import_problem_order", fields=["run", "row"])]

    def __str__(self) -> str:
        return f"{self.row} {self.column}: {self.why}"

    @property
    def why(self) -> Said | None:
        """The reason in the reader's language."""
        return said(self.reason)
