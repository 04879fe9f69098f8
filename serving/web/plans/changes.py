"""Changes of plans and their parts: kept field by field, and of two made at once the second is told."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format, localize
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from serving.web.accounts.models import User
from serving.web.plans.measures import measure_words
from serving.web.plans.models import Change, Plan, State

PART = TypeVar("PART", bound=models.Model)
WORDS: Mapping[str, Promise] = {
    "plan": _("plan"), "measure": _("measure"), "step": _("step"), "contact": _("contact with the parents"),
    "transfer": _("hand-over"), "approval": _("approval"), "need": _("need"), "goals": _("goals"), "owner": _("owner"),
    "state": _("state"), "starts_on": _("start"), "review_on": _("look-back on"), "code": _("kind of help"),
    "hours_per_week": _("hours per week"), "provider": _("who gives it"), "project": _("project or funder"),
    "ends_on": _("end"), "text": _("text"), "due_on": _("due"), "responsible": _("responsible"), "done_on": _("done"),
    "done_by": _("done by"), "on": _("day"), "how": _("how"), "result": _("result"), "kind": _("kind"),
    "to": _("to whom"), "organisation": _("organisation"), "why": _("why"), "consent": _("consent"),
    "until": _("until"), "answer": _("answer"), "of": _("of what"), "granted": _("approved"), "words": _("words"),
    "closing_reason": _("closing reason"), "closing_words": _("closing words"), "closed_on": _("closed on"),
    "reopening_words": _("why it was opened again"),
    "school_id": _("school"), "class_label": _("class"),
}  # fmt: skip


class StalePlan(Exception):  # noqa: N818  (what is the matter, not whose mistake)
    """Somebody changed the plan after the page was opened from which it is to be changed."""

    def __init__(self, plan: Plan, version: int) -> None:
        super().__init__(f"version {version} of {plan.pk}, which is at {plan.version}")
        self.plan, self.version = plan, version


def held(plan: Plan, *, version: int | None = None) -> Plan:
    """Return the plan as it is now, held until the transaction ends; StalePlan where it is of another version."""
    now = Plan.objects.select_for_update().get(pk=plan.pk)
    if version is not None and now.version != version:
        raise StalePlan(now, version)
    return now


def change(record: PART, /, *, by: User, **fields: object) -> PART:
    """Set fields of a plan or a part of it and keep what they were; a new part is kept with what it begins with.

    Called inside the transaction of what is done. A plan's version grows, so that who has it open is told.
    """
    is_new = record.pk is None
    before = {name: None if is_new else getattr(record, name) for name in fields}
    changed = {name: value for name, value in fields.items() if is_new or before[name] != value}
    for name, value in changed.items():
        setattr(record, name, value)
    if isinstance(record, Plan) and not is_new and changed:
        record.version += 1
    if is_new or changed:
        record.save()
        if not isinstance(record, Plan):  # something was done for the child: no plan without action for a month
            going_on = Plan.objects.filter(pk=record.plan_id).exclude(state=State.CLOSED)  # type: ignore[attr-defined]
            going_on.update(changed_at=timezone.now())
    _keep(record, {name: before[name] for name in changed}, by=by)
    return record


def keep_words(plan: Plan, field: str, words: str, *, by: User) -> None:
    """Keep words about a plan that are none of its fields, among its changes."""
    Change.objects.create(plan=plan, record="plan", record_pk=plan.pk, field=field, after=words, by=by)


def said(record: str, name: str, kept: str) -> str:
    """Return a kept value of a field as people read it, in the language of the page.

    A value that was kept in words, as all were once, stays as it is.
    """
    if name == "code":
        return measure_words(kept)
    try:
        field = apps.get_model("plans", record)._meta.get_field(name)
    except (LookupError, FieldDoesNotExist):  # words about a plan that are none of its fields
        return kept
    words = {str(value): str(label) for value, label in getattr(field, "flatchoices", ())}
    try:
        if isinstance(field, models.DateField):
            return date_format(dt.date.fromisoformat(kept), "j E Y")
        if isinstance(field, models.DecimalField):
            return str(localize(Decimal(kept)))
    except (ValueError, InvalidOperation):
        return kept
    if isinstance(field, models.BooleanField):
        words = {"True": gettext("yes"), "False": gettext("no")}
    return words.get(kept, kept)


def _keep(record: models.Model, before: Mapping[str, object], *, by: User) -> None:
    plan = record if isinstance(record, Plan) else record.plan  # type: ignore[attr-defined]  # each part has one
    kept = [
        Change(
            plan=plan, record=str(record._meta.model_name), record_pk=record.pk, field=name,
            before=_as_data(value), after=_as_data(getattr(record, name)), by=by,
        )
        for name, value in before.items()
    ]  # fmt: skip
    Change.objects.bulk_create(each for each in kept if each.before != each.after)


def _as_data(value: object) -> str:
    """Return a value as it is kept: a day, number or choice in no language, so that each reader has it in the own."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return timezone.localdate(value).isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, dt.date) else str(value)
