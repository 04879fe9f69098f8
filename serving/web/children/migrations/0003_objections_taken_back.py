"""An objection that was granted can be taken back, by whom, when and why."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("children", "0002_school_of_notes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="objection",
            name="taken_back_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="objections_taken_back",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="objection",
            name="taken_back_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="objection",
            name="taken_back_why",
            field=models.TextField(blank=True, max_length=2000),
        ),
    ]
