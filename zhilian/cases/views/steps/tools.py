"""Tools of every day: notes."""

from django.utils.translation import gettext_lazy as _

from zhilian.cases import permissions
from zhilian.cases.forms.notes import NoteForm
from zhilian.cases.views.steps.step import Step

STEPS: tuple[Step, ...] = (
    Step(
        "note", "", permissions.NOTE, NoteForm,
        _("Note for colleagues"), _("Keep the note"), _("Noted."), False, rare=True,
    ),
)  # fmt: skip
