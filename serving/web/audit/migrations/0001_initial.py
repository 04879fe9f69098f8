"""The first tables of audit."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveBigIntegerField(unique=True)),
                ("at", models.DateTimeField()),
                ("who", models.CharField(max_length=254)),
                ("action", models.CharField(db_index=True, max_length=40)),
                ("pupil_id", models.CharField(blank=True, db_index=True, max_length=200)),
                ("school_id", models.CharField(blank=True, db_index=True, max_length=100)),
                ("what", models.JSONField(default=dict)),
                ("why", models.TextField(blank=True)),
                ("address", models.CharField(blank=True, max_length=64)),
                ("before", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64, unique=True)),
            ],
            options={
                "ordering": ("number",),
            },
        ),
    ]
