"""Where the tokens stand: a tsvector with a GIN index on PostgreSQL, a contentless table of FTS5 on SQLite."""

from django.db import migrations

POSTGRESQL = (
    "ALTER TABLE triage_searchentry ADD COLUMN tokens tsvector NOT NULL DEFAULT ''",
    "CREATE INDEX triage_tokens ON triage_searchentry USING gin (tokens)",
)
SQLITE = (
    "CREATE VIRTUAL TABLE triage_tokens USING fts5(tokens, detail=none, tokenize=\"unicode61 remove_diacritics 0\"{})",
)
CONTENTLESS = ", content='', contentless_delete=1"  # since SQLite 3.43; before that the tokens are kept twice


def make(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor != "sqlite":
        for statement in POSTGRESQL:
            schema_editor.execute(statement)
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()")
        version = tuple(int(part) for part in cursor.fetchone()[0].split("."))
    for statement in SQLITE:
        schema_editor.execute(statement.format(CONTENTLESS if version >= (3, 43) else ""))


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE triage_tokens")
    else:
        schema_editor.execute("ALTER TABLE triage_searchentry DROP COLUMN tokens")


class Migration(migrations.Migration):
    dependencies = [("triage", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
