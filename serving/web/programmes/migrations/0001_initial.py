"""The first tables of programmes."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Programme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40, unique=True)),
                ("organisation", models.CharField(max_length=150)),
                ("name_ro", models.CharField(max_length=150)),
                ("name_en", models.CharField(max_length=150)),
                ("about_ro", models.TextField(blank=True)),
                ("about_en", models.TextField(blank=True)),
                ("transitions", models.JSONField(default=list)),
            ],
            options={
                "ordering": ("code",),
            },
        ),
        migrations.CreateModel(
            name="ProgrammeService",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=10)),
                (
                    "whom",
                    models.CharField(
                        choices=[
                            ("child", "to the child"),
                            ("parents", "to the parents"),
                            ("teachers", "to the teachers"),
                        ],
                        max_length=10,
                    ),
                ),
                ("words_ro", models.CharField(max_length=150)),
                ("words_en", models.CharField(max_length=150)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="services", to="programmes.programme"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="ProgrammeTarget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("whom_ro", models.CharField(max_length=150)),
                ("whom_en", models.CharField(max_length=150)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="targets", to="programmes.programme"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="ProgrammeSchool",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("school_id", models.CharField(max_length=100)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="schools", to="programmes.programme"
                    ),
                ),
            ],
            options={
                "ordering": ("school_id",),
                "constraints": [
                    models.UniqueConstraint(fields=("programme", "school_id"), name="one_school_of_a_programme")
                ],
            },
        ),
    ]
