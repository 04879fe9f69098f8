"""The first tables of plans."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import serving.web.roster.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("roster", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "opaque",
                    models.CharField(
                        default=serving.web.roster.models.opaque_id, editable=False, max_length=16, unique=True
                    ),
                ),
                ("school_id", models.CharField(db_index=True, max_length=100)),
                ("class_label", models.CharField(blank=True, max_length=100)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("awaits_approval", "waits for approval"),
                            ("open", "open"),
                            ("awaits_closure", "waits for approval to close"),
                            ("closed", "closed"),
                        ],
                        db_index=True,
                        default="open",
                        max_length=16,
                    ),
                ),
                ("need", models.TextField()),
                ("goals", models.TextField(blank=True)),
                ("starts_on", models.DateField()),
                ("review_on", models.DateField(blank=True, null=True)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "closing_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("goals_reached", "the goals were reached"),
                            ("no_longer_needed", "the support is no longer needed"),
                            ("refused", "the child or the parents do not want it"),
                            ("moved", "the child moved to another school"),
                            ("referred", "another organisation took over"),
                            ("left", "the child left school"),
                            ("other", "another reason"),
                        ],
                        max_length=20,
                    ),
                ),
                ("closing_words", models.TextField(blank=True)),
                ("closed_on", models.DateField(blank=True, null=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="plans", to="roster.child"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="made_plans",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="owned_plans",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-made_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Measure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "opaque",
                    models.CharField(
                        default=serving.web.roster.models.opaque_id, editable=False, max_length=16, unique=True
                    ),
                ),
                ("code", models.CharField(max_length=10)),
                ("hours_per_week", models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True)),
                ("provider", models.CharField(blank=True, max_length=150)),
                ("project", models.CharField(blank=True, max_length=150)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="measures", to="plans.plan"
                    ),
                ),
            ],
            options={
                "ordering": ("starts_on", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("record", models.CharField(max_length=20)),
                ("record_pk", models.PositiveBigIntegerField()),
                ("field", models.CharField(max_length=40)),
                ("before", models.TextField(blank=True)),
                ("after", models.TextField(blank=True)),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="plans.plan"
                    ),
                ),
            ],
            options={
                "ordering": ("-at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "opaque",
                    models.CharField(
                        default=serving.web.roster.models.opaque_id, editable=False, max_length=16, unique=True
                    ),
                ),
                ("text", models.CharField(max_length=300)),
                ("due_on", models.DateField(db_index=True)),
                ("done_on", models.DateField(blank=True, null=True)),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="done_steps",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="plans.plan"
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("due_on", "pk"),
            },
        ),
    ]
