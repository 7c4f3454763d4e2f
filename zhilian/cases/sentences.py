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
    "case.note": Sentence(_("Note for colleagues")),
    "case.reply": Sentence(_("Answer, to be reviewed"), None, "text"),
    "case.review_pass": Sentence(_("Review passed"), _("Answered")),
    "case.review_reject": Sentence(_("Review: back to the unit"), None, "text"),
    "case.rate_close": Sentence(_("The firm's word: closed"), _("You rated it; closed"), "text"),
    "case.rate_rework": Sentence(_("The firm's word: not solved, rework"), _("You said: not solved"), "text"),
    "case.rate_reopen": Sentence(_("The firm's word: not solved, to a unit"), _("You said: not solved"), "text"),
    "case.rate_escalate": Sentence(
        _("The firm's word: not solved, to a leader"), _("You said: not solved; a leader decides"), "text"
    ),
    "case.call": Sentence(_("Called back, nobody reached"), None, "text"),
    "case.decide_close": Sentence(_("A leader's decision: closed"), _("A leader's decision: closed"), "text"),
    "case.decide_rework": Sentence(_("A leader's decision: rework"), _("A leader's decision: rework"), "text"),
    "case.decide_joint": Sentence(
        _("A leader's decision: joint handling"), _("A leader's decision: several units together"), "text"
    ),
    "case.exclusion_asked": Sentence(_("Asked to leave the firm's word out of the rates")),
    "case.exclusion_granted": Sentence(_("The firm's word is left out of the rates")),
    "case.exclusion_refused": Sentence(_("The firm's word counts")),
    "case.ask_again": Sentence(_("Asked: still solved?"), _("We asked: is it still solved?")),
    "case.still_solved": Sentence(_("Still solved, the firm says"), _("You said: still solved"), "text"),
    "case.unsolved_again": Sentence(
        _("Not solved any more, the firm says: %(new)s"), _("You said: not any more; taken up again as %(new)s"), "text"
    ),
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
    "case.assist": Sentence(_("Asked to assist: %(unit)s"), _("%(unit)s assists")),
    "case.part": Sentence(_("Part of %(unit)s"), None, "text"),
    "case.excuse": Sentence(_("It goes on without the part of %(unit)s"), None, "text"),
    "case.part_reminded": Sentence(_("%(unit)s reminded of its part"), None, "text"),
    "case.part_late": Sentence(_("The part of %(unit)s is late")),
    "case.call_joint": Sentence(_("Joint handling: a meeting is called"), _("Several departments work on it")),
    "case.meet": Sentence(_("A further meeting is called"), None, "text"),
    "case.minutes": Sentence(_("Minutes of the joint meeting"), None, "text"),
    "case.joint_decided": Sentence(_("Joint handling: decided, the lead goes on"), _("The departments have decided")),
    "case.decision_done": Sentence(_("Done by %(unit)s: %(decision)s"), None, "text"),
    "case.sheet": Sentence(_("Taken out: %(sheet)s"), None),
    "case.due_moved": Sentence(
        _("The working calendar changed: due %(after)s instead of %(before)s"),
        _("The working days changed: due %(after)s instead of %(before)s"),
    ),
    "case.merge": Sentence(_("Merged under %(master)s: %(text)s"), _("Followed together with case %(master)s")),
    "case.merged_here": Sentence(_("%(case)s was merged here: %(text)s")),
    "case.unmerge": Sentence(_("No longer merged under %(master)s: %(text)s"), _("Handled by itself again")),
    "case.unmerge_unread": Sentence(_("No longer merged under %(master)s: %(text)s"), _("Handled by itself again")),
    "case.unmerged_here": Sentence(_("%(case)s is no longer merged here: %(text)s")),
    "case.split": Sentence(_("Split: %(parts)s"), _("Your other wishes became cases of their own: %(parts)s")),
    "case.split_off": Sentence(_("Split from %(origin)s"), _("Split from %(origin)s")),
    "case.hang": Sentence(
        _("Hung on systemic issue %(issue)s, %(unit)s"), _("%(unit)s works on it together with others of its kind")
    ),
    "case.unhang": Sentence(_("Taken off systemic issue %(issue)s: %(text)s"), _("Handled by itself again")),
    "case.answer_systemic": Sentence(_("Answered by systemic issue %(issue)s"), _("Answered")),
    "case.level": Sentence(_("Confidentiality set"), None, "text"),
    "case.recuse": Sentence(_("Recused: %(name)s"), None, "text"),
    "case.question": Sentence(
        _("%(unit)s asks the firm, through the federation"), _("%(unit)s asks you, through the federation"), "text"
    ),
    "case.firm_answers": Sentence(_("The firm's answer, passed on"), _("Your answer was passed on"), "text"),
    "issue.opened": Sentence(_("Opened, owner: %(unit)s"), None, "text"),
    "issue.handed_on": Sentence(_("Handed on to %(unit)s"), None, "text"),
    "issue.note": Sentence(_("Noted"), None, "text"),
    "issue.proposed": Sentence(_("Outcome proposed"), None, "text"),
    "issue.sent_back": Sentence(_("Outcome sent back"), None, "text"),
    "issue.concluded": Sentence(_("Concluded"), None, "text"),
    "case.ladder_remind": Sentence(_("Will soon be due: %(unit)s reminded"), None, "text"),
    "case.ladder_letter": Sentence(_("Due and not answered: letter to %(unit)s"), None, "text"),
    "case.ladder_order": Sentence(_("Supervision order %(order)s to %(unit)s"), None, "text"),
    "case.ladder_copy": Sentence(_("Long overdue: copied to the supervision office"), None, "text"),
    "case.ladder_list": Sentence(_("Long overdue: listed for the bulletin"), None, "text"),
    "case.ladder_talk": Sentence(_("Supervision order %(order)s to %(unit)s, with a talk"), None, "text"),
    "case.remind": Sentence(_("%(unit)s asked to hurry"), _("The federation asked %(unit)s to hurry"), "text"),
    "case.order": Sentence(_("Supervision order %(order)s to %(unit)s"), None, "text"),
    "case.order_answer": Sentence(_("Supervision order %(order)s answered by %(unit)s"), None, "text"),
    "ladder.step_set": Sentence(_("Step of the ladder set: %(code)s")),
    "ladder.step_ended": Sentence(_("Step of the ladder taken off: %(code)s")),
    "limit.changed": Sentence(_("Time limit set: %(grade)s, %(clock)s, from %(valid_from)s")),
    "grade.changed": Sentence(_("Grade set: %(name)s, from %(valid_from)s")),
    "grade.ended": Sentence(_("Grade no longer given from %(valid_from)s: %(name)s")),
    "kind.changed": Sentence(_("Kind set: %(name)s, from %(valid_from)s")),
    "rule.changed": Sentence(_("Rule %(no)s of the dispatch catalogue set, from %(valid_from)s")),
    "rule.ended": Sentence(_("Rule %(no)s of the dispatch catalogue ended from %(valid_from)s")),
    "case.order_moved": Sentence(
        _("The working calendar changed: supervision order %(order)s due %(after)s instead of %(before)s")
    ),
    "case.imported": Sentence(_("Imported"), _("Imported")),
}
