"""Which words of its own may a school declare, and what is said of a wrong declaration?"""

from typing import Any

import pytest

from features.i18n.text import Bilingual
from features.reading.declarations import parse_declarations
from features.reading.declared_words import DeclaredTrack, DeclaredWords, IncidentKind, OwnOutcome
from features.reading.status_codes import AttendanceRules, StatusCode
from features.schema.tables import OUTCOMES

WORDS = {"en": "fight", "ro": "bătaie"}
MEANING = Bilingual("fight", "bătaie")


def told(content: dict[str, Any]) -> list[str]:
    _, problems = parse_declarations(content)
    assert all(problem.sentence("ro") for problem in problems)
    return [problem.sentence("en").removeprefix("prezent.toml, ").split(";")[0] for problem in problems]


def test_tracks_incidents_and_outcomes_are_declared_with_words_in_both_languages():
    declared, problems = parse_declarations(
        {
            "tracks": {"sports": WORDS, "maths": WORDS | {"words": ["mate-info", "matematică"]}},
            "incidents": {"bătaie": WORDS},
            "outcomes": {"suspended": WORDS, "expelled": WORDS | {"ends_story": True}},
        }
    )
    assert problems == []
    assert declared.words == DeclaredWords(
        tracks=(
            DeclaredTrack("sports", ("sports",), MEANING), DeclaredTrack("maths", ("mate-info", "matematică"), MEANING)
        ),
        incidents=(IncidentKind("bătaie", MEANING),),
        outcomes=(OwnOutcome("suspended", MEANING), OwnOutcome("expelled", MEANING, ends_story=True)),
    )  # fmt: skip


def test_own_outcomes_stand_beside_those_of_the_schema_and_may_end_a_story():
    declared, _ = parse_declarations({"outcomes": {"suspended": WORDS, "expelled": WORDS | {"ends_story": True}}})
    assert declared.words.outcome_names == (*OUTCOMES, "suspended", "expelled")
    assert declared.words.ending_outcomes == ("dropped_out", "transferred", "emigrated", "graduated", "expelled")


def test_codes_have_a_kind_and_hours_and_may_say_if_they_are_excused():
    declared, problems = parse_declarations(
        {
            "attendance": {
                "day_hours": 5,
                "cumulative": True,
                "codes": {
                    "A": "absent", "P": "present", "T": "late", "?": "not_recorded",
                    "H": {"kind": "absent", "hours": 2.5}, "E": {"kind": "absent", "excused": "yes"},
                },
            }
        }
    )  # fmt: skip
    assert problems == []
    assert declared.attendance == AttendanceRules(
        (
            StatusCode("A", "absent", 5, 5), StatusCode("P", "present", 5, 5), StatusCode("T", "late", 1, 5),
            StatusCode("?", "not_recorded", 5, 5), StatusCode("H", "absent", 2.5, 5),
            StatusCode("E", "absent", 5, 5, "yes"),
        ),
        cumulative=True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ({"tracks": 5}, "key tracks: found '5'"),
        ({"tracks": {"x": 5}}, "key tracks.x: found '5'"),
        ({"tracks": {"Big X": WORDS}}, "key tracks.Big X: found 'Big X'"),
        ({"tracks": {"x": WORDS | {"words": "x"}}}, "key tracks.x.words: found 'x'"),
        ({"tracks": {"x": WORDS | {"words": []}}}, "key tracks.x.words: found '[]'"),
        ({"tracks": {"x": WORDS | {"words": [1]}}}, "key tracks.x.words: found '[1]'"),
        ({"incidents": {"fight": {"en": "fight"}}}, "key incidents.fight.ro: found nothing"),
        ({"incidents": {"fight": WORDS | {"severity": 3}}}, "key incidents.fight: found 'severity'"),
        ({"incidents": {" ": WORDS}}, "key incidents. : found ' '"),
        ({"outcomes": {"graduated": WORDS}}, "key outcomes.graduated: found 'graduated'"),
        ({"outcomes": {"x": WORDS | {"ends_story": "no"}}}, "key outcomes.x.ends_story: found 'no'"),
        ({"outcomes": {"x": WORDS | {"en": 3}}}, "key outcomes.x.en: found '3'"),
        ({"attendance": []}, "key attendance: found '[]'"),
        ({"attendance": {"codes": "A"}}, "key attendance.codes: found 'A'"),
        ({"attendance": {"hours": 5}}, "key attendance: found 'hours'"),
        ({"attendance": {"day_hours": 25}}, "key attendance.day_hours: found '25'"),
        ({"attendance": {"day_hours": True}}, "key attendance.day_hours: found 'True'"),
        ({"attendance": {"cumulative": 1}}, "key attendance.cumulative: found '1'"),
        ({"attendance": {"codes": {"A": "away"}}}, "key attendance.codes.A: found 'away'"),
        ({"attendance": {"codes": {"A": 1}}}, "key attendance.codes.A: found '1'"),
        ({"attendance": {"codes": {"A": {"kind": []}}}}, "key attendance.codes.A: found '{'kind': []}'"),
        ({"attendance": {"codes": {"A": {"kind": "late", "hours": "1"}}}}, "key attendance.codes.A.hours: found '1'"),
        ({"attendance": {"codes": {"A": {"kind": "late", "hours": 99}}}}, "key attendance.codes.A.hours: found '99'"),
        ({"attendance": {"codes": {"A": {"kind": "late", "x": 1}}}}, "key attendance.codes.A: found 'x'"),
        (
            {"attendance": {"codes": {"A": {"kind": "late", "excused": True}}}},
            "key attendance.codes.A.excused: found 'True'",
        ),
    ],
)
def test_a_wrong_declaration_is_told_where_it_stands(content: dict[str, Any], sentence: str):
    assert [line[: len(sentence)] for line in told(content)] == [sentence]
