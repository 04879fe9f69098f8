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


@pytest.mark.parametrize("size", [1, 2, 4])
def test_a_class_is_named_however_small_it_is_and_however_few_the_school_has_absent(size: int):
    enrolled = [*_enrolled()[:10], *_enrolled()[10 : 10 + size]]
    register = register_of(enrolments=enrolled, attendance=_missed(range(1, 2), "2026-02-03"))
    (sentence,) = silence_words(register)
    assert f"V B (pupils: {size})" in sentence.en


def test_hours_of_the_class_of_before_are_none_of_the_class_of_now():
    """P11 was in V A until the middle of the month, and missed hours there."""
    until = {**_enrolled()[10], "class_label": "V A", "left_on": "2026-02-13"}
    since = {**_enrolled()[10], "enrolled_on": "2026-02-14"}
    absent = [*_missed(BUSY, "2026-02-03"), *_missed(range(11, 12), "2026-02-04")]
    register = register_of(enrolments=[*_enrolled()[:10], until, since, *_enrolled()[11:]], attendance=absent)
    (sentence,) = silence_words(register)
    assert "V B (pupils: 10)" in sentence.en


def test_a_report_of_some_classes_names_those_alone():
    register = register_of(enrolments=_enrolled(), attendance=_missed(BUSY, "2026-02-03"))
    assert silence_words(register, {"V A"}) == ()
    assert silence_words(register, {"V A", "V B"}) == silence_words(register)


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
