"""A plan that is not approved is closed; until now it waited for ever. And plans of children who came from elsewhere."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def close_those_not_approved(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Close the plans that wait for an approval which was refused."""
    waiting = apps.get_model("plans", "Plan").objects.filter(state="awaits_approval")
    for plan in waiting.exclude(approvals__granted=None):
        last = plan.approvals.order_by("-answered_at").first()
        if last is not None:
            plan.state, plan.closing_reason, plan.closing_words = "closed", "not_approved", last.words
            plan.closed_on = last.answered_at.date()
            plan.version += 1
            plan.save()


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0002_contacts_transfers_approvals"),
    ]

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
                    ("other", "another reason"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="transfer",
            name="kind",
            field=models.CharField(
                choices=[
                    ("hand_over", "hand-over"),
                    ("referral", "referral"),
                    ("move", "move to another school"),
                ],
                max_length=10,
            ),
        ),
        migrations.RunPython(close_those_not_approved, migrations.RunPython.noop),
    ]
