"""A plan that moved away before anybody approved it says so; until now it was like one that had begun."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.utils.translation import gettext, override

# The state is kept in words of the language in which somebody changed it.
_WAITED = ("waits for approval", "așteaptă aprobarea")
_MOVED = "the child moved to another school"
_MOVED_UNAPPROVED = "the child moved to another school before it was approved"


def name_those_never_approved(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Give plans that waited for approval until they were closed with a move the reason of their own.

    A plan that a supervisor opened again without asking had begun, whatever was answered before. What is changed here
    is kept among the changes of the plan, by nobody.
    """
    changes = apps.get_model("plans", "Change").objects
    for plan in apps.get_model("plans", "Plan").objects.filter(state="closed", closing_reason="moved"):
        last = changes.filter(plan=plan, record="plan", field="state").order_by("-at", "-pk").first()
        if last is None or last.before not in _WAITED:
            continue
        plan.closing_reason = "moved_unapproved"
        plan.version += 1
        plan.save(update_fields=["closing_reason", "version"])
        with override(settings.LANGUAGE_CODE):
            before, after = gettext(_MOVED), gettext(_MOVED_UNAPPROVED)
        changes.create(
            plan=plan, record="plan", record_pk=plan.pk, field="closing_reason", before=before, after=after, by=None
        )


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("plans", "0003_not_approved_and_moves"),
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
                    ("moved_unapproved", "the child moved to another school before it was approved"),
                    ("other", "another reason"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="change",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="changes",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunPython(name_those_never_approved, migrations.RunPython.noop),
    ]
