"""Numbers that are shown of a county or a programme during a week."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="PublishedNumbers",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scope", models.CharField(max_length=100)),
                ("week", models.DateField()),
                ("content", models.JSONField()),
                ("made_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ("scope", "-week"),
                "constraints": [models.UniqueConstraint(fields=("scope", "week"), name="one_publication_of_a_week")],
            },
        ),
    ]
