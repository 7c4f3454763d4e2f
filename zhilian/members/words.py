"""Why a credit code or a phone number was not accepted, in a sentence that says which character."""

from django.utils.translation import gettext_noop as _

from zhilian.files.sentences import Said, say
from zhilian.kit.creditcode import CreditCodeError, Fault
from zhilian.kit.phones import PhoneError, PhoneFault

_CODES = {
    Fault.EMPTY: _("No credit code was given."),
    Fault.OLD_LICENCE: _(
        "This is the 15-digit registration number of an old licence; "
        "the new licence bears the 18-character credit code."
    ),
    Fault.OLD_ORGANISATION: _("This is an old organisation code (9 characters); the credit code has 18."),
    Fault.LENGTH: _("A credit code has 18 characters; this one has %(length)s."),
    Fault.CHARACTER: _(
        "Character %(position)s is “%(character)s”; a credit code has only digits and capitals without I O S V Z."
    ),
    Fault.KIND: _("A credit code does not begin like this; that of an enterprise begins with 91."),
    Fault.DIVISION: _(
        "Characters 3 to 8 are the digits of the place of registration; please check character %(position)s."
    ),
    Fault.ZEROS: _("A credit code does not consist of zeros."),
    Fault.CHECK: _("The check character (18th) does not fit: one of the characters is mistyped."),
}
_PHONES = {
    PhoneFault.EMPTY: _("No phone number was given."),
    PhoneFault.CHARACTER: _("A phone number has digits only."),
    PhoneFault.NO_AREA: _("A fixed-line number needs its area code, for example 0755."),
    PhoneFault.FORM: _("This is neither a mobile number (11 digits) nor a fixed line with area code."),
}


def credit_code_fault(error: CreditCodeError) -> Said:
    """Why it is no credit code."""
    return say(_CODES[error.fault], length=error.length, position=error.position, character=error.character)


def phone_fault(error: PhoneError) -> Said:
    """Why it is no phone number."""
    return say(_PHONES[error.fault])
