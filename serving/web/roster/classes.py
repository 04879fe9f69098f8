"""The classes of a school, as the records have them, or as far as the pages have met its children."""

from dataclasses import dataclass

from features.i18n.text import Bilingual
from serving.web.access.rows import every_row
from serving.web.configuration.ranking import latest_day, record_state
from serving.web.roster.models import Child


@dataclass(frozen=True)
class KnownClasses:
    """The classes of a school by name; ``are_all`` where the records say so, and not only the children met so far."""

    labels: tuple[str, ...]
    are_all: bool

    def like(self, typed: str) -> str:
        """Return the class that was meant, 7B being VII B; as typed where there is not one like it."""
        if typed in self.labels:
            return typed
        # with pandas, for which others need not wait
        from features.importers.spreadsheets.cells.classes import class_label

        alike = [label for label in self.labels if class_label(label) == class_label(typed)]
        return alike[0] if len(alike) == 1 else typed


def known_classes(school_id: str) -> KnownClasses:
    """Return the classes of a school: those of the records today, and those of children whom the pages have met."""
    state = record_state()
    with every_row():
        labels = set(Child.objects.filter(school_id=school_id).values_list("class_label", flat=True))
    if state is not None:
        labels |= {place.class_label for place in state.places(latest_day()).values() if place.school_id == school_id}
    return KnownClasses(tuple(sorted(labels - {""})), are_all=state is not None and school_id in state.schools)


def unknown_class(school_id: str, typed: str) -> Bilingual | None:
    """Say of a class that nobody knows which ones there are; nothing of a known one, and where none are known."""
    known = known_classes(school_id)
    if not known.labels or known.like(typed) in known.labels:
        return None
    there = ", ".join(known.labels)
    slip = Bilingual(
        "If it is a slip, take the role away on the person's page and give it again.",
        "Dacă este o greșeală, retrageți rolul pe pagina persoanei și dați-l din nou.",
    )
    said = Bilingual(
        f"The pages have met no child of a class {typed} in school {school_id}. Classes met so far: {there}.",
        f"Paginile nu au întâlnit niciun copil dintr-o clasă {typed} la școala {school_id}. Clase întâlnite: {there}.",
    )
    if known.are_all:
        said = Bilingual(
            f"The records have no class {typed} in school {school_id}. Its classes: {there}.",
            f"Datele nu au nicio clasă {typed} la școala {school_id}. Clasele ei: {there}.",
        )
    return Bilingual(f"{said.en} {slip.en}", f"{said.ro} {slip.ro}")
