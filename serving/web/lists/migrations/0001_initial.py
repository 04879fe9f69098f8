"""The first tables of lists."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("roster", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ShownList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("school_id", models.CharField(db_index=True, max_length=100)),
                ("as_of", models.DateField()),
                ("model_version", models.CharField(max_length=40)),
                ("data_fingerprint", models.CharField(max_length=80)),
                ("capacity", models.PositiveIntegerField()),
                ("cohort_size", models.PositiveIntegerField()),
                ("shown_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ("-as_of", "-shown_at"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school_id", "as_of", "model_version", "data_fingerprint", "capacity"),
                        name="one_shown_list",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ShownPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rank", models.PositiveIntegerField()),
                ("score", models.FloatField()),
                ("reasons", models.JSONField(default=list)),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="places", to="roster.child"
                    ),
                ),
                (
                    "shown",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="places", to="lists.shownlist"
                    ),
                ),
            ],
            options={
                "ordering": ("rank",),
                "constraints": [models.UniqueConstraint(fields=("shown", "child"), name="one_place_on_a_list")],
            },
        ),
    ]
