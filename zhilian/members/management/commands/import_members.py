"""``zhilian import members FILE``: enterprises from a spreadsheet into the registry."""

from zhilian.files.console import ImportCommand


class Command(ImportCommand):
    """Prints the summary and every bad row."""

    help = "Import enterprises from an .xlsx or .csv file."
    kind = "members"
