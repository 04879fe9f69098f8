"""Sessions that end for good: a round for each person."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField(model_name="user", name="session_round", field=models.PositiveIntegerField(default=0))
    ]
