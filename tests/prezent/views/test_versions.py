import datetime as dt
from dataclasses import replace

from features.i18n.text import Bilingual
from models.registry.approval import approve
from models.registry.decisions import Decision, Record, decision_tags, read_record
from models.registry.promotion_check import check_tags
from models.registry.registry import ModelVersion
from prezent.views.versions import decision_lines, version_lines
from tests.support.shelf import ANA, ION, OVERRULED, check

VERSION = ModelVersion(
    version="12",
    run_id="run12",
    created=dt.datetime(2026, 2, 3, 10, 15, tzinfo=dt.UTC),
    aliases=("challenger", "champion"),
    tags={
        "lightgbm.auc": "0.8123",
        "lightgbm.recall_within_schools": "0.3412",
        "absences_only.recall_within_schools": "0.2871",
        "rules.recall_within_schools": "",
        "outcomes": "dropped_out, not_reenrolled",
        "as_of": "2024-02-15, 2025-02-15",
        **check_tags([check("fair"), check("stable", "failed")], compared_with=None),
    },
)


def decisions() -> tuple[Decision, ...]:
    """Return three: a promotion, one that was overruled, a rollback."""
    rows: list[tuple[int, dict[str, str]]] = []
    first = Record().next_promotion("1", approve(**ANA), overruled=())
    rows.append((1, decision_tags(first)))
    second = read_record(rows).next_promotion("3", approve(**ION, **OVERRULED), overruled=("fair", "stable"))
    rows.append((2, decision_tags(second)))
    rows.append((3, decision_tags(read_record(rows).next_rollback(approve(**ION)))))
    return read_record(rows).decisions[::-1]


def test_a_version_is_shown_with_figures_and_verdicts_and_what_it_is_for():
    head, line, *target, empty, what_it_is = version_lines([VERSION], "en")
    assert head.split() == [
        "version", "alias", "registered", "recall", "absences", "rules", "checks,", "outcomes", "and", "dates",
    ]  # fmt: skip
    assert line.split() == [
        "12", "challenger,", "champion", "2026-02-03", "12:15", "0.341", "0.287", "-", "1", "passed,", "1", "FAILED",
    ]  # fmt: skip
    assert " ".join(" ".join(target).split()) == "dropped out, not enrolled again; 2024-02-15, 2025-02-15"
    assert all(line.startswith(" " * head.index("checks")) for line in target)
    assert (empty, what_it_is.startswith("Recall of lists made school by school:")) == ("", True)


def test_figures_are_rounded_not_cut_and_said_in_the_language():
    tags = {**VERSION.tags, "lightgbm.recall_within_schools": "0.8129", "rules.recall_within_schools": "0.2937"}
    page = " ".join(version_lines([replace(VERSION, tags=tags)], "ro"))
    assert "0,813" in page
    assert "0,294" in page
    assert "abandon școlar, neînscriere" in page


def test_a_version_of_which_nothing_is_known_is_shown_with_dashes():
    _, line, target, *_ = version_lines([replace(VERSION, tags={"checks": "[]"}, aliases=())], "en")
    assert line.split()[-5:] == ["-", "-", "-", "no", "checks"]
    assert target.split() == ["-;", "-"]


def test_a_version_whose_training_was_stopped_before_its_checks_is_marked_in_both_languages():
    stopped = replace(VERSION, tags={"lightgbm.auc": "0.8123", "outcomes": "dropped_out"}, aliases=())
    assert "unfinished: the training was stopped" in "\n".join(version_lines([stopped], "en"))
    assert "neterminată: antrenarea a fost întreruptă" in "\n".join(version_lines([stopped], "ro"))


def test_many_dates_stay_within_110_columns():
    many = ", ".join(f"20{year}-{month:02}-15" for year in range(10, 20) for month in range(1, 6))
    lines = version_lines([replace(VERSION, tags={**VERSION.tags, "as_of": many})], "ro")
    assert len(lines) > 5
    assert max(map(len, lines)) <= 110
    assert all(line.startswith(" " * 9) for line in lines[2:-2])


def test_without_a_version_the_next_step_is_told():
    assert version_lines([], "en") == ["No model is registered yet. Next: prezent train RECORDS ..."]


def test_decisions_are_sentences_newest_first():
    rolled_back, promoted, first = decisions()
    empty, head, *lines = decision_lines([rolled_back, promoted, first], [], "en")
    assert (empty, head) == ("", "Decisions, newest first")
    text = " ".join(" ".join(lines).split())
    assert text == (
        "3 2026-02-04 12:15 rolled back to version 1, replacing 3, by Ion Rus: newer records. "
        f"Seal {rolled_back.seal[:8]} "
        "2 2026-02-04 12:15 promoted version 3, replacing 1, by Ion Rus: newer records. "
        f"Overruled by Mia Dan (fair, The lists stay much the same): the school is closing. Seal {promoted.seal[:8]} "
        f"1 2026-02-03 12:15 promoted version 1, by Ana Pop: better than the rules. Seal {first.seal[:8]}"
    )
    assert max(map(len, lines)) <= 110


def test_overruled_checks_are_named_by_their_titles():
    overruled = replace(decisions()[1], overruled_checks=("stable", "calibrated"))
    assert "(Listele rămân în mare parte aceleași, Calibrat)" in " ".join(
        " ".join(decision_lines([overruled], [], "ro")).split()
    )


def test_a_void_decision_is_marked():
    newest = replace(decisions()[0], void=True)
    assert "void, others decided first: rolled back to version 1" in decision_lines([newest], [], "en")[2]


def test_only_the_newest_five_are_shown_and_the_others_counted():
    lines = decision_lines([*decisions(), *decisions(), *decisions()], [], "en")
    assert lines[-1].strip() == "and 4 before."
    assert sum("by Ana Pop" in line or "by Ion Rus" in line for line in lines) == 5


def test_what_is_wrong_is_told_even_where_no_decision_can_be_read():
    removed = Bilingual("Decision 1 was removed.", "Decizia 1 a fost ștearsă.")
    assert decision_lines([], [], "en") == []
    assert decision_lines([], [removed], "en")[-1] == "Attention: Decision 1 was removed."
    assert decision_lines([], [removed], "ro")[-1] == "Atenție: Decizia 1 a fost ștearsă."
