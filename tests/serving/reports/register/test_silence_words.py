"""Do the reports say of which classes the register is empty, where a nought would be taken for an answer?"""

import pytest

from serving.reports.conduct import conduct_report
from serving.reports.document.legal_values import read_legal_values
from serving.reports.register.silence_words import silence_words
from serving.reports.scholarships import scholarship_report
from tests.support.serving.reported_months import YEAR, register_of
from tests.support.small_records import Rows

VALUES = read_legal_values()
BUSY, EMPTY = range(1, 11), range(11, 21)


def _enrolled() -> Rows:
    rows: Rows = [{"pupil_id": f"P{each}", **YEAR, "class_label": "V A"} for each in BUSY]
    return [*rows, *({"pupil_id": f"P{each}", **YEAR, "class_label": "V B"} for each in EMPTY)]


def _missed(pupils: range, day: str) -> Rows:
    return [{"pupil_id": f"P{each}", "date": day, "hours": "2", "excused": "no"} for each in pupils]


def _said(attendance: Rows) -> list[str]:
    register = register_of(enrolments=_enrolled(), attendance=attendance)
    said = [sentence.ro for sentence in silence_words(register)]
    for report in (scholarship_report(register, VALUES), conduct_report(register, VALUES)):
        assert [words.ro for words in report.about if "V B" in words.ro] == said
    return said


def test_a_class_without_an_entry_this_year_is_named():
    (sentence,) = _said(_missed(BUSY, "2026-02-03"))
    assert sentence == (
        "Catalog necompletat, fără nicio absență trecută în acest an școlar, deci despre ele nu se poate spune nimic: "
        "V B (elevi: 10)."
    )


def test_a_class_without_an_entry_this_month_is_named_apart():
    (sentence,) = _said([*_missed(BUSY, "2026-02-03"), *_missed(EMPTY, "2026-01-20")])
    assert sentence == (
        "În date nu există nicio absență din această lună pentru V B (elevi: 10): fie nimeni nu a lipsit, fie luna nu "
        "a fost încă importată."
    )


@pytest.mark.parametrize("further", [
    _missed(range(11, 12), "2026-02-10"),
    [{"pupil_id": "P12", "date": "2026-02-28", "from_date": "2026-02-01", "hours": "0", "excused": "no"}],
    [{"pupil_id": "P13", "date": "2026-02-10", "from_date": "2026-01-20", "hours": "3", "excused": "no"}],
])  # fmt: skip
def test_one_entry_of_the_month_is_a_register(further: Rows):
    assert _said([*_missed(BUSY, "2026-02-03"), *further]) == []


def test_of_a_month_that_nobody_has_brought_in_every_class_is_named():
    marks = "pupil_id date mark scale\nP1 2026-02-20 7 1-10"
    register = register_of(enrolments=_enrolled(), attendance=_missed(range(1, 21), "2026-01-20"), grades=marks)
    (sentence,) = silence_words(register)
    assert "V A, V B (pupils: 20)" in sentence.en
