"""New entries wait in a short list: PostgreSQL reads all of it at every question, and 4 MB of it cost a millisecond each."""

from django.db import migrations

KILOBYTES = 256


def shorten(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER INDEX triage_tokens SET (gin_pending_list_limit = {KILOBYTES})")


def lengthen(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER INDEX triage_tokens RESET (gin_pending_list_limit)")


class Migration(migrations.Migration):
    dependencies = [("triage", "0004_indexed_kinds")]
    operations = [migrations.RunPython(shorten, lengthen)]
