from typing import Any

import pytest

from tests.support.training.card_reports import bare, full, interval, model
from training.reporting.model_card.blocks import Block, Bullets, Cell, Paragraph, Table
from training.reporting.model_card.calibration_and_ablation import ablation, calibration
from training.reporting.model_card.formatting import CardFormatter
from training.reporting.model_card.intended_use import oversight, purpose
from training.reporting.model_card.labels import group_as_given
from training.reporting.model_card.model_details import all_features, checks, reasons, reproduction, versions
from training.reporting.model_card.over_time import terms
from training.reporting.model_card.performance import overall, summary
from training.reporting.model_card.subgroups import groups, schools
from training.reporting.model_card.training_data import answers, data, label, population

RO, EN = CardFormatter("ro"), CardFormatter("en")


def sentences(blocks: list[Block]) -> str:
    """Return the paragraphs and bullets, a line each, with plain spaces."""
    lines = []
    for block in blocks:
        if isinstance(block, Paragraph):
            lines.append(block.text)
        elif isinstance(block, Bullets):
            lines += block.items
    return "\n".join(lines).replace("\u00a0", " ")


def tables(blocks: list[Block]) -> list[Table]:
    return [block for block in blocks if isinstance(block, Table)]


def row(table: Table, name: str) -> list[str]:
    """Return the texts of a row after its name, with plain spaces."""
    return next([cell.text.replace("\u00a0", " ") for cell in row[1:]] for row in table.rows if row[0].text == name)


def with_list(recall: float | None, precision: float | None, **changes: Any) -> dict[str, Any]:
    models = [{"name": "lightgbm", "recall_at_capacity": recall, "precision_at_capacity": precision}]
    return bare() | {"models": models} | changes


def test_false_alarms_and_misses_are_said_plainly():
    said = sentences(summary(with_list(0.4517, 0.1234), RO))
    assert "Din 100 de copii din listă, situația urmărită a apărut la aproximativ 12; aproximativ 88 au fost" in said
    assert "lista a cuprins aproximativ 45 și a scăpat aproximativ 55." in said


def test_the_list_of_the_test_is_said_in_children():
    said = sentences(overall(with_list(0.5, 0.3, capacity=20, positives=12), EN))
    assert "cut at 20 children: about 6 with the outcome and 14 false alarms. About 6 children with the" in said


def test_a_capacity_that_is_a_share_is_said_with_its_children():
    said = sentences(population(with_list(0.5, 0.3, capacity=0.025, rows=410), RO))
    assert "Lista se taie la 2,5 % dintre copii, aici 10 copii:" in said


def test_a_capacity_larger_than_all_children_is_all_children():
    assert "cut at 410 children" in sentences(population(with_list(1.0, 0.03, capacity=5000), EN))


def test_too_few_cases_are_said_once_and_not_as_a_figure():
    said = sentences(summary(with_list(None, None), EN))
    assert "There were too few cases to say how often the list is right." in said
    assert "Of 100" not in said


@pytest.mark.parametrize(
    ("theirs", "low", "high", "judgement"),
    [
        (0.30, 0.25, 0.35, "fewer than Prezent; the intervals do not touch."),
        (0.42, 0.37, 0.47, "fewer than Prezent, but the difference is so small that it may be chance."),
        (0.45, 0.40, 0.50, "as many as Prezent."),
        (0.47, 0.42, 0.52, "more than Prezent."),
        (0.30, None, None, "fewer than Prezent, but the difference is so small that it may be chance."),
    ],
)
def test_a_simpler_list_is_compared_honestly(theirs: float, low: float | None, high: float | None, judgement: str):
    rules = model("rules", theirs, 0.1, recall_at_capacity_low=low, recall_at_capacity_high=high)
    said = sentences(overall(bare() | {"models": [rules, model("lightgbm", 0.45, 0.2)]}, EN))
    assert f"the rules schools use today: about {100 * theirs:.0f} of 100 cases, {judgement}" in said


def test_a_simpler_list_that_is_as_good_is_named_at_the_top():
    models = [model("rules", 0.3, 0.1), model("logistic", 0.46, 0.2), model("lightgbm", 0.45, 0.2)]
    said = sentences(summary(bare() | {"models": models}, EN))
    assert "A simpler list found as many or more: logistic regression." in said
    assert "A simpler list" not in sentences(summary(bare() | {"models": [models[0], models[2]]}, EN))


def test_the_baselines_table_has_every_model_in_order():
    (table,) = tables(overall(full(), EN))
    names = [cells[0].note for cells in table.rows]
    assert names == ["random", "absences_only", "rules", "school_only", "logistic", "tree", "lightgbm"]
    assert row(table, "Prezent") == ["45.2 %", "18.1 %", "0.872", "0.193", "0.018", "0.003"]


def test_a_list_that_is_only_an_order_has_no_brier_score_instead_of_too_few():
    (table,) = tables(overall(full(), EN))
    assert row(table, "the rules schools use today")[-2:] == ["–", "–"]
    assert row(table, "decision tree")[-1] == "too few to say"


def test_purposes_that_are_none_are_listed():
    said = sentences(purpose({}, RO))
    for word in ("amenda", "burse", "admitere", "„va abandona”", "automat"):
        assert word in said
    assert "two" not in sentences(oversight({}, RO))
    assert "a doua persoană" in sentences(oversight({}, RO))


def test_nobody_has_signed_yet_and_the_version_in_use_is_named():
    said = sentences(answers(full(), EN))
    assert "version 7 had just been trained and nobody had signed for it yet" in said
    assert "In use then: version 5, signed by A. Pop (2025-06-24)." in said
    assert "No version was in use then." in sentences(answers(bare(), EN))


def test_gaps_in_the_data_are_named_the_least_known_first():
    blocks = data(full(), RO)
    assert "S-au citit: 143 de școli, 84 219 elevi; anii școlari 2021-2022, 2022-2023;" in sentences(blocks)
    assert "Lipsesc: situația familiei." in sentences(blocks)
    rows, gaps = tables(blocks)
    assert row(rows, "frecvență") == ["2 418 377"]
    assert [cells[0].text for cells in gaps.rows] == ["sărăcie", "ore anul acesta"]
    assert row(gaps, "sărăcie") == ["situația familiei", "61,3 %"]


def test_data_of_which_little_is_known_is_said_in_whole_sentences():
    said = sentences(data(bare() | {"data": {"pupils": 1}}, EN))
    assert said.splitlines()[:2] == ["Read: 1 pupil.", "No table is missing."]
    assert "Read: not said." in sentences(data(bare() | {"data": {"fingerprint": "f"}}, EN))


def test_the_label_says_its_parts_and_what_it_does_not_measure():
    blocks = label(full(), EN)
    assert "one of these was recorded: dropped out, not enrolled again." in sentences(blocks)
    (parts,) = tables(blocks)
    assert row(parts, "dropped out") == ["733", "48.7 %"]
    assert row(parts, "not enrolled again") == ["495", "too few to say"]
    assert "not the official dropout rate" in sentences(blocks)


def test_a_label_that_is_not_about_leaving_does_not_speak_of_leaving():
    said = sentences(label(bare() | {"outcomes": ["failed"]}, EN))
    assert "dropout" not in said
    assert "Records come late." in said


def test_a_split_in_time_names_the_dates_left_out():
    said = sentences(population(full(), EN))
    assert "less than a horizon before the test: 2024-09-15." in said
    assert "Judged on the last date" in said
    assert "each school by models that had not seen it" in sentences(population(bare(), EN))


def test_each_term_has_its_row_and_a_model_that_was_not_judged_a_dash():
    by_term, pooled, ageing = tables(terms(full(), EN))
    assert row(by_term, "2025-05-15") == ["2024-05-14", "61 177", "1229", "45.2 %", "32.3 %", "–", "18.1 %", "0.873"]
    assert row(pooled, "Prezent") == ["44.3 %", "17.6 %", "0.868"]
    assert row(ageing, "3") == ["1", "41.8 %", "43.9 %", "0.860", "0.91"]


def test_only_one_date_is_said_to_say_nothing_of_terms():
    assert sentences(terms(bare(), RO)).startswith("Această rulare nu spune nimic despre cum se menține lista")
    assert [table.caption for table in tables(terms(full() | {"terms": [], "pooled_terms": None}, EN))] == [
        "How a model ages"
    ]


def test_a_school_is_told_what_its_own_list_would_be_and_what_the_school_alone_gives():
    blocks = schools(full(), EN)
    (table,) = tables(blocks)
    assert row(table, "Prezent") == ["38.4 %", "15.4 %"]
    said = sentences(blocks)
    assert "about 15 of 100 cases on one list over all schools, about 6 on lists of each school" in said
    assert "AUC between children of one school: 0.834 (0.811–0.857)." in said
    assert "Share of the cases in the 8 % of schools that have most: 51.7 %." in said


def test_the_signal_is_read_under_the_names_of_its_own_module_too():
    signal = {"within_auc": 0.7, "within_auc_low": 0.6, "within_auc_high": 0.8, "top_schools_share": None}
    said = sentences(schools(bare() | {"signal": signal}, EN))
    assert "AUC between children of one school: 0.700 (0.600–0.800)." in said
    assert "of schools that have most: too few to say." in said
    assert "school's mean score were known: –." in said


def test_groups_have_a_table_for_each_division_and_say_when_they_are_too_small():
    sex, needs = tables(groups(full(), EN, group_as_given))
    assert (sex.caption, needs.caption) == ("By sex", "By special educational needs")
    assert row(sex, "F") == ["29 870", "541", "1302", "42.6 %", "17.7 %", "3.6 %", "1.05"]
    assert row(needs, "yes") == ["1714", "8", "163", "too few to say", "too few to say", "9.1 %", "too few to say"]


def test_groups_are_read_with_bounds_side_by_side_too():
    group = {"by": "sex", "group": "F", "recall": 0.4, "recall_low": 0.3, "recall_high": 0.5}
    (table,) = tables(groups(bare() | {"groups": [group]}, EN, group_as_given))
    assert table.rows[0][4] == Cell("40.0\u00a0%", "30.0–50.0")


def test_calibration_is_said_with_its_meaning():
    said = sentences(calibration(full(), RO))
    assert "Panta: 1,03 (0,91–1,15). 1 este corect; sub 1 scorurile exagerează" in said
    assert "Cazuri observate față de cazuri așteptate: 0,97 (0,88–1,06)." in said


@pytest.mark.parametrize(
    ("difference", "said"),
    [
        (interval(0.0128, -0.0061, 0.0313), "The interval holds zero"),
        (interval(0.0528, 0.0261, 0.0713), "The interval does not hold zero"),
    ],
)
def test_what_is_lost_without_the_family_is_said_in_points(difference: dict[str, float], said: str):
    report = full()
    report["ablation"]["difference"] = difference
    text = sentences(ablation(report, EN))
    assert f"without “family situation”: 43.9 %. Difference: {100 * difference['value']:.1f} points (" in text
    assert said in text


def test_a_loss_without_an_interval_is_not_judged():
    report = full()
    report["ablation"]["difference"] = 0.0128
    assert "interval" not in sentences(ablation(report, EN)).lower()


def test_reasons_name_the_strongest_and_say_they_are_no_causes():
    blocks = reasons(full(), RO)
    assert "nu o cauză" in sentences(blocks)
    (table,) = tables(blocks)
    assert row(table, "ore anul acesta") == ["frecvență", "școala", "23,7 %"]
    assert row(table, "trecutul școlii") == ["contextul școlii", "context", "8,8 %"]


def test_only_the_strongest_features_are_among_the_reasons_but_all_are_on_the_card():
    many = [{"feature": f"f{n}", "title_en": f"feature {n}", "group": "grades", "share": 0.01} for n in range(30)]
    report = full() | {"features": many}
    assert len(tables(reasons(report, EN))[0].rows) == 10
    (everything,) = tables(all_features(report, EN))
    assert len(everything.rows) == 32
    assert row(everything, "feature 29") == ["school results", "–", "1.0 %"]
    assert row(everything, "poverty") == ["family situation", "61.3 %", "–"]


def test_verdicts_are_words():
    (table,) = tables(checks(full(), RO))
    assert [cells[1].text for cells in table.rows] == ["trecută", "PICATĂ", "nu se poate spune"]
    assert table.rows[1][0] == Cell("Niciun grup mult sub ceilalți", "groups")
    assert table.rows[1][2].text == "Fetele din mediul rural."
    assert "3 verificări; trecută: 1; PICATĂ: 1; nu se poate spune: 1." in sentences(summary(full(), RO))


def test_a_verdict_of_another_kind_is_shown_as_it_is():
    (table,) = tables(checks({"checks": [{"code": "c", "verdict": "postponed"}]}, EN))
    assert table.rows[0][1].text == "postponed"


def test_versions_say_who_signed_and_why():
    (table,) = tables(versions(full(), EN))
    unsigned, signed = table.rows
    assert [cell.text for cell in unsigned][4:] == ["not signed", "–", "42.6\u00a0%"]
    assert signed[2].text == "champion (in use)"
    assert (signed[3].text, unsigned[3].text) == ("dropped out", "dropped out, not enrolled again")
    assert signed[4] == Cell("A. Pop, 2025-06-24", "better than the rules")
    assert signed[5].text == "I. Rus"
    assert "This is version 1. This run knows of no earlier version." in sentences(versions(bare(), EN))


def test_an_analyst_finds_the_run_again():
    (table,) = tables(reproduction(full(), EN))
    assert row(table, "run in MLflow") == ["0c5fe1d8"]
    assert row(table, "fingerprint of the data") == ["f00dcafe"]
    assert row(table, "as-of dates") == ["2023-11-15, 2024-05-15, 2025-05-15"]
    assert row(table, "learning_rate") == ["0.03"]
    assert "fingerprint of the data" not in [cells[0].text for cells in tables(reproduction(bare(), EN))[0].rows]
