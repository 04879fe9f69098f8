"""What a report says of classes whose register is empty: of their children nothing is known, which is not nought."""

from collections.abc import Set

from features.i18n.text import Bilingual
from serving.reports.register.class_membership import class_order
from serving.reports.register.school_register import SchoolRegister


def silence_words(register: SchoolRegister, among: Set[str] | None = None) -> tuple[Bilingual, ...]:
    """Return a sentence on the classes without an entry this school year, and one on those without one this month.

    Only of the classes ``among``, where a report is not of all.
    """
    said = []
    of_year, silent_in_month = (
        names if among is None else names & among for names in (register.silent, register.silent_in_month)
    )
    if of_year:
        classes = _classes(register, of_year)
        said.append(
            Bilingual(
                f"No absences recorded this school year, so nothing can be said of them: {classes.en}.",
                "Catalog necompletat, fără nicio absență trecută în acest an școlar, deci despre ele nu se poate spune "
                f"nimic: {classes.ro}.",
            )
        )
    if of_month := silent_in_month - of_year:
        classes = _classes(register, of_month)
        said.append(
            Bilingual(
                f"No absence of this month is in the records of {classes.en}: either nobody was absent, or the month "
                "is yet to be imported.",
                f"În date nu există nicio absență din această lună pentru {classes.ro}: fie nimeni nu a lipsit, fie "
                "luna nu a fost încă importată.",
            )
        )
    return tuple(said)


def _classes(register: SchoolRegister, labels: frozenset[str]) -> Bilingual:
    names = ", ".join(sorted(labels, key=class_order))
    pupils = int(register.enrolled["class_text"].isin(labels).sum())
    return Bilingual(f"{names} (pupils: {pupils})", f"{names} (elevi: {pupils})")
