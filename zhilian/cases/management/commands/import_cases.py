"""``zhilian import cases FILE``: finished matters with their answers, as closed cases."""

from zhilian.files.console import ImportCommand


class Command(ImportCommand):
    """Prints the summary and every bad row."""

    help = "Import finished matters with their answers from an .xlsx or .csv file."
    kind = "cases"
