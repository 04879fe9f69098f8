"""The first tables of roster."""

from django.db import migrations, models

import serving.web.roster.models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Child",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "opaque",
                    models.CharField(
                        default=serving.web.roster.models.opaque_id, editable=False, max_length=16, unique=True
                    ),
                ),
                ("pupil_id", models.CharField(max_length=200, unique=True)),
                ("school_id", models.CharField(db_index=True, max_length=100)),
                ("class_label", models.CharField(blank=True, max_length=100)),
            ],
        ),
    ]
