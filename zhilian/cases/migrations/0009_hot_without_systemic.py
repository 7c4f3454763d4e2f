"""The systemic issues behind a hot issue are those on which its cases hang; nothing needs to be kept twice."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_hot_federation")]
    operations = [migrations.RemoveField("hotissue", "systemic")]
