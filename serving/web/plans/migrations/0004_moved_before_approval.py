"""A plan that moved away before anybody approved it says so; until now it was like one that had begun."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def name_those_never_approved(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Give plans that were closed with a move, and asked for an approval that nobody gave, the reason of their own."""
    approvals = apps.get_model("plans", "Approval").objects.filter(of="plan", plan__closing_reason="moved")
    given = set(approvals.filter(granted=True).values_list("plan_id", flat=True))
    asked = set(approvals.values_list("plan_id", flat=True))
    moved = apps.get_model("plans", "Plan").objects.filter(pk__in=asked - given)
    moved.update(closing_reason="moved_unapproved", version=models.F("version") + 1)


class Migration(migrations.Migration):
    dependencies = [("plans", "0003_not_approved_and_moves")]

    operations = [
        migrations.AlterField(
            model_name="plan",
            name="closing_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("goals_reached", "the goals were reached"),
                    ("no_longer_needed", "the support is no longer needed"),
                    ("refused", "the child or the parents do not want it"),
                    ("moved", "the child moved to another school"),
                    ("referred", "another organisation took over"),
                    ("left", "the child left school"),
                    ("not_approved", "it was not approved"),
                    ("moved_unapproved", "the child moved to another school before it was approved"),
                    ("other", "another reason"),
                ],
                max_length=20,
            ),
        ),
        migrations.RunPython(name_those_never_approved, migrations.RunPython.noop),
    ]
