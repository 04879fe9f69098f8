"""A plan that was not approved is to be corrected by its owner."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0005_help_that_never_began"),
    ]

    operations = [
        migrations.AlterField(
            model_name="plan",
            name="state",
            field=models.CharField(
                choices=[
                    ("awaits_approval", "waits for approval"),
                    ("to_correct", "to be corrected"),
                    ("open", "open"),
                    ("awaits_closure", "waits for approval to close"),
                    ("closed", "closed"),
                ],
                db_index=True,
                default="open",
                max_length=16,
            ),
        ),
    ]
