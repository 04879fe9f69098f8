"""What a list says above its rows beside what the model says: of which day it is, and of whose children."""

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from models.ranking.ranked_list import RankedList

_FRESH_DAYS = 7  # a list of last week is one of now


def days_past(ranked: "RankedList", *, latest: dt.date, today: dt.date) -> str:
    """Say that a list is none of today, in one sentence; nothing of one that is. ``latest`` is that of the records."""
    said = {
        "until": date_format(ranked.predicted.until, "j E Y"), "latest": date_format(latest, "j E Y"),
        "day": date_format(ranked.as_of, "j E Y"),
    }  # fmt: skip
    is_old = latest < today - dt.timedelta(_FRESH_DAYS)
    if ranked.predicted.until < today:
        if is_old:
            return _(
                "What this list predicts ended on %(until)s, and the records go no further than %(latest)s: it says "
                "nothing of today until newer records come in."
            ) % said  # fmt: skip
        return (
            _("What this list predicts ended on %(until)s: it says nothing of today; it shows what was known then.")
            % said
        )
    if is_old:
        return (
            _("The records go no further than %(latest)s: there is no list of today until newer ones come in.") % said
        )
    return ""


def of_own_class(class_label: str, listed: int) -> str:
    """Say that the list is the whole school's, and how many of it are shown; nothing to who sees all of it."""
    if not class_label:
        return ""
    return ngettext(
        "All this is said of the whole school; of your class %(label)s there is %(count)d child on the list.",
        "All this is said of the whole school; of your class %(label)s there are %(count)d children on the list.",
        listed,
    ) % {"label": class_label, "count": listed}  # fmt: skip
