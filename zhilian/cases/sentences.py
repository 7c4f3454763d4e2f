"""How the spine's lines of trail read: inside for officials, outside for the firm."""

from django.utils.translation import gettext_lazy as _

from zhilian.core.registry import Sentence

SENTENCES = {
    "case.received": Sentence(_("Received"), _("We have received it")),
    "case.accept": Sentence(_("Accepted: %(category)s"), _("Accepted")),
    "case.ask_supplement": Sentence(_("More was asked of the firm"), _("Please add what is missing"), "text"),
    "case.supplement": Sentence(_("Added by the firm"), _("You added"), "text"),
    "case.lapse": Sentence(_("Ended: the firm added nothing in time"), _("Ended: nothing was added in time")),
    "case.refuse": Sentence(_("Not accepted"), _("Not accepted"), "text"),
    "case.answer_at_once": Sentence(_("Answered on the spot"), _("Answered"), "text"),
    "case.dispatch": Sentence(_("Dispatched to %(unit)s"), _("Handed to %(unit)s")),
    "case.return": Sentence(_("Returned by the unit"), None, "text"),
    "case.designate": Sentence(_("Designated, cannot be returned: %(unit)s"), _("Handed to %(unit)s")),
    "case.recall": Sentence(_("Taken back by the federation"), _("Another department is being found")),
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
    "case.extension_asked": Sentence(_("%(days)s more working days asked for by %(unit)s"), None, "text"),
    "case.extension_denied": Sentence(_("More time not granted"), None, "text"),
    "case.extend": Sentence(
        _("Extended by %(days)s working days, to %(by)s"), _("The answer takes longer: by %(by)s"), "text"
    ),
    "case.hold_asked": Sentence(_("Hold asked for, to be looked at again on %(review_on)s"), None, "text"),
    "case.hold_denied": Sentence(_("Hold not approved"), None, "text"),
    "case.hold": Sentence(
        _("On hold, to be looked at again on %(review_on)s"),
        _("Cannot be solved now; looked at again on %(review_on)s"),
        "text",
    ),
    "case.hold_on": Sentence(
        _("Stays on hold, to be looked at again on %(review_on)s"),
        _("Still cannot be solved; looked at again on %(review_on)s"),
        "text",
    ),
    "case.hold_review_due": Sentence(_("The hold is to be looked at again")),
    "case.resume": Sentence(_("Taken up again"), _("Worked on again"), "text"),
    "case.due_moved": Sentence(
        _("The working calendar changed: due %(after)s instead of %(before)s"),
        _("The working days changed: due %(after)s instead of %(before)s"),
    ),
    "case.imported": Sentence(_("Imported"), _("Imported")),
}
