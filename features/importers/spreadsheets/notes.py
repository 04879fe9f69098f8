"""What is said of how sheets were read: nothing of that is a mistake, all of it may be worth a look."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from features.i18n.numbers import counted
from features.i18n.text import LANGUAGES, Bilingual
from features.importers.spreadsheets.files.grid import Sheet, Workbook
from features.importers.spreadsheets.headings.answer_words import words_for
from features.importers.spreadsheets.layouts.reading import TableReading
from features.importers.spreadsheets.mapping import SheetMapping, fingerprint_of
from features.schema.problems import in_quotes
from features.schema.synonyms import plain

# How the sheets of our template begin that only explain it.
EXPLAINING = (
    Bilingual("What to write where", "Ce se scrie unde"),
    Bilingual("How to fill in this workbook", "Cum se completează acest fișier"),
)
_DEFAULT_NAME = re.compile(r"(?:foai?[ea]|sheet|table|tabel|worksheet)\s*_?\d*", re.IGNORECASE)
_SEMESTER = re.compile(r"\b(?:sem(?:estrul)?\.?\s*|s)(?:ii?|[12])(?!\w)", re.IGNORECASE)
_SAYS_A_DAY = re.compile(r"(?<![\d./])(?:[0-2]?\d|3[01])[./](?:0?[1-9]|1[0-2])(?!\d)")
_REMARKS = frozenset(
    ("observatii", "obs", "mentiuni", "mentiunispeciale", "altementiuni", "notes", "remarks", "comments")
)
_Count = Callable[[int, str], Bilingual]


def _counted(en: tuple[str, str], ro: tuple[str, str]) -> _Count:
    """Return what says a count; ``{year}`` stands for the school year."""

    def said(count: int, year: str) -> Bilingual:
        words = Bilingual(counted(count, *en, "en"), counted(count, *ro, "ro"))
        return Bilingual(*(each.format(year=year) for each in words))

    return said


_COUNTS: Mapping[str, _Count] = {
    "guessed_years": _counted(
        ("day without a year: of the school year {year}", "days without a year: of the school year {year}"),
        ("dată fără an: din anul școlar {year}", "date fără an: din anul școlar {year}"),
    ),
    "filled_down": _counted(
        ("row without a name: of the pupil above", "rows without a name: of the pupil above"),
        ("rând fără nume: al elevului de deasupra", "rânduri fără nume: ale elevului de deasupra"),
    ),
    "filled_class": _counted(
        ("pupil without a class: of the class above", "pupils without a class: of the class above"),
        ("elev fără clasă: al clasei de deasupra", "elevi fără clasă: ai clasei de deasupra"),
    ),
    "left_out": _counted(
        ("row of totals or signatures left out", "rows of totals or signatures left out"),
        ("rând de totaluri sau semnături lăsat deoparte", "rânduri de totaluri sau semnături lăsate deoparte"),
    ),
    "crosses": _counted(
        ("day with a cross that says no hours: 1 hour; if it was more, write the number of hours into the cell",
         "days with a cross that says no hours: 1 hour each; where it was more, write the number of hours into the "
         "cell"),
        ("zi cu un semn fără număr de ore: 1 oră; dacă au fost mai multe, scrieți în celulă numărul de ore",
         "zile cu un semn fără număr de ore: câte 1 oră; unde au fost mai multe, scrieți în celulă numărul de ore"),
    ),
    "span_days": _counted(
        ("weekday of a span such as 15.10-17.10: one entry, as if it were written out",
         "weekdays of spans such as 15.10-17.10: one entry each, as if they were written out"),
        ("zi lucrătoare dintr-un interval precum 15.10-17.10: o absență, ca și cum ar fi scrisă",
         "zile lucrătoare din intervale precum 15.10-17.10: câte o absență, ca și cum ar fi scrise"),
    ),
    "month_marks": _counted(
        ("mark without a day: of the last day of the sheet's month",
         "marks without a day: of the last day of the sheet's month"),
        ("notă fără zi: din ultima zi a lunii de pe foaie", "note fără zi: din ultima zi a lunii de pe foaie"),
    ),
    "modules": _counted(
        ("total of a module: of its days in the calendar of the school year; the third and the fourth meet in the "
         "winter week that each county chooses",
         "totals of modules: of their days in the calendar of the school year; the third and the fourth meet in the "
         "winter week that each county chooses"),
        ("coloană cu totalul unui modul: din zilele lui, după calendarul anului școlar; modulele III și IV se despart "
         "în săptămâna de vacanță aleasă de fiecare județ",
         "coloane cu totaluri pe module: din zilele lor, după calendarul anului școlar; modulele III și IV se despart "
         "în săptămâna de vacanță aleasă de fiecare județ"),
    ),
    "year_marks": _counted(
        ("mark without a day of a school year that is over: of its last day of lessons",
         "marks without a day of a school year that is over: of its last day of lessons"),
        ("notă fără zi dintr-un an școlar încheiat: din ultima zi de cursuri",
         "note fără zi dintr-un an școlar încheiat: din ultima zi de cursuri"),
    ),
    "averages": _counted(
        ("average without a day: of the last day of lessons, or of today",
         "averages without a day: of the last day of lessons, or of today"),
        ("medie fără zi: din ultima zi de cursuri sau de azi", "medii fără zi: din ultima zi de cursuri sau de azi"),
    ),
    "no_outcome": _counted(
        ("pupil whose year is not closed: no outcome yet", "pupils whose year is not closed: no outcome yet"),
        ("elev cu situația neîncheiată încă: niciun rezultat", "elevi cu situația neîncheiată încă: niciun rezultat"),
    ),
    "outcome_in_days": _counted(
        ("day with a word such as transferat, left out; write how it ended in a column Situația",
         "days with a word such as transferat, left out; write how it ended in a column Situația"),
        ("zi cu un cuvânt precum transferat, lăsată deoparte; scrieți rezultatul într-o coloană Situația",
         "zile cu un cuvânt precum transferat, lăsate deoparte; scrieți rezultatul într-o coloană Situația"),
    ),
    "doubled_totals": _counted(
        ("total of a month or year left out: its parts are there",
         "totals of a month or year left out: their parts are there"),
        ("total pe lună sau an lăsat deoparte: părțile lui există",
         "totaluri pe lună sau an lăsate deoparte: părțile lor există"),
    ),
    "exempt": _counted(
        ("cell that says exempt: no mark", "cells that say exempt: no marks"),
        ("celulă cu „scutit”: nicio notă", "celule cu „scutit”: nicio notă"),
    ),
    "repeated_figures": _counted(
        ("total or average that another sheet says too: counted once",
         "totals or averages that another sheet says too: counted once"),
        ("total sau medie de pe încă o foaie: se numără o singură dată",
         "totaluri sau medii de pe încă o foaie: se numără o singură dată"),
    ),
}  # fmt: skip


def notes_of(
    workbooks: Iterable[Workbook],
    readings: Sequence[TableReading],
    mapping: SheetMapping,
    year: str,
    doubled: Mapping[str, int],
) -> tuple[Bilingual, ...]:
    """Return the notes of an import, file by file, and how many rows of which kind are ``doubled``."""
    notes: dict[Bilingual, None] = {}
    for book in workbooks:
        for note in book.notes:
            notes[_of_file(book.file, note)] = None
        counts: Counter[str] = Counter()
        for reading in (each for each in readings if each.table.sheet.file == book.file):
            counts.update(reading.findings.counts)
            counts["left_out"] += reading.table.left_out
            for note in (
                *_near(reading),
                *_of_semesters(reading),
                *_dropped(reading),
                *_left_out(reading),
                *_changed(reading, mapping),
            ):
                notes[_of_file(book.file, note)] = None
        for name, count in counts.items():
            if count:
                notes[_of_file(book.file, _COUNTS[name](count, year))] = None
    for name, count in doubled.items():
        if count:
            notes[_COUNTS[name](count, year)] = None
    return tuple(notes)


def not_read(sheets: Iterable[Sheet]) -> Iterator[Bilingual]:
    """Yield a note for each sheet on which no pupils stand, unless it is one of our own that is only to be read."""
    for sheet in (each for each in sheets if not _is_only_to_read(each)):
        name = f"{sheet.file}, {sheet.name}" if sheet.name else sheet.file
        yield Bilingual(f"{name}: no pupils on it, left out", f"{name}: fără elevi, lăsată deoparte")


def _is_only_to_read(sheet: Sheet) -> bool:
    """Tell the sheets of our template that explain it, by their first words: none of them is ever filled in."""
    return bool(sheet.rows) and sheet.text(0, 0) in {text for begin in EXPLAINING for text in begin}


def _of_file(file: str, note: Bilingual) -> Bilingual:
    return Bilingual(f"{file}: {note.en}", f"{file}: {note.ro}")


def _near(reading: TableReading) -> Iterator[Bilingual]:
    for heading in reading.table.headings:
        if heading.near:
            meant = words_for(heading.target or heading.subject)
            yield Bilingual(f"'{heading.text}' read as {meant.en}", f"„{heading.text}” citit ca {meant.ro}")


def _of_semesters(reading: TableReading) -> Iterator[Bilingual]:
    """Say how many averages of semesters are left out: what counts is the average of the year."""
    left = [each for each in reading.table.headings if each.target == "ignore" and _SEMESTER.search(each.text)]
    if count := sum(cell is not None for each in left for cell in reading.table.cells(each)):
        averages = Bilingual(counted(count, "average", "averages", "en"), counted(count, "medie", "medii", "ro"))
        yield Bilingual(
            f"{averages.en} of semesters left out: only averages of the year count",
            f"{averages.ro} de pe semestre lăsate deoparte: contează doar mediile anuale",
        )


def _dropped(reading: TableReading) -> Iterator[Bilingual]:
    """Say how many cells stand under a heading of identity numbers and are none: they are dropped as well."""
    for heading in reading.table.columns("pupil.cnp"):
        if count := sum(cell is not None for cell in reading.table.cells(heading)):
            values = Bilingual(counted(count, "value", "values", "en"), counted(count, "valoare", "valori", "ro"))
            yield Bilingual(
                f"column '{heading.text}': {values.en} that are no valid identity numbers (CNP) dropped too",
                f"coloana „{heading.text}”: {values.ro} fără cifra de control a unui CNP, de asemenea eliminate",
            )


_LEFT_OUT: Mapping[str, Bilingual] = {
    "protected": Bilingual(
        "Prezent keeps nothing of ethnicity, citizenship, religion or health",
        "Prezent nu păstrează nimic despre etnie, cetățenie, religie sau sănătate",
    ),
    "commute": Bilingual(
        "of the way to school only its minutes count, in a column 'Minutes on the way to school'",
        "despre drumul până la școală contează doar minutele, într-o coloană „Minute până la școală”",
    ),
    "further": Bilingual("Prezent has no use for what it says", "Prezent nu folosește ce scrie acolo"),
}  # fmt: skip


def _left_out(reading: TableReading) -> Iterator[Bilingual]:
    """Name the columns that the records have no place for, where something stands in them, and say why."""
    named: dict[str, dict[str, None]] = {}
    yield from _days_left_out(reading)
    for heading in reading.table.headings:
        if heading.left_out and any(cell is not None for cell in reading.table.cells(heading)):
            named.setdefault(heading.left_out, {})[heading.text] = None
    for reason, texts in named.items():
        why, quoted = _LEFT_OUT[reason], [in_quotes(text) for text in texts]
        en, ro = (", ".join(each.said(language) for each in quoted) for language in LANGUAGES)
        one = len(texts) == 1
        yield Bilingual(
            f"{'column' if one else 'columns'} {en} left out: {why.en}",
            f"{'coloana' if one else 'coloanele'} {ro} {'este lăsată' if one else 'sunt lăsate'} deoparte: {why.ro}",
        )


def _days_left_out(reading: TableReading) -> Iterator[Bilingual]:
    """Say where days stand in a column of remarks that is left out: of a register they would be lost."""
    for heading in reading.table.headings:
        if not heading.left_out or plain(heading.text) not in _REMARKS:
            continue
        count = sum(
            _SAYS_A_DAY.search(cell) is not None for cell in reading.table.cells(heading) if isinstance(cell, str)
        )
        if count:
            column, en, ro = in_quotes(heading.text), *_cells_said(count)
            yield Bilingual(
                f"days stand in {en} of column {column.en}, which is left out; marks or absences need a column of "
                "their own",
                f"în {ro} din coloana {column.ro}, lăsată deoparte, sunt zile; notele sau absențele au nevoie de o "
                "coloană a lor",
            )


def _cells_said(count: int) -> tuple[str, str]:
    return counted(count, "cell", "cells", "en"), counted(count, "celulă", "celule", "ro")


def _changed(reading: TableReading, mapping: SheetMapping) -> Iterator[Bilingual]:
    """Say what is new on a sheet, and what is gone, since the mapping was made."""
    table = reading.table
    layout = next((each for each in mapping.layouts if each.sheet == (table.sheet.name or table.sheet.file)), None)
    if (
        layout is None
        or not layout.headings
        or _DEFAULT_NAME.fullmatch(layout.sheet)
        or mapping.layout(fingerprint_of(table.headings)).headings
    ):
        return
    now = tuple(each.text for each in table.headings if each.text and each.target != "day")
    same = set(map(plain, now)) & set(map(plain, layout.headings))
    if 2 * len(same) < max(len(now), len(layout.headings)):
        return  # another table, which only has the name of that one
    new, gone = (", ".join(each) for each in mapping.changes(type(layout)("", layout.sheet, headings=now)))
    if new or gone:
        words = ((Bilingual("new", "noi"), new), (Bilingual("missing", "lipsesc"), gone))
        en, ro = ("; ".join(f"{each.said(language)}: {said}" for each, said in words if said) for language in LANGUAGES)
        yield Bilingual(
            f"{layout.sheet}: other headings than the last time; {en}",
            f"{layout.sheet}: alte coloane decât data trecută; {ro}",
        )
