"""Help that was yet to begin when its plan was closed ends on that day; until now it ended on the day it was to begin."""

from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.utils.formats import date_format
from django.utils.translation import override


def end_with_the_plan(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """End what ends after its closed plan with it, and keep that among the changes of the plan, by nobody."""
    changes = apps.get_model("plans", "Change").objects
    late = apps.get_model("plans", "Measure").objects.filter(
        plan__state="closed", ends_on=models.F("starts_on"), ends_on__gt=models.F("plan__closed_on")
    )
    for measure in late.select_related("plan"):
        before, measure.ends_on = measure.ends_on, measure.plan.closed_on
        measure.save(update_fields=["ends_on"])
        with override(settings.LANGUAGE_CODE):
            said = [date_format(day, "j E Y") for day in (before, measure.ends_on)]
        changes.create(
            plan=measure.plan, record="measure", record_pk=measure.pk, field="ends_on", before=said[0], after=said[1],
            by=None,
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0004_moved_before_approval"),
    ]

    operations = [migrations.RunPython(end_with_the_plan, migrations.RunPython.noop)]
