"""Who led a meeting, who was told of a late part, and an index for the worker that looks for them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_delay"),
        ("core", "0002_number_kinds"),
    ]

    operations = [
        migrations.AddField(
            model_name="assignment",
            name="told_late_at",
            field=models.DateTimeField(help_text="when everybody concerned was told that its part is late", null=True),
        ),
        migrations.AddField(
            model_name="meeting",
            name="absent",
            field=models.TextField(blank=True, help_text="one to a line"),
        ),
        migrations.AddField(
            model_name="meeting",
            name="chair",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AlterField(
            model_name="meeting",
            name="attendees",
            field=models.TextField(blank=True, help_text="one to a line"),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                condition=models.Q(("clock", "assist"), ("dropped_at", None), ("met_at", None)),
                fields=["due_at"],
                name="deadline_assist_due",
            ),
        ),
    ]
