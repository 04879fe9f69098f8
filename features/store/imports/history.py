"""What a store cannot know: what was corrected before, where a child is whom a list lacks, why a subject lacks."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from collections.abc import Set as AbstractSet

from features.i18n.numbers import counted
from features.i18n.text import Bilingual
from features.importers.changes.vanished_subjects import Place, ToldWith
from features.schema.tables import EVENT_TABLES
from features.store.batches import Batch, in_order, list_batches, read_batches
from features.store.database.connection import reading
from features.store.database.url import StoreUrl
from features.store.enrolment_at import enrolled_by

Enrolled = tuple[str, str, str]  # a child, its school and its class

_USUAL_DAYS = 45  # between two imports; what is older when it is first seen may have been corrected before


def unknown_history(url: StoreUrl) -> list[Bilingual]:
    """Return a sentence for each import that brought long periods that none before it had covered."""
    seen: dict[tuple[str, str], dt.date] = {}
    return [sentence for batch in in_order(list_batches(url)) for sentence in _first_seen(batch, seen)]


def missed_by_last_list(url: StoreUrl, enrolled: Collection[Enrolled]) -> list[tuple[str, Batch, Sequence[str]]]:
    """Return classes, the last list of each that stands, and the children enrolled there whom that one has not.

    A list says nothing of a child whom it lacks, so that one stays where earlier imports have it.
    """
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    with reading(url) as connection:
        batches = in_order(read_batches(connection, {school for _, school, _ in enrolled}))
        lists = _last_lists(batches, {(school, label) for _, school, label in enrolled})
        listed = {(batch.number, school): enrolled_by(connection, batch.number, school)
                  for (school, _), batch in lists.items()}  # fmt: skip
    for pupil, school, label in sorted(enrolled):
        batch = lists.get((school, label))
        if batch is not None and pupil not in listed[batch.number, school]:
            found[school, label].append(pupil)
    return [(label, lists[school, label], pupils) for (school, label), pupils in sorted(found.items())]


def told_with(batches: Sequence[Batch]) -> ToldWith:
    """Return what gives, of a class, the subjects that the last import told which told a subject of it."""
    latest = in_order(batches)[::-1]

    def subjects(place: Place, subject: str) -> AbstractSet[str]:
        school, table, label = place
        for batch in latest:
            own = [area for area in batch.areas if (area.school_id, area.table) == (school, table)]
            of_class = [area for area in own if not area.adds_only and (area.classes is None or label in area.classes)]
            told = {name for area in of_class for name in area.subjects or ()}
            if subject in told:
                return told
        return frozenset()

    return subjects


def _last_lists(batches: Sequence[Batch], classes: Collection[tuple[str, str]]) -> dict[tuple[str, str], Batch]:
    """Return the last import that lists each of some classes, by school and class; one without names lists them all."""
    labels: dict[str, list[str]] = defaultdict(list)
    for school, label in classes:
        labels[school].append(label)
    return {
        (area.school_id, label): batch
        for batch in batches
        for area in batch.areas
        if area.table == "enrolments" and area.of_listed
        for label in labels[area.school_id]
        if area.classes is None or label in area.classes
    }


def _first_seen(batch: Batch, seen: dict[tuple[str, str], dt.date]) -> Iterator[Bilingual]:
    spans: dict[str, tuple[dt.date, dt.date]] = {}
    for area in batch.areas:
        if area.table not in EVENT_TABLES or area.last_day < area.first_day:
            continue
        place = (area.table, area.school_id)
        first = max(
            area.first_day, seen.get(place, dt.date.min) + dt.timedelta(days=1) if place in seen else dt.date.min
        )
        seen[place] = max(seen.get(place, area.last_day), area.last_day)
        if (batch.origin.day - first).days > _USUAL_DAYS and first <= area.last_day:
            low, high = spans.get(area.school_id, (first, area.last_day))
            spans[area.school_id] = (min(low, first), max(high, area.last_day))
    if spans:
        first, last = min(low for low, _ in spans.values()), max(high for _, high in spans.values())
        yield _sentence(batch, first, last, sorted(spans))


def _sentence(batch: Batch, first: dt.date, last: dt.date, schools: list[str]) -> Bilingual:
    whose = Bilingual(
        f"of school {schools[0]}" if len(schools) == 1 else f"of {counted(len(schools), 'school', 'schools', 'en')}",
        f"de la școala {schools[0]}"
        if len(schools) == 1
        else f"de la {counted(len(schools), 'școală', 'școli', 'ro')}",
    )
    return Bilingual(
        f"The rows from {first} to {last} {whose.en} came in one import on {batch.origin.day}: what was corrected "
        "before is not known.",
        f"Rândurile de la {first} la {last} {whose.ro} au venit într-un singur import, pe {batch.origin.day}: nu se "
        "știe ce a fost corectat înainte.",
    )
