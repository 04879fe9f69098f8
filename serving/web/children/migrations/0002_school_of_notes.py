"""A note knows in which school it was written; those of before were written where the child is known to be."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def school_of_the_child(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Fill in the schools of the notes that are there."""
    note, child = apps.get_model("children", "Note"), apps.get_model("roster", "Child")
    of_child = child.objects.filter(pk=models.OuterRef("child_id")).values("school_id")[:1]
    note.objects.filter(school_id="").update(school_id=models.Subquery(of_child))


class Migration(migrations.Migration):
    dependencies = [
        ("children", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="note",
            name="school_id",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.RunPython(school_of_the_child, migrations.RunPython.noop),
    ]
