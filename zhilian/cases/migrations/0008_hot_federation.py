"""Rows of hot issues belong to a federation like all others."""

import django.db.models.deletion
from django.db import migrations, models

FILL = "UPDATE {table} SET federation_id = (SELECT federation_id FROM cases_hotissue WHERE id = {table}.issue_id)"


def federation(null):
    return models.ForeignKey(
        db_index=False, null=null, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.federation"
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_hot_stamp"), ("core", "0002_number_kinds")]
    operations = [
        migrations.AddField("hotissuecase", "federation", federation(null=True)),
        migrations.AddField("hotissueday", "federation", federation(null=True)),
        migrations.RunSQL(FILL.format(table="cases_hotissuecase"), migrations.RunSQL.noop),
        migrations.RunSQL(FILL.format(table="cases_hotissueday"), migrations.RunSQL.noop),
        migrations.AlterField("hotissuecase", "federation", federation(null=False)),
        migrations.AlterField("hotissueday", "federation", federation(null=False)),
    ]
