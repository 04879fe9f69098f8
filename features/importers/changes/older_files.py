"""What is said of a file that seems older than what is there, and what to do."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from features.errors import Refused
from features.i18n.dates import date_words
from features.i18n.numbers import counted
from features.i18n.table_words import table_words
from features.i18n.text import LANGUAGES, Bilingual, Language

_MOST_CLASSES = 8
_DAY = Bilingual("YYYY-MM-DD", "AAAA-LL-ZZ")


@dataclass(frozen=True)
class OlderClass:
    """A class of which a file seems older, with its newest row there; ``school_id`` where several schools have one."""

    label: str
    newest: dt.date | None = None
    school_id: str = ""

    def name(self) -> str:
        """Return the class as people call it."""
        return f"{self.label} ({self.school_id})" if self.school_id else self.label


@dataclass(frozen=True)
class OlderFile:
    """What speaks for a file being older than what is there, ``day`` being the day on which it was brought.

    ``classes`` are those that seem older. ``is_whole`` says that they are all of which the file tells anything newer:
    else no day is right for all of it, and ``newest``, the day to give, is that of those classes alone.
    """

    day: dt.date
    classes: tuple[OlderClass, ...] = ()
    is_whole: bool = True

    @property
    def newest(self) -> dt.date | None:
        """The newest day of these classes in the file, None where it tells no days."""
        return max((each.newest for each in self.classes if each.newest), default=None)

    def told(self) -> Bilingual:
        """Return it as a sentence."""
        raise NotImplementedError

    def words(self) -> Bilingual:
        """Return it as a sentence, with what to do at a command."""
        told, newest = self.told(), self.newest
        older = Bilingual(
            f"If the file is older, give its day: --day {newest or _DAY.en}.",
            f"Dacă fișierul este mai vechi, dați ziua lui: --day {newest or _DAY.ro}.",
        )
        if not self.is_whole:
            older = self._alone(as_options=True)
        today = self._if_right()
        return Bilingual(
            f"{told.en} {older.en} {today.en}: --day {self.day}.", f"{told.ro} {older.ro} {today.ro}: --day {self.day}."
        )

    def on_pages(self) -> Bilingual:
        """Return it as a sentence, with what to do on a page where one day cannot be right for the whole file."""
        told = self.told()
        alone = Bilingual("", "") if self.is_whole else self._alone(as_options=False)
        return Bilingual(f"{told.en} {alone.en}".strip(), f"{told.ro} {alone.ro}".strip())

    def _if_right(self) -> Bilingual:
        return Bilingual("If they were all deleted since", "Dacă toate au fost șterse între timp")

    def _alone(self, *, as_options: bool) -> Bilingual:
        """Advise to bring the sheets of the classes alone, each with its day, as one would type or say it."""
        is_one = len(self.classes) == 1
        en, ro = (_days(self.classes, language, as_options=as_options) for language in LANGUAGES)
        return Bilingual(
            f"If {'its sheet is' if is_one else 'their sheets are'} older, bring {'it' if is_one else 'each'} alone, "
            f"with its day{en}.",
            f"Dacă {'foaia ei este mai veche' if is_one else 'foile lor sunt mai vechi'}, aduceți-"
            f"{'o singură' if is_one else 'le pe rând'}, {'cu' if is_one else 'fiecare cu'} ziua ei{ro}.",
        )


@dataclass(frozen=True)
class NewerRows(OlderFile):
    """Rows that a file would take back and that are newer than any row of their class in it, by table."""

    newest_there: dt.date = dt.date.min
    rows: Mapping[str, int] = field(default_factory=dict)

    def told(self) -> Bilingual:
        """Return it as a sentence."""
        counts = Bilingual(*(self._counts(language) for language in LANGUAGES))
        named, newest = _named(self.classes), self.newest or self.day
        en = f"Of {named.en} the newest row in the file" if named.en else "The newest row of the file"
        ro = f"Cel mai nou rând din fișier pentru {named.ro}" if named.ro else "Cel mai nou rând din fișier"
        return Bilingual(
            f"{en} is of {date_words(newest, 'en')}, the database has rows up to "
            f"{date_words(self.newest_there, 'en')}: {counts.en} would be taken back.",
            f"{ro} este din {date_words(newest, 'ro')}, iar baza de date are rânduri până la "
            f"{date_words(self.newest_there, 'ro')}: s-ar retrage {counts.ro}.",
        )

    def _counts(self, language: Language) -> str:
        return ", ".join(
            f"{counted(count, 'row', 'rows', 'en')} of {name}" if language == "en"
            else f"{counted(count, 'rând', 'rânduri', 'ro')} de {name}"
            for name, count in ((table_words(table, language), count) for table, count in self.rows.items())
        )  # fmt: skip


@dataclass(frozen=True)
class SmallerTotals(OlderFile):
    """Totals of hours since the beginning of a period, smaller than those that are there; they tell no day.

    ``children`` are those of whom they are, ``hours`` what all of them together had and would have.
    """

    children: int = 0
    hours: tuple[float, float] = (0, 0)

    def told(self) -> Bilingual:
        """Return it as a sentence."""
        had, has = (f"{number:g}" for number in self.hours)
        named = _named(self.classes)
        en, ro = (f" of {named.en}", f" pentru {named.ro}") if named.en else ("", "")
        return Bilingual(
            f"Totals of hours{en} would become smaller for {counted(self.children, 'child', 'children', 'en')}, for "
            f"none greater: {had} in all now, {has} in the file.",
            f"Totalurile de ore{ro} ar scădea la {counted(self.children, 'copil', 'copii', 'ro')} și n-ar crește la "
            f"niciunul: în total {had} acum, {has} în fișier.",
        )

    def _if_right(self) -> Bilingual:
        return Bilingual("If they are right", "Dacă sunt corecte")


@dataclass(frozen=True)
class FormerFile(OlderFile):
    """The very same file as one of an earlier import, upon which another has come since.

    ``former_day`` and ``newest_there`` are the days of the two imports, ``number`` and ``upon`` their numbers.
    """

    former_day: dt.date = dt.date.min
    newest_there: dt.date = dt.date.min
    number: int = 0
    upon: int = 0

    @property
    def newest(self) -> dt.date:
        """The day of the import that had the file."""
        return self.former_day

    def told(self) -> Bilingual:
        """Return it as a sentence."""
        return Bilingual(
            f"This is the file of import {self.number} of {date_words(self.newest, 'en')}, and import {self.upon} of "
            f"{date_words(self.newest_there, 'en')} has come upon it: it would bring back what stood then.",
            f"Acesta este fișierul importului {self.number} din {date_words(self.newest, 'ro')}, iar peste el a venit "
            f"importul {self.upon} din {date_words(self.newest_there, 'ro')}: ar reveni ce era atunci.",
        )

    def words(self) -> Bilingual:
        """Return it as a sentence, with what to do at a command."""
        told = self.told()
        return Bilingual(
            f"{told.en} If it was taken by mistake, there is nothing to do. If it is what holds today: --day "
            f"{self.day}.",
            f"{told.ro} Dacă l-ați ales din greșeală, nu este nimic de făcut. Dacă este valabil azi: --day {self.day}.",
        )


class OlderFileError(Refused):
    """A file of which nobody told the day, and that seems older than what is there."""

    def __init__(self, older: OlderFile) -> None:
        super().__init__(older.words())
        self.older = older


def _named(classes: Sequence[OlderClass]) -> Bilingual:
    """Return the classes by name; nothing where rows are of no class."""
    names = [each.name() for each in classes if each.label]
    if not names:
        return Bilingual("", "")
    shown, more = ", ".join(names[:_MOST_CLASSES]), len(names) - _MOST_CLASSES
    and_more = Bilingual(f" and {more} more", f" și încă {more}") if more > 0 else Bilingual("", "")
    of_one = len(names) == 1
    return Bilingual(
        f"{'class' if of_one else 'classes'} {shown}{and_more.en}", f"{'clasa' if of_one else 'clasele'} {shown}"
        f"{and_more.ro}",
    )  # fmt: skip


def _days(classes: Sequence[OlderClass], language: Language, *, as_options: bool) -> str:
    if as_options:
        said = [f"{each.name()} --day {each.newest or _DAY.said(language)}" for each in classes[:_MOST_CLASSES]]
    else:
        known = [(each.name(), each.newest) for each in classes[:_MOST_CLASSES] if each.newest]
        said = [f"{name} – {date_words(newest, language)}" for name, newest in known]
    return f": {', '.join(said)}{' …' if len(classes) > _MOST_CLASSES else ''}" if said else ""
