"""How the spine's lines of trail read: inside for officials, outside for the firm."""

from django.utils.translation import gettext_lazy as _

from zhilian.core.registry import Sentence

SENTENCES = {
    "case.received": Sentence(_("Received"), _("We have received it")),
    "case.accept": Sentence(_("Accepted: %(category)s"), _("Accepted")),
    "case.refuse": Sentence(_("Not accepted"), _("Not accepted"), "text"),
    "case.answer_at_once": Sentence(_("Answered on the spot"), _("Answered"), "text"),
    "case.dispatch": Sentence(_("Dispatched to %(unit)s"), _("Handed to %(unit)s")),
    "case.return": Sentence(_("Returned by the unit"), None, "text"),
    "case.sign": Sentence(_("Signed for by %(unit)s"), _("%(unit)s has taken it")),
    "case.contact": Sentence(_("First contact by %(unit)s"), _("%(unit)s has contacted you"), "text"),
    "case.reply": Sentence(_("Answer, to be reviewed"), None, "text"),
    "case.review_pass": Sentence(_("Review passed"), _("Answered")),
    "case.review_reject": Sentence(_("Review: back to the unit"), None, "text"),
    "case.rate_close": Sentence(_("The firm's word: closed"), _("You rated it; closed"), "text"),
    "case.rate_rework": Sentence(_("The firm's word: not solved, rework"), _("You said: not solved"), "text"),
    "case.rate_reopen": Sentence(_("The firm's word: not solved, to a unit"), _("You said: not solved"), "text"),
    "case.close_unrated": Sentence(_("Closed without the firm's word"), _("Closed; you had not answered"), "text"),
    "case.withdraw": Sentence(_("Withdrawn by the firm"), _("Withdrawn"), "text"),
    "case.imported": Sentence(_("Imported"), _("Imported")),
}
