"""Lists that figures count: those kept until now were opened by whoever looked, and go on being counted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("lists", "0002_savedview")]

    operations = [
        migrations.AddField("shownlist", "is_of_school", models.BooleanField(default=True)),
        migrations.AlterField("shownlist", "is_of_school", models.BooleanField(default=False)),
    ]
