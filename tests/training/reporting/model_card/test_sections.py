import re
from typing import Any, NamedTuple

import pytest

from features.i18n.text import Language
from tests.support.training.card_reports import bare, full, interval
from training.reporting.model_card import write_cards
from training.reporting.model_card.card import markdown_templates

RO: Language = "ro"
EN: Language = "en"


class Table(NamedTuple):
    """A table of a card: the line above it, and the cells of each row."""

    caption: str
    rows: list[list[str]]

    def row(self, name: str) -> list[str]:
        """Return the cells of a row after its name, without what qualifies them in brackets."""
        return next([bare_text(cell) for cell in row[1:]] for row in self.rows if bare_text(row[0]) == name)


def section(code: str, report: dict[str, Any], language: Language) -> str:
    """Return a section of a card, with plain spaces and without backslashes."""
    card = write_cards(report, plots={})[f"card.{language}.md"].replace("\u00a0", " ").replace("\\", "")
    codes = list(markdown_templates(language).get_template(f"card.{language}.md").blocks)
    return dict(zip(codes, re.split(r"^## .*$", card, flags=re.MULTILINE)[1:], strict=True))[code]


def tables(text: str) -> list[Table]:
    found = re.findall(r"^\*\*(.*)\*\*\n\n\|.*\n\| [-:| ]+\n((?:\|.*\n)*)", text, re.MULTILINE)
    return [Table(caption, [line[2:-2].split(" | ") for line in rows.splitlines()]) for caption, rows in found]


def bare_text(cell: str) -> str:
    return cell.partition(" (")[0]


def with_lists(recall: float | None, precision: float | None, **changes: Any) -> dict[str, Any]:
    """Return a report of lists made school by school, judged on one date."""
    own = {
        "recall": {"lightgbm": interval(recall, None, None)},
        "precision": {"lightgbm": interval(precision, None, None)},
    }
    last = {**own, "ahead_of": {}, "cases": 40, "schools": 12, "lists": 12, "listed": 60, "drawn": "pupils"}
    return bare() | {"within_schools": {"decided_on": "last", "last": last, "past": None}} | changes


def beside(name: str, theirs: float, ahead: dict[str, float | None]) -> dict[str, Any]:
    report = with_lists(0.45, 0.2)
    last = report["within_schools"]["last"]
    last["recall"][name], last["ahead_of"][name] = interval(theirs, None, None), ahead
    last["precision"][name] = interval(0.1, None, None)
    return report


def test_false_alarms_and_misses_are_said_plainly():
    said = section("summary", with_lists(0.4517, 0.1234), RO)
    assert (
        "Din 100 de copii de pe aceste liste, situația urmărită a apărut la aproximativ 12; aproximativ 88 au" in said
    )
    assert "lista școlii lor a cuprins aproximativ 45 și a scăpat aproximativ 55." in said


def test_the_lists_of_the_schools_are_said_in_places_and_cases():
    said = section("figures", with_lists(0.5, 0.3, capacity=20), EN)
    assert (
        "12 lists of 12 schools, each of 20 children: 60 places, about 18 of them with the outcome, of 40 cases" in said
    )
    past = section("figures", full(), RO)
    assert "Ca și cum s-ar fi reantrenat la 2 date din trecut: 278 de liste din 141 de școli, fiecare cu 5 %" in past
    assert "aproximativ 896 cu situația urmărită, din 2420 de cazuri" in past


def test_few_schools_and_few_cases_are_said_below_their_intervals():
    assert "the intervals draw children, not schools" in section("figures", with_lists(0.5, 0.3), EN)
    few = with_lists(0.5, 0.3)
    few["within_schools"]["last"]["drawn"] = None
    assert "With fewer than 20 cases no interval is given." in section("figures", few, EN)
    assert "the intervals draw" not in section("figures", full(), EN)


def test_a_capacity_that_is_a_share_is_said_with_at_least_one_child():
    said = section("population", with_lists(0.5, 0.3, capacity=0.025, rows=410), RO)
    assert "O listă se taie la 2,5 % dintre copii, cel puțin unul:" in said


def test_one_list_larger_than_all_children_is_all_children():
    assert "here" not in section("population", with_lists(1.0, 0.03, capacity=5000), EN)
    assert "cut at 410 children" in section("figures", with_lists(1.0, 0.03, capacity=5000), EN)


def test_too_few_cases_are_said_once_and_not_as_a_figure():
    said = section("summary", with_lists(None, None), EN)
    assert "There were too few cases to say how often the lists are right." in said
    assert "Of 100" not in said


@pytest.mark.parametrize(
    ("value", "low", "high", "judgement"),
    [
        (0.15, 0.11, 0.19, "Prezent found more of the cases, by 15.0 points (11.0–19.0)."),
        (
            0.03,
            -0.01,
            0.07,
            "Prezent cannot be told from it; the difference (Prezent less it) is 3.0 points (−1.0 to 7.0).",
        ),
        (0.0, 0.0, 0.0, "Prezent cannot be told from it; the difference (Prezent less it) is 0.0 points (0.0–0.0)."),
        (
            -0.05,
            -0.09,
            -0.01,
            "it found more of the cases than Prezent; the difference (Prezent less it) is −5.0 points",
        ),
        (0.15, None, None, "too few to say."),
    ],
)
def test_a_simpler_list_is_compared_on_the_same_draws(
    value: float, low: float | None, high: float | None, judgement: str
):
    said = section("figures", beside("rules", 0.45 - value, interval(value, low, high)), EN)
    assert f"today's rules: {judgement}" in said


def test_no_comparison_is_made_of_two_intervals_that_do_not_touch_or_do():
    """The card once compared unpaired figures in words, and said the contrary of the checks."""
    for language in (RO, EN):
        page = " ".join(section(code, full(), language) for code in ("summary", "figures", "schools", "terms"))
        assert not re.search(r"intervals do not touch|may be chance|intervalele nu se ating|fi întâmplare", page)


def test_a_simpler_list_that_is_not_surely_worse_is_named_at_the_top():
    said = section("summary", full(), EN)
    assert "simpler lists of the same length name: absences only about 25, today's rules about 26." in said
    assert "Not surely better than: logistic regression." in said
    assert "Not surely" not in section("summary", beside("rules", 0.3, interval(0.15, 0.1, 0.2)), EN)


def test_the_tables_have_lists_of_schools_first_and_one_list_over_all_last():
    past, last, one_list = tables(section("figures", full(), EN))
    assert past.row("Prezent") == ["37.3 %", "14.9 %", "–"]
    assert past.row("absences only") == ["25.1 %", "10.1 %", "12.2"]
    assert last.row("Prezent") == ["38.4 %", "15.4 %", "–"]
    names = [re.findall(r"\((\w+)\)", cells[0])[0] for cells in one_list.rows]
    assert names == ["random", "absences_only", "rules", "school_only", "logistic", "tree", "lightgbm"]
    assert one_list.row("Prezent") == ["45.2 %", "18.1 %", "0.872", "0.193", "0.018", "0.003"]


def test_a_list_that_is_only_an_order_has_no_brier_score_instead_of_too_few():
    *_, table = tables(section("figures", full(), EN))
    assert table.row("today's rules")[-2:] == ["–", "–"]
    assert table.row("decision tree")[-1] == "too few to say"


def test_purposes_that_are_none_are_listed():
    said = section("purpose", bare(), RO)
    for word in ("amenda", "burse", "admitere", "„va abandona”", "automat"):
        assert word in said
    assert "two" not in section("oversight", bare(), RO)
    assert "a doua persoană" in section("oversight", bare(), RO)


def test_nobody_has_signed_yet_and_the_version_in_use_is_named():
    said = section("answers", full(), EN)
    assert "version 7 had just been trained and nobody had signed for it yet" in said
    assert "In use then: version 5, signed by A. Pop (2025-06-24)." in said
    assert "No version was in use then." in section("answers", bare(), EN)


def test_gaps_in_the_data_are_named_the_least_known_first():
    text = section("data", full(), RO)
    assert (
        "- Școli: 143.\n- Elevi: 84 219.\n- Ani școlari: 2021-2022, 2022-2023.\n- Date de la 13 septembrie 2021" in text
    )
    assert "Lipsesc: situația familiei." in text
    rows, gaps = tables(text)
    assert rows.row("frecvență") == ["2 418 377"]
    assert [cells[0] for cells in gaps.rows] == ["sărăcie", "ore anul acesta"]
    assert gaps.row("sărăcie") == ["situația familiei", "61,3 %"]


def test_data_of_which_little_is_known_is_said_with_dashes():
    said = section("data", bare() | {"data": {"pupils": 1}}, EN)
    assert "- Schools: –.\n- Pupils: 1.\n- School years: –.\n- Records from – to –.\n\nNo table is missing." in said


def test_the_label_says_its_parts_and_what_it_does_not_measure():
    text = section("label", full(), EN)
    assert "one of these was recorded: dropped out, not enrolled again." in text
    _, parts = tables(text)
    assert parts.row("dropped out") == ["733", "48.7 %"]
    assert parts.row("not enrolled again") == ["495", "too few to say"]
    assert "not the official dropout rate" in text


def test_a_label_that_is_not_about_leaving_does_not_speak_of_leaving():
    said = section("label", bare() | {"outcomes": ["failed"]}, EN)
    assert "dropout" not in said
    assert "Records come late." in said


def test_a_split_in_time_names_the_dates_left_out():
    said = section("population", full(), EN)
    assert "less than a horizon before the test: 2024-09-15." in said
    assert "Judged on the last date" in said
    assert "each school by models that had not seen it" in section("population", bare(), EN)


def test_each_term_has_its_row_and_a_model_that_was_not_judged_a_dash():
    by_term, pooled, ageing = tables(section("terms", full(), EN))
    assert by_term.row("2025-05-15") == ["2024-05-14", "61 177", "1229", "45.2 %", "32.3 %", "–", "18.1 %", "0.873"]
    assert pooled.row("Prezent") == ["–", "44.3 %", "17.6 %", "0.868"]
    assert ageing.row("3") == ["1", "41.8 %", "43.9 %", "2.1", "0.860", "0.91"]


def test_only_one_date_is_said_to_say_nothing_of_terms():
    assert section("terms", bare(), RO).strip().startswith("Această rulare nu spune nimic despre cum se menține lista")
    assert [table.caption for table in tables(section("terms", full() | {"terms": [], "pooled_terms": None}, EN))] == [
        "How a model ages"
    ]


def test_a_school_is_told_what_the_school_alone_gives():
    text = section("schools", full(), EN)
    assert "about 15 of 100 cases on one list over all schools, about 6 on lists of each school" in text
    assert "AUC between children of one school: 0.834 (0.811–0.857)." in text
    assert "Share of the cases in the 8 % of schools that have most: 51.7 %." in text


def test_of_the_signal_too_little_and_nothing_are_told_apart():
    signal = {"within_school_auc": interval(0.7, 0.6, 0.8), "share_of_cases_in_top_schools": None}
    said = section("schools", bare() | {"signal": signal}, EN)
    assert "AUC between children of one school: 0.700 (0.600–0.800)." in said
    assert "of schools that have most: too few to say." in said
    assert "school's mean score were known: –." in said


def test_groups_have_a_table_for_each_division_and_say_when_they_are_too_small():
    sex, needs = tables(section("groups", full(), EN))
    assert (sex.caption, needs.caption) == ("By sex", "By special educational needs")
    assert sex.row("F") == ["29 870", "541", "1302", "42.6 %", "17.7 %", "3.6 %", "1.05"]
    assert needs.row("yes") == ["1714", "8", "163", "too few to say", "too few to say", "9.1 %", "too few to say"]


def test_groups_are_read_with_bounds_side_by_side_too():
    group = {"by": "sex", "group": "F", "recall": 0.4, "recall_low": 0.3, "recall_high": 0.5}
    (table,) = tables(section("groups", bare() | {"groups": [group]}, EN))
    assert table.rows[0][4] == "40.0 % (30.0–50.0)"


def test_calibration_is_said_with_its_meaning():
    said = section("calibration", full(), RO)
    assert "Panta: 1,03 (0,91–1,15). 1 este corect; sub 1 scorurile exagerează" in said
    assert "Cazuri observate față de cazuri așteptate: 0,97 (0,88–1,06)." in said
    assert "Într-un județ care nu era în datele de antrenare, intervalul cazurilor așteptate este mai larg" in said


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
    text = section("ablation", report, EN)
    assert f"without “family situation”: 43.9 %. Difference: {100 * difference['value']:.1f} points (" in text
    assert said in text


def test_a_loss_without_an_interval_is_not_judged():
    report = full()
    report["ablation"]["difference"] = 0.0128
    assert "interval" not in section("ablation", report, EN).lower()


def test_reasons_name_the_strongest_and_say_they_are_no_causes():
    text = section("reasons", full(), RO)
    assert "nu o cauză" in text
    (table,) = tables(text)
    assert table.row("ore anul acesta") == ["frecvență", "școala", "23,7 %"]
    assert table.row("trecutul școlii") == ["contextul școlii", "context", "8,8 %"]


def test_only_the_strongest_features_are_among_the_reasons_but_all_are_on_the_card():
    many = [{"feature": f"f{n}", "title_en": f"feature {n}", "group": "grades", "share": 0.01} for n in range(30)]
    report = full() | {"features": many}
    assert len(tables(section("reasons", report, EN))[0].rows) == 10
    (everything,) = tables(section("features", report, EN))
    assert len(everything.rows) == 32
    assert everything.row("feature 29") == ["school results", "–", "1.0 %"]
    assert everything.row("poverty") == ["family situation", "61.3 %", "–"]


def test_verdicts_are_words():
    (table,) = tables(section("checks", full(), RO))
    assert [cells[1] for cells in table.rows] == ["trecută", "PICATĂ", "nu se poate spune"]
    assert table.rows[1][0] == "Niciun grup mult sub ceilalți (groups)"
    assert table.rows[1][2] == "Fetele din mediul rural."
    assert "3 verificări: 1 trecută, 1 picată, despre 1 nu se poate spune." in section("summary", full(), RO)


def test_a_verdict_of_another_kind_is_shown_as_it_is():
    (table,) = tables(section("checks", bare() | {"checks": [{"code": "c", "verdict": "postponed"}]}, EN))
    assert table.rows[0][1] == "postponed"


def test_versions_say_who_signed_and_why():
    (table,) = tables(section("versions", full(), EN))
    unsigned, signed = table.rows
    assert unsigned[4:] == ["not signed", "–", "42.6 %"]
    assert signed[2] == "champion, in use"
    assert (signed[3], unsigned[3]) == ("dropped out", "dropped out, not enrolled again")
    assert signed[4] == "A. Pop, 2025-06-24 (better than the rules)"
    assert signed[5] == "I. Rus"
    assert "This is version 1. This run knows of no earlier version." in section("versions", bare(), EN)


def test_an_analyst_finds_the_run_again():
    (table,) = tables(section("reproduction", full(), EN))
    assert table.row("run in MLflow") == ["0c5fe1d8"]
    assert table.row("fingerprint of the data") == ["f00dcafe"]
    assert table.row("as-of dates") == ["2023-11-15, 2024-05-15, 2025-05-15"]
    assert table.row("learning_rate") == ["0.03"]
    assert "fingerprint of the data" not in section("reproduction", bare(), EN)


@pytest.mark.parametrize(
    ("language", "gone", "nobody"),
    [(EN, "transferred: 277; gone without an outcome: 37", "–"), (RO, "transferați: 277; plecați fără", "–")],
)
def test_the_children_of_each_date_without_a_label_are_counted_with_the_reason(
    language: Language, gone: str, nobody: str
):
    first, second = tables(section("label", full(), language))[0].rows
    assert [first[0], first[5].strip()] == ["2023-11-15", "314"]
    assert first[6].startswith(gone)
    assert second[5:] == ["0", nobody]


# Where the places go


def test_the_ways_of_giving_places_stand_beside_each_other_with_the_answer():
    said = section("placing", full(), EN)
    (table,) = tables(said)
    assert table.row("the same share") == ["764", "31.6 %", "12.6 %", "–"]
    assert table.row("by school") == ["1029", "42.5 %", "17.0 %", "11.0"]
    assert "(8.7–13.1)" in said
    assert "look after 6068 children" in said
    assert "By school or by child? Both." in said
    assert "Pe școală sau pe copil? Și, și." in section("placing", full(), RO)


@pytest.mark.parametrize(
    ("language", "said"),
    [(EN, "says nothing of where the places"), (RO, "nu spune nimic despre unde ar găsi locurile")],
)
def test_a_run_that_gave_no_places_says_so(language: Language, said: str):
    assert said in section("placing", bare(), language)


# How cases were found in use


def test_lists_people_and_both_stand_beside_each_other_and_helped_children_are_counted():
    said = section("reviews", full(), EN)
    (table,) = tables(said)
    assert table.row("lists that were shown") == ["90", "24", "40.0 %", "26.7 %"]
    assert table.row("added by a person") == ["8", "4", "6.7 %", "too few to say"]
    assert "31 were helped by a support plan" in said
    assert "au fost ajutați printr-un plan" in section("reviews", full(), RO)


@pytest.mark.parametrize(
    ("language", "said"), [(EN, "was given no decisions of people"), (RO, "nu a primit nici decizii ale oamenilor")]
)
def test_a_run_without_reviews_says_so(language: Language, said: str):
    assert said in section("reviews", bare(), language)


def test_the_past_rate_of_a_locality_and_of_each_county_stands_beside_the_groups_as_context():
    groups = [{"by": "locality", "group": place, "children": 500, "past_rate": rate}
              for place, rate in (("rural", 0.031), ("urban", 0.012), ("", None))]  # fmt: skip
    counties = [("OT", 400, 12, 0.029), ("VS", 9, None, None)]
    rates = [{"by": "county", "place": place, "children": children, "cases": cases, "rate": rate}
             for place, children, cases, rate in counties]  # fmt: skip
    localities, by_county = tables(section("groups", bare() | {"groups": groups, "past_rates": rates}, RO))
    assert [row[-1] for row in localities.rows] == ["3,1 %", "1,2 %", "–"]
    assert by_county.caption == "Rata din trecut, după județ"
    assert by_county.rows == [["OT", "400", "12", "2,9 %"], ["VS", "9", "–", "prea puține date"]]


def test_without_earlier_dates_a_card_has_no_past_rates():
    said = section("groups", bare() | {"groups": [{"by": "locality", "group": "rural", "children": 500}]}, EN)
    assert "past rate" not in said.lower()
    assert len(tables(said)[0].rows[0]) == 8


@pytest.mark.parametrize(("language", "said"), [(RO, "Pe toate listele: Atenție."), (EN, "On every list: Beware.")])
def test_cautions_that_a_list_has_no_room_for_are_on_the_card_in_full(language, said):
    cautions = {
        "as_of": "2025-05-15", "schools": 40, "with_own": 3,
        "everywhere": [{"code": "old_model", "text_ro": "Atenție.", "text_en": "Beware."}],
        "kinds": [{"code": "marks_missing", "schools": 2}, {"code": "features_moved", "schools": 1}],
    }  # fmt: skip
    text = section("cautions", bare() | {"cautions": cautions}, language)
    assert said in text
    assert ("15 mai 2025" if language == RO else "15 May 2025") in text
    (kinds,) = tables(text)
    assert [row[1] for row in kinds.rows] == ["2", "1"]


def test_a_card_without_cautions_says_that_nothing_is_known_of_them():
    assert "nu spune nimic despre atenționările listelor" in section("cautions", bare(), RO)
