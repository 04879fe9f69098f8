"""How many places each school of a country has, and why, for people and for programs."""

import csv
import io
import textwrap
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from features.files.spreadsheet_cells import guarded
from features.files.whole_files import write_text_whole
from features.i18n.code_names import code_name
from features.i18n.numbers import capacity_words, counted, decimal, percent
from features.i18n.text import LANGUAGES, Bilingual, Language
from features.i18n.text_table import WIDTH, table_lines
from models.ranking.placing import Allotment, lengths
from serving.batch.checkpoints import PLACES, CountryFiles, write_json
from serving.batch.placing import CountryPlaces

SHOWN = 20  # schools, on a screen
COLUMNS = ("partition", "school_id", "children", "scored", "places", "expected_hits", "why", "why_ro", "why_en")


def rows_of(places: CountryPlaces) -> Iterator[dict[str, Any]]:
    """Yield a row per school, partition by partition, with the columns of the file."""
    found = places.allotment
    schools = [
        each for partition in places.partitions for each in zip(partition.schools, partition.children, strict=True)
    ]
    partitions = [partition.partition for partition in places.partitions for _ in partition.schools]
    for number, (partition, (school, children)) in enumerate(zip(partitions, schools, strict=True)):
        words = why_words(found, number)
        cells = (partition, school, children, int(found.sizes[number]), int(found.counts[number]))
        more = (float(found.expected[number]), found.why[number], words.ro, words.en)
        yield dict(zip(COLUMNS, (*cells, *more), strict=True))


def why_words(found: Allotment, school: int) -> Bilingual:
    """Say why a school has so many places."""
    en, ro = (_why(found, school, language) for language in LANGUAGES)
    return Bilingual(en, ro)


def _why(found: Allotment, school: int, language: Language) -> str:
    why, size, count = found.why[school], int(found.sizes[school]), int(found.counts[school])
    bounds = found.asked.bounds
    if why == "nobody":
        text = Bilingual("nothing can be said of its children yet", "despre copiii ei nu se poate spune încă nimic")
    elif why == "share":
        all_of_them = percent(found.counts.sum() / found.sizes.sum(), language)
        of = _of_children(size, language)
        text = Bilingual(f"{all_of_them} {of}, as everywhere", f"{all_of_them} {of}, ca peste tot")
    elif why == "at_most" and lengths(bounds.at_most, found.sizes[[school]])[0] == count:
        most = _bound(bounds.at_most, size, language)
        text = Bilingual(f"at most {most}", f"cel mult {most}")
    elif why in ("at_least", "at_most"):  # a small school's most is its fewest
        least = _bound(bounds.at_least, size, language)
        few = counted(size, "child", "children", "en"), counted(size, "copil", "copii", "ro")
        small = bounds.at_least > size
        text = Bilingual(
            f"at least {least}" + (f"; it has {few[0]}" if small else ""),
            f"cel puțin {least}" + (f"; are {few[1]}" if small else ""),
        )
    else:
        text = _by_cases(found, count, language)
    return text.said(language)


def _by_cases(found: Allotment, count: int, language: Language) -> Bilingual:
    cut = "-" if found.cut is None else percent(found.cut, language)
    way = {"en": "one list", "ro": "o singură listă"} if found.asked.way == "one-list" else {
        "en": "by expected cases", "ro": "după cazurile așteptate",
    }  # fmt: skip
    if count:
        return Bilingual(f"{way['en']}: scores from {cut} up", f"{way['ro']}: scoruri de la {cut} în sus")
    return Bilingual(f"{way['en']}: no score above {cut}", f"{way['ro']}: niciun scor peste {cut}")


def _bound(bound: float, size: int, language: Language) -> str:
    words = capacity_words(bound, language)
    return words if bound >= 1 else f"{words} {_of_children(size, language)}"


def _of_children(size: int, language: Language) -> str:
    return f"of {counted(size, 'child', 'children', 'en')}" if language == "en" else (
        f"din {counted(size, 'copil', 'copii', 'ro')}"
    )  # fmt: skip


def write_places(places: CountryPlaces, files: CountryFiles) -> None:
    """Write ``places.json`` and ``places.csv``, with a row per school."""
    rows, asked = list(rows_of(places)), places.allotment.asked
    content = {
        "places": int(places.allotment.counts.sum()),
        "by": asked.way,
        "bounds": asdict(asked.bounds) if asked.way == "school" else None,
        "cut": places.allotment.cut,
        "expected_hits": dict(places.expected),
        "schools": rows,
    }
    write_json(files.out / f"{PLACES}.json", content)
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(
        {name: guarded(cell) if isinstance(cell, str) else cell for name, cell in row.items()} for row in rows
    )
    write_text_whole(files.out / f"{PLACES}.csv", text.getvalue())


def places_lines(places: CountryPlaces, language: Language) -> list[str]:
    """Return the schools with most places as a table, and what other ways of giving the places would hold."""
    rows = sorted(rows_of(places), key=lambda row: -row["places"])
    titles = (
        Bilingual("school", "școala"), Bilingual("children", "copii"), Bilingual("places", "locuri"),
        Bilingual("expected cases", "cazuri așteptate"), Bilingual("why", "de ce"),
    )  # fmt: skip
    cells = [
        (row["school_id"], str(row["children"]), str(row["places"]), decimal(row["expected_hits"], language, 1),
         row[f"why_{language}"])
        for row in rows[:SHOWN]
    ]  # fmt: skip
    table = table_lines([tuple(title.said(language) for title in titles), *cells], right=(1, 2, 3), whole=(0, 1, 2, 3))
    return [*table, *_more(len(rows) - SHOWN, language), *textwrap.wrap(_compared(places, language), WIDTH)]


def _more(schools: int, language: Language) -> list[str]:
    if schools <= 0:
        return []
    more = Bilingual(
        f"... and {counted(schools, 'more school', 'more schools', 'en')}: in {PLACES}.csv.",
        f"... și încă {counted(schools, 'școală', 'școli', 'ro')}: în {PLACES}.csv.",
    )
    return [more.said(language)]


def _compared(places: CountryPlaces, language: Language) -> str:
    cases = "; ".join(
        f"{code_name('placing', way).said(language)} {decimal(expected, language, 1)}"
        for way, expected in places.expected.items()
    )
    count = int(places.allotment.counts.sum())
    return Bilingual(
        f"Expected cases among {counted(count, 'place', 'places', 'en')}: {cases}.",
        f"Cazuri așteptate la {counted(count, 'loc', 'locuri', 'ro')}: {cases}.",
    ).said(language)
