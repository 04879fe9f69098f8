"""A person who has chosen no language yet is spoken to in the browser's."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_session_round")]

    operations = [
        migrations.AlterField(
            model_name="user",
            name="language",
            field=models.CharField(
                blank=True, choices=[("ro", "română"), ("en", "English")], default="ro", max_length=2
            ),
        )
    ]
