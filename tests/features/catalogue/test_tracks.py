"""Which parts does a track have, however a school writes it?"""

import pytest

from features.schema.track_words import BRANCHES, FORMS, PROFILES, has_words, partition_of, plain_words, unknown_tracks
from tests.support.small_records import Row, declarations, table_at, values_at

ENROLMENT: Row = {"school_id": "S1", "school_year": "2024-2025", "enrolled_on": "2024-09-01"}


def enrolled(*tracks: str) -> list[Row]:
    return [{"pupil_id": f"P{number}", "track": track, **ENROLMENT} for number, track in enumerate(tracks, start=1)]


def test_the_case_of_two_children_who_differ_in_their_track_only() -> None:
    table = table_at("2025-02-03", enrolments=enrolled("technological", "theoretical"))
    first, second = (table.values.loc[row].fillna(-1) for row in (0, 1))
    assert list(first.index[first != second]) == ["track_branch"]


@pytest.mark.parametrize(
    ("track", "branch", "profile", "form"),
    [
        ("Teoretică", "theoretical", None, None),
        ("Filiera Teoretică / profil Real, matematică-informatică", "theoretical", "sciences", None),
        ("TEHNOLOGICĂ - Resurse naturale și protecția mediului", "technological", "natural resources", None),
        ("Vocațională;Artistic;Seral", "vocational", "arts", "evening classes"),
        ("vocaţională + pedagogic (cu sedilă)", "vocational", "pedagogical", None),
        ("tehnologic,servicii,Frecvență redusă", "technological", "services", "reduced attendance"),
        ("Învățământ profesional, tehnic, zi", "professional", "technical", "day classes"),
        ("dual_mecanică", "dual", "technical", None),
        ("Științe sociale", None, "humanities", None),
        ("Științe ale naturii", None, "sciences", None),
        ("social sciences", None, "humanities", None),
        ("general academic", "theoretical", None, None),
        ("teologic ortodox", None, "theological", None),
        ("profil sportiv", None, "sports", None),
        ("militar", None, "military", None),
        ("ANUL II", None, None, None),
        ("", None, None, None),
    ],
)
def test_the_parts_of_a_track_are_found_by_their_words(
    track: str, branch: str | None, profile: str | None, form: str | None
) -> None:
    found = [partition_of(track, parts) for parts in (BRANCHES, PROFILES, FORMS)]
    said = [
        None if place is None else parts[place].meaning.en
        for place, parts in zip(found, (BRANCHES, PROFILES, FORMS), strict=True)
    ]
    assert said == [branch, profile, form]


def test_each_part_is_a_feature_and_missing_where_the_track_does_not_name_it() -> None:
    enrolments = enrolled("Teoretică, real", "Tehnologică, seral", "")
    assert values_at("track_branch", "2025-02-03", enrolments=enrolments) == {"P1": 1, "P2": 3, "P3": None}
    assert values_at("track_profile", "2025-02-03", enrolments=enrolments) == {"P1": 2, "P2": None, "P3": None}
    assert values_at("track_form", "2025-02-03", enrolments=enrolments) == {"P1": None, "P2": 2, "P3": None}


def test_a_part_that_is_declared_is_a_feature_of_its_own() -> None:
    declared = declarations({"tracks": {"bilingual": {"words": ["bilingv", "limbă modernă"], "en": "a", "ro": "b"}}})
    enrolments = enrolled("Filologie, BILINGV engleză", "uman - Limba Modernă", "uman", "", "bilingvă")
    assert values_at("track_bilingual", "2025-02-03", declared, enrolments=enrolments) == {
        "P1": 1, "P2": 1, "P3": 0, "P4": None, "P5": 0,
    }  # fmt: skip


def test_a_track_no_model_was_trained_with_gives_the_same_columns() -> None:
    trained, served = (table_at("2025-02-03", enrolments=enrolled(track)) for track in ("real", "Zimbrărit"))
    assert list(trained.values) == list(served.values)


@pytest.mark.parametrize(
    ("value", "english", "romanian"),
    [(1, "branch: theoretical", "filiera: teoretică"), (5, "branch: dual", "filiera: dual")],
)
def test_a_part_is_told_in_both_languages(value: float, english: str, romanian: str) -> None:
    spec = next(
        each for each in table_at("2025-02-03", enrolments=enrolled("real")).features if each.name == "track_branch"
    )
    assert (spec.text(value, "en"), spec.text(value, "ro")) == (english, romanian)
    assert (spec.direction, spec.can_change) == (0, False)


def test_the_words_of_parts_are_plain_and_stand_for_one_value_each() -> None:
    for parts in (BRANCHES, PROFILES, FORMS):
        words = [word for part in parts for word in part.words]
        assert len(set(words)) == len(words)
        assert [plain_words(word) for word in words] == words


def test_a_track_that_names_nothing_known_is_told() -> None:
    assert unknown_tracks(["Teoretică", "2B", "seral", "Zimbrărit"], ["zimbrarit"]) == ["2B"]
    assert has_words("a b c", ["b c"])
    assert not has_words("ab c", ["b c"])
