"""The first tables of reviews."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import serving.web.roster.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("lists", "0001_initial"),
        ("roster", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "opaque",
                    models.CharField(
                        default=serving.web.roster.models.opaque_id, editable=False, max_length=16, unique=True
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("agreed", "to be monitored"),
                            ("dismissed", "not to be monitored"),
                            ("nominated", "added by a person"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField()),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("school_id", models.CharField(db_index=True, max_length=100)),
                ("class_label", models.CharField(blank=True, max_length=100)),
                ("as_of", models.DateField()),
                ("listed", models.BooleanField(default=False)),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
                ("score_shown", models.BooleanField(default=False)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="decisions", to="roster.child"
                    ),
                ),
                (
                    "shown",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="decisions",
                        to="lists.shownlist",
                    ),
                ),
            ],
            options={
                "ordering": ("-at", "-pk"),
            },
        ),
    ]
