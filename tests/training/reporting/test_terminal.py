import re
from dataclasses import replace

import pytest

from features.i18n.code_names import code_name
from models.risk.baselines import MODEL_NAMES
from prezent.views.checks import check_lines
from tests.support.training.found import findings, invented
from tests.support.training.labelled_rows import plan
from tests.support.training.reported import bare_findings, full_findings, report_of
from training.dataset.splits import Backtest
from training.evaluation.champion_comparison import Change
from training.metrics.past_rates import PastRate
from training.reporting.report import Report
from training.reporting.terminal import WIDTH, report_lines

FULL = report_of(full_findings())
LINES = report_lines(FULL, checks=check_lines(FULL.checks, "en"))
TEXT = " ".join(" ".join(LINES).split())


def failing() -> Report:
    found = full_findings()
    return report_of(replace(found, comparison=replace(found.comparison, change=Change(0.1, ()))))


def text(report: Report) -> str:
    return " ".join(" ".join(report_lines(report)).split())


@pytest.mark.parametrize("language", ["en", "ro"])
@pytest.mark.parametrize("make", [lambda: FULL, failing, lambda: report_of(bare_findings())])
def test_no_line_is_wider_than_a_terminal(make, language: str):
    assert max(map(len, report_lines(make(), language))) <= WIDTH == 110


def test_what_was_judged_comes_first():
    assert TEXT.startswith(
        "Outcome: dropped out, not enrolled again, school year not closed, did not come to the exam; within 300 days. "
    )
    evaluated = full_findings().evaluated
    assert f"Tested on the last date: 2000 children evaluated, {evaluated.labels.sum()} with the outcome." in TEXT
    assert "Left out of the training, less than a horizon before the test: 1 February 2024." in LINES
    assert "Capacity 10 %. Recall: how many of the children with the outcome were on the list" in TEXT
    assert "In brackets: 95 % bootstrap intervals." in TEXT


@pytest.mark.parametrize(
    ("split", "words"), [("school", "Tested in folds by school"), ("pupil", "Tested in folds by pupil")]
)
def test_it_is_said_how_the_rows_were_split(split: str, words: str):
    backtest = Backtest(split, full_findings().backtest.folds)
    lines = report_lines(report_of(replace(full_findings(), backtest=backtest)))
    assert words in " ".join(lines[:2])
    assert not any("Left out" in line for line in lines)


def test_there_is_one_line_per_model():
    head = next(place for place, line in enumerate(LINES) if line.startswith("One list over all "))
    start = head + 1
    table = LINES[start : start + 7]
    assert [line.split("  ")[0] for line in table] == [code_name("model", name).en for name in MODEL_NAMES]
    assert table[0].endswith("-")  # random is no probability
    auc = full_findings().figures["lightgbm"]["auc"]
    assert f"{auc.value:.3f} [{auc.low:.2f}-{auc.high:.2f}]" in table[-1]
    for title in ("AUC", "average precision", "recall", "precision", "Brier"):
        assert title in LINES[start - 1]


def test_lists_made_school_by_school_are_the_headline():
    found = full_findings()
    lists = found.terms.school_lists
    start = next(place for place, line in enumerate(LINES) if line.startswith("School by school, over 2 past dates"))
    assert start < next(place for place, line in enumerate(LINES) if line.startswith("One list over all"))
    said = f"the lists hold {100 * lists.recall['lightgbm'].value:.1f} % (95 % interval"
    assert said in TEXT
    head = next(place for place, line in enumerate(LINES) if line.startswith("School by school  "))
    table = LINES[head : head + 8]
    assert [line.split("  ")[0] for line in table[1:]] == [code_name("model", name).en for name in MODEL_NAMES]
    rules = lists.ahead_of["rules"]
    assert f"{100 * rules.value:+.1f} [{100 * rules.low:+.1f}; {100 * rules.high:+.1f}]" in table[3]
    assert "recall, last date" in table[0]
    assert f"{found.school_lists.recall['rules'].value:.3f} [" in table[3].split("]")[-2]


def test_without_past_dates_the_test_is_the_headline_and_few_cases_have_no_interval():
    page = text(report_of(findings(invented(), plan())))
    assert "School by school, with 204 cases in the test: the lists hold" in page
    assert "recall, last date" not in page
    assert "No interval: fewer than 20 cases." in text(report_of(bare_findings()))
    few_schools = invented()
    few_schools = replace(few_schools, pupils=few_schools.pupils.assign(school_id="S1"))
    assert "the intervals draw children: they speak of these schools" in text(report_of(findings(few_schools, plan())))


def test_a_model_that_only_ties_with_counting_is_said_in_one_sentence():
    tied = invented(absences_only=invented().scores["lightgbm"])
    page = text(report_of(findings(tied, plan())))
    assert (
        "They are not surely better than lists by counting absences: +0.0 points (95 % interval +0.0 to +0.0)." in page
    )
    assert "not surely better" not in text(report_of(findings(invented(), plan())))


def test_the_parts_of_the_outcome_are_said_with_their_share_on_the_list():
    most = "dropped out 50 (40.0 %), not enrolled again 50 (40.0 %), school year not closed 50 (40.0 %)"
    assert (
        f"Of the outcome's parts, with the share on the lists of their schools: {most}, did not come to the exam 0 (-)."
        in TEXT
    )
    one = replace(full_findings(), outcome_components=full_findings().outcome_components[:1])
    assert "Of the outcome's parts" not in text(report_of(one))


def test_past_retrainings_are_a_table_with_what_they_are_together():
    start = next(place for place, line in enumerate(LINES) if line.startswith("As if retrained each term"))
    header, first, second, pooled = LINES[start + 1 : start + 5]
    titles = ["trained until", "cases", "Prezent", "logistic regression", "today's rules", "absences only", "AUC"]
    assert " ".join(header.split()) == " ".join(titles)
    assert first.split()[:2] == ["2024-02-01", "2023-02-01"]
    assert second.split()[:2] == ["2025-02-01", "2024-02-01"]
    recall = full_findings().terms.pooled[MODEL_NAMES.index("lightgbm")]["recall_within_schools"]
    assert pooled.split()[:2] == ["pooled", f"{recall:.3f}"]
    assert len({len(line) for line in (header, first, second, pooled)}) == 1


def test_age_is_said_beside_a_model_retrained_on_the_same_day():
    aged = full_findings().terms.ageing[1]
    said = f"1 on {aged['recall_within_schools']:.3f}, retrained {100 * aged['gain_of_retraining']:+.1f} points ("
    assert f"Recall of a model so many terms on, school by school: {said}" in TEXT


def test_schools_and_the_family_group_are_said():
    assert "Within schools: AUC 0." in TEXT
    assert "Without family data: recall school by school 42.0 % instead of 45.0 %; they add +3.0 points" in TEXT


def test_groups_are_said_in_words_and_few_are_not_judged():
    lines = [line for line in LINES if line.startswith(("girls", "rural girls"))]
    assert len(lines) == 2
    few = report_lines(report_of(bare_findings()))
    assert next(line for line in few if line.startswith("girls ")).count("too few to say") >= 1
    assert any(line.startswith("fete ") for line in report_lines(FULL, "ro"))


def test_groups_of_one_locality_stand_beside_its_past_rate():
    rates = (PastRate("locality", "rural", 400, 12, 0.031), PastRate("county", "OT", 400, 12, 0.031))
    lines = report_lines(report_of(replace(full_findings(), past_rates=rates)), "ro")
    ends = {line.split("  ")[0]: line.rsplit("  ", 1)[-1].strip() for line in lines}
    assert ends["Pe grupuri, la lungimea listei"] == "rata din trecut"
    assert (ends["școli din mediul rural"], ends["fete din mediul rural"]) == ("3,1 %", "3,1 %")
    assert (ends["fete"], ends["școli din mediul urban"]) == ("-", "-")


def test_checks_come_after_what_they_judge_and_the_next_step_is_last():
    first_check = next(place for place, line in enumerate(LINES) if "Better than chance" in line)
    assert first_check > max(place for place, line in enumerate(LINES) if line.startswith("Without family"))
    assert sum(line.startswith("passed ") for line in LINES) == sum(c.verdict == "passed" for c in FULL.checks)
    assert LINES[-1] == "Registered as version 4, the challenger. Next: prezent promote 4 --by ... --reason ..."


def test_what_failed_can_be_overruled_by_a_second_person_and_that_is_said_only_then():
    assert "--overruled-by" in report_lines(failing())[-3]
    honest = report_of(findings(invented(), plan()))
    assert ("--overruled-by" in text(honest)) == any(check.verdict == "failed" for check in honest.checks)
    assert "--overruled-by" not in TEXT or any(check.verdict == "failed" for check in FULL.checks)


def test_a_romanian_report_has_no_english_on_it():
    page = "\n".join(report_lines(failing(), "ro"))
    assert page.startswith("Situația urmărită: abandon școlar, neînscriere,")
    assert "2000 de copii evaluați" in " ".join(page.split())
    assert not re.search(r"\d\.\d", page)  # a Romanian number has a comma
    assert "a doua persoană" in page
    for word in (
        "children",
        "tested",
        "precision",
        "cases",
        "retrained",
        "pooled",
        "Without",
        "Registered",
        "few to",
        "_",
        "rules",
    ):
        assert word not in page


def test_no_line_has_a_colour_or_another_mark_of_a_terminal():
    assert "\x1b" not in "".join(LINES)


def test_blocks_are_parted_by_one_empty_line_also_where_there_is_nothing_to_say():
    for lines in (LINES, report_lines(report_of(bare_findings()))):
        assert all(line or lines[place - 1] for place, line in enumerate(lines))
        assert lines[0]
    nothing = text(report_of(bare_findings()))
    for words in ("As if retrained", "so many terms on", "Within schools", "Without family", "parts"):
        assert words not in nothing
