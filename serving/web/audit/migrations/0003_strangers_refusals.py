"""Refusals of people who have not signed in: counted, where one a minute is in the log."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_erasable"),
    ]

    operations = [
        migrations.CreateModel(
            name="StrangersRefusals",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.CharField(max_length=64)),
                ("action", models.CharField(max_length=40)),
                ("since", models.DateTimeField(db_index=True)),
                ("count", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("address", "action"), name="one_count_of_an_address")],
            },
        ),
    ]
