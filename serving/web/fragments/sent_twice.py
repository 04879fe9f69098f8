"""A form about a child that was sent twice: a second click on a slow page, or a page loaded again after it was sent."""

import datetime as dt
from collections.abc import Mapping
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils import timezone

Row = TypeVar("Row", bound=Model)
MOMENT = dt.timedelta(minutes=1)


def hold(child: Model) -> None:
    """Let what others send about a child wait until the transaction ends."""
    type(child)._default_manager.select_for_update().filter(pk=child.pk).first()


def just_kept(rows: "QuerySet[Row]", *, at: str, **said: object) -> Row | None:
    """Return the newest of some rows if it says the very same and is of this minute; then it is not to be kept again.

    Asked with the child held. ``at`` is the field that has the moment.
    """
    newest = rows.order_by("-pk").first()
    return newest if newest is not None and is_of_now(getattr(newest, at)) and says(newest, said) else None


def is_of_now(moment: dt.datetime) -> bool:
    """Tell whether something was a moment ago."""
    return moment > timezone.now() - MOMENT


def says(row: Model, said: Mapping[str, object]) -> bool:
    """Tell whether a row says the very same."""
    return all(getattr(row, name) == value for name, value in said.items())
