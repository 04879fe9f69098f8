"""Files of which nothing can be brought in are called so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0002_stands"),
    ]

    operations = [
        migrations.AlterField(
            model_name="upload",
            name="stands",
            field=models.CharField(
                choices=[
                    ("new", "not looked at yet"),
                    ("asked", "questions are open"),
                    ("wrong", "cells are to be corrected in your own file"),
                    ("nothing", "would change nothing"),
                    ("ready", "can be brought in"),
                ],
                default="new",
                max_length=10,
            ),
        ),
    ]
