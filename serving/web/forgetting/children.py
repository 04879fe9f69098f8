"""Children taken out of the pages' database: their rows, their names in other rows, what the log says of them."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from django.db import transaction
from django.db.models import Q

from serving.roster.erasure_book import Asked
from serving.roster.forgetting import NamedPeople
from serving.web.access.models import SharedChild
from serving.web.audit.chain import ERASED, as_in_log, empty_entries, record, said_numbers
from serving.web.audit.models import Entry
from serving.web.forgetting.uploads import drop_uploads_of, schools_of
from serving.web.forgetting.words import forget_words
from serving.web.plans.models import Plan, State
from serving.web.roster.models import Child

_AT_ONCE = 500
_COUNTED = {
    "lists_shownplace": "places_on_lists", "reviews_decision": "decisions", "plans_plan": "plans",
    "children_note": "notes", "children_objection": "objections",
}  # fmt: skip


def known_children(pupils: Collection[str]) -> bool:
    """Tell whether the pages keep anything of some children."""
    return any(
        Child.objects.filter(pupil_id__in=some).exists()
        or SharedChild.objects.filter(pupil_id__in=some).exists()
        or Entry.objects.filter(pupil_id__in=[as_in_log(each) for each in some]).exists()
        for some in _chunks(pupils)
    )


def with_open_plan(pupils: Collection[str] | None = None) -> set[str]:
    """Return the children, of some or of all, who have a support plan that is not closed."""
    open_ones = Plan.objects.exclude(state=State.CLOSED)
    if pupils is None:
        return set(open_ones.values_list("child__pupil_id", flat=True))
    return {
        pupil_id for some in _chunks(pupils)
        for pupil_id in open_ones.filter(child__pupil_id__in=some).values_list("child__pupil_id", flat=True)
    }  # fmt: skip


@transaction.atomic
def erase_children(people: NamedPeople, asked: Asked) -> Mapping[str, int]:
    """Take children out of all that the pages keep, and say in the log that it was done; return what went.

    What is done can be done again: the log says it once for each receipt. Uploads that wait are sheets with names, of
    whole classes: those in which the children may be go as well.
    """
    removed = Counter[str]()
    schools = schools_of(people)
    removed["open_plans"] = len(with_open_plan(people.pupils))
    for some in _chunks(people.pupils):
        removed["shared"] += SharedChild.objects.filter(pupil_id__in=some).delete()[0]
        _, by_model = Child.objects.filter(pupil_id__in=some).delete()
        removed.update(_counted(by_model))
    removed["uploads"] += drop_uploads_of(people, schools)
    removed.update(forget_words(people))
    emptied = _entries_of(people)
    empty_entries(emptied)
    removed["log_entries"] = len(emptied)
    found = {what: count for what, count in removed.items() if count}
    if found or not Entry.objects.filter(action=ERASED, what__receipt=asked.receipt).exists():
        what = {"receipt": asked.receipt, "children": asked.children, **found, "entries": said_numbers(emptied)}
        record(None, "children_erased", what=what, who=asked.by[:254], why=people.taken_out_of(asked.because))
    return found


def log_readmitted(*, by: str, because: str) -> None:
    """Say in the log that a child is let in again."""
    record(None, "child_let_in_again", who=by[:254], why=because)


def _counted(by_model: Mapping[str, int]) -> dict[str, int]:
    tables = {label.replace(".", "_").lower(): count for label, count in by_model.items()}
    return {said: tables[table] for table, said in _COUNTED.items() if tables.get(table)}


def _entries_of(people: NamedPeople) -> set[int]:
    """Return the entries of the log that are about children, or that name them where they say why."""
    entries = Entry.objects.order_by("number")
    found = {
        number for some in _chunks(people.pupils)
        for number in entries.filter(pupil_id__in=[as_in_log(each) for each in some]).values_list("number", flat=True)
    }  # fmt: skip
    with_words = entries.exclude(why="").filter(~Q(number__in=found) if len(found) < _AT_ONCE else Q())
    told = with_words.values_list("number", "why").iterator()
    return found | {number for number, why in told if people.are_in(why)}


def _chunks(pupils: Collection[str]) -> Iterator[Sequence[str]]:
    chosen = sorted(pupils)
    yield from (chosen[start : start + _AT_ONCE] for start in range(0, len(chosen), _AT_ONCE))
