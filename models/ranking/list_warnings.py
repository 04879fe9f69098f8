"""What should be known before a list is believed.

Cautions are in the order of their weight: what the training never saw comes before what has changed since. All of them
are in the list; ``most_important`` are those that fit beside it.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from features.arrays import Positions, Texts
from features.i18n.dates import date_words
from features.i18n.numbers import counted
from features.i18n.text import LANGUAGES, Bilingual, Language
from features.records.records import Records
from features.table.feature_table import FeatureTable
from models.drift.sentences import MARKS, features_moved, marks_missing, says_marks_are_missing
from models.drift.shifts import Drift, Shift
from models.ranking.ordering import Ties
from models.risk.model import INVENTED_CHILDREN, RiskModel, TrainedOn
from models.risk.school_effect import mean_past_share

MOST_SHOWN = 2
STALE_AFTER_DAYS = 30
SEASON_WITHIN_DAYS = 45
STALE_RECORDS = "stale_records"  # the code of the caution that asks for the days of absences and marks
INVENTED = "invented_children"  # the code of the caution that speaks of the model alone, not of a school
OLD_AFTER_DAYS = 365  # from the last day of the outcomes that the training saw

_DAYS_PER_YEAR = 365
_NAMED = 3  # schools or counties


@dataclass(frozen=True)
class Caution:
    """One remark to show beside a list, in both languages."""

    code: str
    text_ro: str
    text_en: str

    def text(self, language: Language) -> str:
        """Return the remark."""
        return self.text_ro if language == "ro" else self.text_en


@dataclass(frozen=True)
class ListWarnings:
    """The cautions about lists of some records at a date, by one model; ``scored`` are the places of its children."""

    model: RiskModel
    table: FeatureTable
    records: Records
    scored: Positions

    def of_school(self, school_id: str) -> tuple[Caution, ...]:
        """Return the cautions about the list of one school."""
        shifts = self._drift.of_school(school_id) if self._drift else ()
        return self._said([school_id], self._moved(shifts, self._of_school[school_id], everywhere=False))

    def of_all(self) -> tuple[Caution, ...]:
        """Return the cautions about one list of all schools; where there is a single one, they are its own."""
        schools = list(self._of_school)
        return self.of_school(schools[0]) if len(schools) == 1 else self._said(schools)

    @cached_property
    def is_elsewhere(self) -> bool:
        """Whether the training saw none of these schools, as those of another county."""
        name_of = self.model.trained_on.usual.name_of
        return bool(self._known) and self._known.isdisjoint(map(name_of, self._of_school))

    @cached_property
    def shared_sd(self) -> float:
        """How much all schools of these records may differ together: more where the training saw none of them."""
        shared = self.model.shared
        return shared.elsewhere(mean_past_share(self.table.values)) if self.is_elsewhere else shared.sd

    def _said(self, schools: Sequence[str], own: Iterable[Caution] = ()) -> tuple[Caution, ...]:
        """Return the cautions about these schools, with their ``own`` before what is true of all lists of the time."""
        invented = _invented(self.model.trained_on)
        found = (invented, *self._unseen(schools), *self._of_records, *own, *self._moved_everywhere, *self._of_time)
        return tuple(caution for caution in found if caution)

    @cached_property
    def _known(self) -> frozenset[str]:
        """The schools of the training, by the names that the model has for them."""
        return frozenset(each.school for each in self.model.trained_on.usual.schools)

    @cached_property
    def _of_records(self) -> tuple[Caution | None, ...]:
        """What is said of the records whatever the school: they are read once."""
        missing = (_missing_table(each) for each in self.model.trained_on.tables if each not in self.records.given)
        return (*missing, _stale(self.table.as_of, self.records))

    @cached_property
    def _of_time(self) -> tuple[Caution | None, ...]:
        return _old(self.model, self.table.as_of), _season(self.table.as_of, self.model.trained_on)

    @cached_property
    def _of_school(self) -> Mapping[str, Positions]:
        """The places of the scored children of each school."""
        schools = self.table.pupils["school_id"].to_numpy(object)
        found = {str(school): self.scored[:0] for school in dict.fromkeys(schools)}
        by_school = self.table.pupils.iloc[self.scored].groupby("school_id").indices
        return found | {str(school): self.scored[places] for school, places in by_school.items()}

    def _unseen(self, schools: Sequence[str]) -> Iterator[Caution]:
        """Say which counties, and which schools of the others, were not in the training."""
        trained_on = self.model.trained_on
        new_counties = sorted({self._counties.get(each, "") for each in schools} - {"", *trained_on.counties})
        if trained_on.counties and new_counties:
            yield _county_unseen(new_counties)
        new = [
            each
            for each in schools
            if trained_on.usual.name_of(each) not in self._known
            and not (trained_on.counties and self._counties.get(each, "") in new_counties)
        ]
        if self._known and new:
            yield _school_unseen(new, of=len(schools))

    @cached_property
    def _counties(self) -> Mapping[str, str]:
        return county_of_school(self.records)

    @cached_property
    def _drift(self) -> Drift | None:
        """The scored children beside the training's; a missing table has a caution of its own."""
        trained_on, table = self.model.trained_on, self.table
        if not trained_on.usual.references or not len(self.scored):
            return None
        return Drift(
            trained=trained_on.usual,
            features=[each for each in table.features if not set(each.tables) & set(table.missing_tables)],
            values=table.values.iloc[self.scored],
            schools=_texts(table.pupils["school_id"].to_numpy(object)[self.scored]),
            month=_nearest(table.as_of, trained_on).month,
        )

    @cached_property
    def _moved_everywhere(self) -> tuple[Caution, ...]:
        shifts = self._drift.of_all if self._drift else ()
        return tuple(self._moved(shifts, self.scored, everywhere=True))

    def _moved(self, shifts: Sequence[Shift], children: Positions, *, everywhere: bool) -> Iterator[Caution]:
        for shift in shifts:
            if says_marks_are_missing(shift):
                yield _caution("marks_missing", marks_missing(shift, empty_classes=self._without_marks(children)))
        without_marks = any(map(says_marks_are_missing, shifts))
        rest = [each for each in shifts if not (without_marks and each.feature.group == "grades" and each.of_missing)]
        if rest:
            code = "records_moved" if everywhere else "features_moved"
            yield _caution(code, features_moved(rest, everywhere=everywhere))

    def _without_marks(self, children: Positions) -> int:
        """Count the classes of these children in which nobody has a mark this year."""
        without, pupils = self.table.values[MARKS].iloc[children].isna(), self.table.pupils.iloc[children]
        return int(without.groupby([pupils["school_id"], pupils["class_label"].fillna("")]).all().sum())


def county_of_school(records: Records) -> Mapping[str, str]:
    """Return the county of each school of which it is known."""
    schools = records["schools"]
    known = schools["county"].notna().to_numpy()
    return dict(zip(schools["school_id"][known].astype(str), schools["county"][known].astype(str), strict=True))


def most_important(cautions: Sequence[Caution]) -> tuple[Caution, ...]:
    """Return the cautions that are shown beside a list; the others are told on request."""
    return tuple(cautions[:MOST_SHOWN])


def of_ties(ties: Ties) -> tuple[Caution, ...]:
    """Return the caution that the last places of a list are drawn by the code among children of one score."""
    if not ties.are_cut:
        return ()
    return (
        Caution(
            "ties_at_cut",
            f"Pe listă {'stă' if ties.listed == 1 else 'stau'} {ties.listed} din "
            f"{counted(ties.tied, 'copil', 'copii', 'ro')} cu același scor, în ordinea codurilor; ceilalți nu sunt "
            "altfel. Uitați-vă la toți sau alegeți altă capacitate.",
            f"{ties.listed} of {counted(ties.tied, 'child', 'children', 'en')} with the same score "
            f"{'stands' if ties.listed == 1 else 'stand'} on the list, in the order of their codes; the others are no "
            "different. Look at all of them, or choose another capacity.",
        ),
    )


def _texts(values: Texts) -> Texts:
    return np.array([str(each) for each in values], dtype=object)


def _caution(code: str, text: Bilingual) -> Caution:
    return Caution(code, text.ro, text.en)


def _invented(trained_on: TrainedOn) -> Caution | None:
    if not trained_on.invented:
        return None
    return _caution(INVENTED, INVENTED_CHILDREN)


def _county_unseen(counties: Sequence[str]) -> Caution:
    named = ", ".join(counties[:_NAMED]) + (", ..." if len(counties) > _NAMED else "")
    many = len(counties) > 1
    return Caution(
        "county_unseen",
        f"{'Județele' if many else 'Județul'} {named} nu {'erau' if many else 'era'} în datele de antrenare; cât de "
        "bună este aici lista nu s-a verificat.",
        f"{'The counties' if many else 'The county'} {named} {'were' if many else 'was'} not in the training; how good "
        "the list is here was not checked.",
    )


def _school_unseen(schools: Sequence[str], *, of: int) -> Caution:
    if of == 1:
        return Caution(
            "school_unseen",
            "Școala nu era în datele de antrenare; scorurile copiilor ei sunt mai puțin sigure.",
            "The school was not in the training; the scores of its children are less certain.",
        )
    named = ", ".join(schools[:_NAMED]) + (", ..." if len(schools) > _NAMED else "")
    return Caution(
        "school_unseen",
        f"{counted(len(schools), 'școală', 'școli', 'ro')} din {of} nu {'era' if len(schools) == 1 else 'erau'} în "
        f"datele de antrenare ({named}); scorurile copiilor de acolo sunt mai puțin sigure.",
        f"{len(schools)} of {of} schools {'was' if len(schools) == 1 else 'were'} not in the training ({named}); the "
        "scores of their children are less certain.",
    )


def _old(model: RiskModel, as_of: dt.date) -> Caution | None:
    """Warn of a model whose latest outcomes are more than a year before the list."""
    if not model.trained_on.as_of:
        return None
    until = max(model.trained_on.as_of) + dt.timedelta(days=model.target.horizon_days)
    if (as_of - until).days <= OLD_AFTER_DAYS:
        return None
    return Caution(
        "old_model",
        f"Modelul știe ce s-a întâmplat cu elevii numai până la {date_words(until, 'ro')}, acum mai bine de un an; "
        "antrenați-l din nou.",
        f"The model knows what became of pupils only until {date_words(until, 'en')}, more than a year ago; train it "
        "again.",
    )


def _missing_table(name: str) -> Caution:
    return Caution(
        "missing_table",
        f"Modelul a fost antrenat cu tabelul {name}, care aici lipsește; lista este mai puțin sigură.",
        f"The model was trained with the table {name}, which is missing here; the list is less certain.",
    )


def _stale(as_of: dt.date, records: Records) -> Caution | None:
    last = records.last_day_before(as_of)
    if last is not None and (as_of - last).days <= STALE_AFTER_DAYS:
        return None
    since_en = f"the latest one is of {date_words(last, 'en')}" if last else "there is none"
    since_ro = f"ultima este din {date_words(last, 'ro')}" if last else "nu există niciuna"
    return Caution(
        STALE_RECORDS,
        f"Absențele și notele sunt mult mai vechi decât {date_words(as_of, 'ro')}: {since_ro}. Completați-le înainte "
        "de a folosi lista.",
        f"Absences and marks are much older than {date_words(as_of, 'en')}: {since_en}. Bring them up to date before "
        "using the list.",
    )


def _season(as_of: dt.date, trained_on: TrainedOn) -> Caution | None:
    if not trained_on.as_of or _days_apart(as_of, _nearest(as_of, trained_on)) <= SEASON_WITHIN_DAYS:
        return None
    en, ro = (", ".join(date_words(date, language) for date in trained_on.as_of) for language in LANGUAGES)
    return Caution(
        "season",
        f"Modelul a fost antrenat pentru alte perioade ale anului ({ro}); la {date_words(as_of, 'ro')} lista este mai "
        "puțin sigură.",
        f"The model was trained for other times of the year ({en}); at {date_words(as_of, 'en')} the list is less "
        "certain.",
    )


def _nearest(as_of: dt.date, trained_on: TrainedOn) -> dt.date:
    """Return the training's date that is nearest within the year; of equally near ones the latest."""
    return min(trained_on.as_of, key=lambda date: (_days_apart(as_of, date), -date.toordinal()))


def _days_apart(first: dt.date, second: dt.date) -> int:
    """Return the distance in days within the year, whatever the years are."""
    apart = abs(first.timetuple().tm_yday - second.timetuple().tm_yday)
    return min(apart, _DAYS_PER_YEAR - apart)
