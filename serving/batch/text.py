"""What is said to a person once the lists of all schools are made."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from features.i18n.numbers import counted
from features.i18n.text import Bilingual, Language
from serving.batch.checkpoints import SUMMARY
from serving.batch.places_summary import places_lines
from serving.batch.summary import CountrySummary
from serving.batch.tables import SCHOOLS
from serving.output.text import expected_line, word


def country_lines(summary: CountrySummary, out: Path, language: Language) -> list[str]:
    """Say how many schools and children there are, how many are listed, what is expected, and where it all is."""
    total = summary.total()
    lines = places_lines(summary.places, language) if summary.places else []
    lines.append(_size(total, language))
    if total["listed"]:
        expected = expected_line(total["listed"], summary.expected(), summary.predicted, language)
        lines += [expected, word("not_a_verdict", language)]
    if total["schools_with_cautions"]:
        lines.append(_cautions(total, language))
    if summary.missing:
        lines.append(_incomplete(", ".join(partition.partition for partition in summary.missing), language))
    where = out / f"{SUMMARY}.csv"
    return [
        *lines,
        Bilingual(f"Wrote {where}, lists beside.", f"Am scris {where}; listele sunt alături.").said(language),
    ]


def _size(total: Mapping[str, Any], language: Language) -> str:
    schools, children, listed, unsaid = (total[name] for name in ("schools", "children", "listed", "not_scored"))
    return Bilingual(
        f"{counted(schools, 'school', 'schools', 'en')}, {counted(children, 'child', 'children', 'en')}: "
        f"{listed} listed; of {unsaid} nothing can be said yet.",
        f"{counted(schools, 'școală', 'școli', 'ro')}, {counted(children, 'copil', 'copii', 'ro')}: "
        f"{listed} în liste; despre {unsaid} nu se poate spune încă nimic.",
    ).said(language)


def _cautions(total: Mapping[str, Any], language: Language) -> str:
    some, schools = total["schools_with_cautions"], total["schools"]
    return Bilingual(
        f"{some} of {counted(schools, 'school', 'schools', 'en')} have cautions: in the folder {SCHOOLS}.",
        f"{some} din {counted(schools, 'școală', 'școli', 'ro')} au avertismente: în dosarul {SCHOOLS}.",
    ).said(language)


def _incomplete(partitions: str, language: Language) -> str:
    return Bilingual(
        f"Missing: {partitions}. Correct the records and start again; what is done stays.",
        f"Lipsesc: {partitions}. Corectați datele și porniți din nou; ce e gata rămâne.",
    ).said(language)
