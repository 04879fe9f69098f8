"""What is said to a person once the lists of all schools are made."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from features.i18n.numbers import counted
from features.i18n.text import Language
from serving.batch.checkpoints import SUMMARY
from serving.batch.summary import CountrySummary
from serving.batch.tables import SCHOOLS
from serving.output.text import expected_line, word


def country_lines(summary: CountrySummary, out: Path, language: Language) -> list[str]:
    """Say how many schools and children there are, how many are listed, what is expected, and where it all is."""
    total = summary.total()
    lines = [_size(total, language)]
    if total["listed"]:
        lines += [expected_line(total["listed"], summary.expected(), language), word("not_a_verdict", language)]
    if total["schools_with_cautions"]:
        lines.append(_cautions(total, language))
    if summary.missing:
        lines.append(_incomplete(", ".join(part.part for part in summary.missing), language))
    where = out / f"{SUMMARY}.csv"
    return [
        *lines,
        f"S-a scris {where}; listele sunt alături." if language == "ro" else f"Wrote {where}, lists beside.",
    ]


def _size(total: Mapping[str, Any], language: Language) -> str:
    if language == "ro":
        schools = counted(total["schools"], "școală", "școli", "ro")
        children = counted(total["children"], "copil", "copii", "ro")
        unsaid = f"despre {total['not_scored']} nu se poate spune încă nimic"
        return f"{schools}, {children}: {total['listed']} în liste; {unsaid}."
    schools = counted(total["schools"], "school", "schools", "en")
    children = counted(total["children"], "child", "children", "en")
    return f"{schools}, {children}: {total['listed']} listed; of {total['not_scored']} nothing can be said yet."


def _cautions(total: Mapping[str, Any], language: Language) -> str:
    if language == "ro":
        return f"{total['schools_with_cautions']} din {total['schools']} școli au avertismente: în dosarul {SCHOOLS}."
    return f"{total['schools_with_cautions']} of {total['schools']} schools have cautions: in the folder {SCHOOLS}."


def _incomplete(parts: str, language: Language) -> str:
    if language == "ro":
        return f"Lipsesc: {parts}. Corectați datele și porniți din nou; ce e gata rămâne."
    return f"Missing: {parts}. Correct the records and start again; what is done stays."
