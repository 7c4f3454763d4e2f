"""What delay and a changed calendar need: the review date people were told of, and which calendar holds."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_moments"),
        ("core", "0002_number_kinds"),
    ]

    operations = [
        migrations.AddField(
            model_name="hold",
            name="told_for",
            field=models.DateField(help_text="the review date people were told of when it came", null=True),
        ),
        migrations.AlterField(
            model_name="deadline",
            name="extended",
            field=models.PositiveSmallIntegerField(default=0, help_text="granted on top, in the limit's unit"),
        ),
        migrations.CreateModel(
            name="CalendarStamp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprint", models.CharField(blank=True, max_length=16)),
                ("at", models.DateTimeField(null=True)),
                ("going", models.CharField(blank=True, max_length=16)),
                ("since", models.DateTimeField(null=True)),
                ("after", models.PositiveBigIntegerField(default=0)),
                (
                    "federation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="calendar_stamp", to="core.federation"
                    ),
                ),
            ],
        ),
    ]
