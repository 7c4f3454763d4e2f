"""Why a file was refused and what was remarked on it, as sentences to keep."""

from django.utils.translation import gettext_noop as _

from zhilian.files.sentences import Said, say
from zhilian.kit.spreadsheets import Notice, Refusal, SheetRefused, SheetWarning

_REFUSALS = {
    Refusal.NOT_A_SPREADSHEET: _("This file is not a spreadsheet. Please send an .xlsx or .csv file."),
    Refusal.OLD_FORMAT: _("This is an old or binary Excel file. Please save it as .xlsx and send it again."),
    Refusal.MACROS: _("This workbook contains macros. Please save it as .xlsx without macros."),
    Refusal.ENCRYPTED: _("This workbook is protected by a password. Please remove the password and send it again."),
    Refusal.BOMB: _("This file unpacks to far more than a spreadsheet would and was not opened."),
    Refusal.UNSAFE: _("This workbook contains declarations no spreadsheet program writes and was not opened."),
    Refusal.DAMAGED: _("This file is damaged. Please open it, save it again and send the new file."),
    Refusal.TOO_LARGE: _("This file is too large: at most %(detail)s. Please split it."),
    Refusal.TOO_MANY_ROWS: _("This sheet has too many rows: at most %(detail)s. Please split it."),
    Refusal.TOO_MANY_COLUMNS: _("This sheet has too many columns: at most %(detail)s."),
    Refusal.EMPTY: _("There are no rows to read in this file."),
    Refusal.NO_HEADINGS: _("No row of column headings was found above the data."),
    Refusal.DUPLICATE_HEADINGS: _("The column heading “%(detail)s” appears more than once. Please keep one of them."),
    Refusal.MERGED_CELLS: _("There are merged cells inside the table (%(detail)s). Please unmerge them."),
    Refusal.ENCODING: _("The characters of this file cannot be read. Please save it as .xlsx or as CSV UTF-8."),
    Refusal.NUL: _("This file contains NUL characters, so it is damaged or not a text file."),
}
_REMARKS = {
    Notice.FORMULAS: _("The sheet holds formulas, first in row %(row)s; their saved results were read."),
    Notice.OTHER_SHEETS: _("Only the first sheet was read; not read: %(detail)s."),
    Notice.UNNAMED_COLUMN: _("Column %(detail)s has no heading and was not read."),
    Notice.LOST_DIGITS: _("Column %(detail)s holds numbers longer than a spreadsheet keeps, first in row %(row)s."),
}
_UNKNOWN = _("This file cannot be read.")


def refusal(refused: SheetRefused) -> Said:
    """Why the file is not read."""
    return say(_REFUSALS.get(refused.code, _UNKNOWN), detail=refused.detail)


def remark(warning: SheetWarning) -> Said | None:
    """What a person should know about a file that was read all the same."""
    text = _REMARKS.get(warning.code)
    return say(text, detail=warning.detail, row=warning.row) if text else None
