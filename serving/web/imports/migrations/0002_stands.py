"""What was found in files that wait, for the list of them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="upload",
            name="stands",
            field=models.CharField(
                choices=[
                    ("new", "not looked at yet"),
                    ("asked", "questions are open"),
                    ("wrong", "cells are to be corrected"),
                    ("ready", "can be brought in"),
                ],
                default="new",
                max_length=10,
            ),
        ),
    ]
