"""Refusals of whoever has not signed in: anybody can make any number of them, and the log holds them for ever.

Of one address and kind a minute has one entry, and further ones are counted. The count stands in the next entry of that
address, or in one of its own where none follows. Of many addresses at once the first are told apart, the rest are not.
"""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from serving.web.audit.chain import record
from serving.web.audit.models import StrangersRefusals

NOBODY = "nobody"
ONE_IN = dt.timedelta(minutes=1)
MOST_ADDRESSES = 30  # told apart in a minute; the others share the address "others"
OTHERS = "others"


@transaction.atomic
def record_strangers(request: HttpRequest | None, action: str, what: Mapping[str, object]) -> None:
    """Add an entry about a refusal of nobody we know, unless its address had one less than a minute ago."""
    address, now = (request.META.get("REMOTE_ADDR") or "") if request else "", timezone.now()
    lately = StrangersRefusals.objects.filter(action=action, since__gt=now - ONE_IN)
    if lately.filter(address=address).update(count=F("count") + 1):
        return
    if lately.count() >= MOST_ADDRESSES:
        address = OTHERS
    kept, is_new = StrangersRefusals.objects.select_for_update().get_or_create(
        address=address, action=action, defaults={"since": now}
    )
    if not is_new and kept.since > now - ONE_IN:  # of the others, or another process was quicker
        StrangersRefusals.objects.filter(pk=kept.pk).update(count=F("count") + 1)
        return
    more = _counted(kept.count)
    StrangersRefusals.objects.filter(pk=kept.pk).update(since=now, count=0)
    record(request, action, who=NOBODY, what={**what, **more})


def record_what_was_counted() -> None:
    """Add what was counted of addresses that did not come back, and forget those addresses."""
    before = timezone.now() - ONE_IN
    for pk in list(StrangersRefusals.objects.filter(since__lte=before).values_list("pk", flat=True)):
        with transaction.atomic():
            kept = StrangersRefusals.objects.select_for_update().filter(pk=pk, since__lte=before).first()
            if kept is None:
                continue
            if kept.count:
                what = {"of_address": kept.address, **_counted(kept.count)}
                record(None, kept.action, who=NOBODY, what=what)
            kept.delete()


def _counted(count: int) -> dict[str, object]:
    return {"further": count} if count else {}
