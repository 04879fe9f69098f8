"""How many places each school of a country has, and why, for people and for programs."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from features.files.whole_files import write_text_whole
from features.i18n.code_names import code_name
from features.i18n.numbers import capacity_words, counted, decimal, percent
from features.i18n.text import LANGUAGES, Bilingual, Language
from features.i18n.text_table import WIDTH, table_lines
from models.ranking.placing import Allotment, Bounds, lengths
from serving.batch.checkpoints import PLACES, CountryFiles, write_json
from serving.batch.placing import CountryPlaces
from serving.output.spreadsheet import table_text

SHOWN = 20  # schools, on a screen
NAMED = 5  # schools, in a sentence
COLUMNS = (
    "partition", "school_id", "school_name", "children", "scored", "places", "expected_hits", "why", "why_ro", "why_en",
)  # fmt: skip
_HEADINGS_RO = {
    "partition": "Partea", "school_id": "Școala", "school_name": "Numele școlii", "children": "Copii",
    "scored": "Cu scor", "places": "Locuri", "expected_hits": "Cazuri așteptate", "why_ro": "De ce",
}  # fmt: skip
_LONGEST_NAME = 36  # on a screen


def rows_of(places: CountryPlaces) -> Iterator[dict[str, Any]]:
    """Yield a row per school, partition by partition, with the columns of the file."""
    found = places.allotment
    schools = [
        each
        for partition in places.partitions
        for each in zip(partition.schools, partition.names, partition.children, strict=True)
    ]
    partitions = [partition.partition for partition in places.partitions for _ in partition.schools]
    for number, (partition, (school, name, children)) in enumerate(zip(partitions, schools, strict=True)):
        words = why_words(found, number, children=children)
        cells = (partition, school, name, children, int(found.sizes[number]), int(found.counts[number]))
        more = (float(found.expected[number]), found.why[number], words.ro, words.en)
        yield dict(zip(COLUMNS, (*cells, *more), strict=True))


def why_words(found: Allotment, school: int, *, children: int) -> Bilingual:
    """Say why a school of so many children, scored or not, has so many places."""
    en, ro = (_why(found, school, children - int(found.sizes[school]), language) for language in LANGUAGES)
    return Bilingual(en, ro)


def _why(found: Allotment, school: int, unscored: int, language: Language) -> str:
    why, size, count = found.why[school], int(found.sizes[school]), int(found.counts[school])
    bounds = found.asked.bounds
    if why == "nobody":
        text = Bilingual("nothing can be said of its children yet", "despre copiii ei nu se poate spune încă nimic")
    elif why == "share":
        all_of_them = percent(found.counts.sum() / found.sizes.sum(), language)
        of = _of_children(size, unscored, language)
        text = Bilingual(f"{all_of_them} {of}, as everywhere", f"{all_of_them} {of}, ca peste tot")
    elif why == "at_most" and lengths(bounds.at_most, found.sizes[[school]])[0] == count:
        most = _bound(bounds.at_most, size, unscored, language)
        text = Bilingual(f"at most {most}", f"cel mult {most}")
    elif why in ("at_least", "at_most"):  # a small school's most is its fewest
        least = _bound(bounds.at_least, size, unscored, language)
        few = counted(size, "child", "children", "en"), counted(size, "copil", "copii", "ro")
        small = bounds.at_least > size
        text = Bilingual(
            f"at least {least}" + (f"; it has {few[0]}" if small else ""),
            f"cel puțin {least}" + (f"; are {few[1]}" if small else ""),
        )
    else:
        text = _by_cases(found, school, language)
    return text.said(language)


def _by_cases(found: Allotment, school: int, language: Language) -> Bilingual:
    count, expected = int(found.counts[school]), decimal(float(found.expected[school]), language, 1)
    cut = "-" if found.cut is None else percent(found.cut, language)
    way = Bilingual("by expected cases", "după cazurile așteptate")
    if found.asked.way == "one-list":
        way = Bilingual("one list", "o singură listă")
    if count:
        return Bilingual(
            f"{way.en} ({expected}): scores from {cut} up", f"{way.ro} ({expected}): scoruri de la {cut} în sus"
        )
    return Bilingual(f"{way.en}: no score above {cut}", f"{way.ro}: niciun scor peste {cut}")


def _bound(bound: float, size: int, unscored: int, language: Language) -> str:
    words = capacity_words(bound, language)
    return words if bound >= 1 else f"{words} {_of_children(size, unscored, language)}"


def _of_children(size: int, unscored: int, language: Language) -> str:
    """Say of how many children a share is: of those with a score, and how many there are without."""
    children = Bilingual(counted(size, "child", "children", "en"), counted(size, "copil", "copii", "ro"))
    without = Bilingual("", "")
    if unscored:
        without = Bilingual(f" with a score ({unscored} without)", f" cu scor ({unscored} fără)")
    return Bilingual(f"of {children.en}{without.en}", f"din {children.ro}{without.ro}").said(language)


def write_places(places: CountryPlaces, files: CountryFiles, language: Language = "en") -> None:
    """Write ``places.json`` and ``places.csv``, with a row per school."""
    rows, asked = list(rows_of(places)), places.allotment.asked
    content = {
        "places": int(places.allotment.counts.sum()),
        "by": asked.way,
        "bounds": asdict(asked.bounds) if asked.way == "school" else None,
        "cut": places.allotment.cut,
        "above_most": [_school_at(rows, number) for number in places.allotment.above_most],
        "expected_hits": dict(places.expected),
        "schools": rows,
    }
    write_json(files.out / f"{PLACES}.json", content)
    text = table_text(rows, COLUMNS, headings=_HEADINGS_RO, language=language)
    write_text_whole(files.out / f"{PLACES}.csv", text)


def _school_at(rows: Sequence[Mapping[str, Any]], number: int) -> dict[str, str]:
    return {name: rows[number][name] for name in ("partition", "school_id")}


def places_lines(places: CountryPlaces, language: Language) -> list[str]:
    """Return the schools with most places as a table, and what other ways of giving the places would hold."""
    by_number = list(rows_of(places))
    above = [by_number[number]["school_id"] for number in places.allotment.above_most]
    rows = sorted(by_number, key=lambda row: -row["places"])
    titles = (
        Bilingual("school", "școala"), Bilingual("children", "copii"), Bilingual("places", "locuri"),
        Bilingual("expected cases", "cazuri așteptate"), Bilingual("why", "de ce"),
    )  # fmt: skip
    cells = [
        (
            _named(row["school_id"], row["school_name"]),
            str(row["children"]),
            str(row["places"]),
            decimal(row["expected_hits"], language, 1),
            row[f"why_{language}"],
        )
        for row in rows[:SHOWN]
    ]
    table = table_lines([tuple(title.said(language) for title in titles), *cells], right=(1, 2, 3), whole=(0, 1, 2, 3))
    sentences = (*_above_most(above, places.allotment.asked.bounds, language), _compared(places, language))
    wrapped = [line for sentence in sentences for line in textwrap.wrap(sentence, WIDTH)]
    return [*table, *_more(len(rows) - SHOWN, language), *wrapped]


def _above_most(schools: Sequence[str], bounds: Bounds, language: Language) -> Iterator[str]:
    """Say in which schools both bounds cannot hold, and which does."""
    if not schools:
        return
    named = ", ".join(schools[:NAMED]) + (", …" if len(schools) > NAMED else "")
    least, most = (capacity_words(bound, language) for bound in (bounds.at_least, bounds.at_most))
    yield Bilingual(
        f"In {counted(len(schools), 'school', 'schools', 'en')} ({named}) at most {most} would be fewer than at least "
        f"{least}: there --at-least holds, and the lists are longer than --at-most.",
        f"În {counted(len(schools), 'școală', 'școli', 'ro')} ({named}) cel mult {most} ar fi mai puțin decât cel "
        f"puțin {least}: acolo rămâne valabil --at-least, iar listele sunt mai lungi decât --at-most.",
    ).said(language)


def _named(school_id: str, name: str) -> str:
    return f"{school_id} {textwrap.shorten(name, _LONGEST_NAME, placeholder='…')}".rstrip()


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
