"""Handle: sign, contact, answer."""

from django.utils.translation import gettext_lazy as _

from zhilian.cases import permissions
from zhilian.cases.forms import desk as forms
from zhilian.cases.views.steps.step import Step

STEPS = (
    Step(
        "signature", "sign", permissions.SIGN, forms.SignForm,
        _("Sign for this case"), _("Sign for it"), _("Signed for. Next: call the firm."),
    ),
    Step(
        "contact", "contact", permissions.HANDLE, forms.ContactForm,
        _("Call the firm and note what was said"), _("Note the contact"), _("Noted. Next: the answer."),
    ),
    Step(
        "reply", "reply", permissions.HANDLE, forms.ReplyForm,
        _("Answer this case"), _("Send for review"),
        _("Answered. The federation reviews it before the firm sees it."),
    ),
)  # fmt: skip
