"""What ``prezent.toml`` may declare, what is refused, and that a wrong declaration does no further harm."""

import datetime as dt
import math
from pathlib import Path
from typing import Any

import pytest

from features.i18n.text import Bilingual
from features.importers.declarations_toml import prezent_toml
from features.reading.declarations import Declarations, SituationColumn, parse_declarations, read_declarations
from features.records.records import load_records
from features.schema.problems import RecordsError
from features.schema.scales import SCALES, Scale
from features.schema.tables import Column
from tests.support.records.record_files import family, write_folder

TODAY = dt.date(2025, 2, 3)
WORDS = {"en": "siblings", "ro": "frați"}


def told(entry: dict[str, Any], name: str = "siblings") -> list[str]:
    """Return what is said of one declaration, from the key on."""
    _, problems = parse_declarations({"situation": {name: entry}})
    return [problem.sentence("en").removeprefix("prezent.toml, ").split(";")[0] for problem in problems]


def test_without_a_file_nothing_is_declared(tmp_path: Path):
    assert read_declarations(tmp_path) == (Declarations(), [])
    assert Declarations().scales == SCALES


def test_a_declaration_has_a_type_words_bounds_and_a_direction():
    declared, problems = parse_declarations(
        {"situation": {"siblings": WORDS | {"type": "whole", "unit": "children", "low": 0, "high": 20,
                                            "direction": "up", "can_change": True}}}
    )  # fmt: skip
    column = Column("siblings", "whole", Bilingual("siblings", "frați"), unit="children", low=0, high=20)
    assert declared.situation == (SituationColumn(column, direction=1, can_change=True, ordered=False),)
    assert problems == []


def test_choices_may_be_ordered_and_nothing_else_need_be_said():
    declared, problems = parse_declarations(
        {"situation": {"home": WORDS | {"type": "choice", "choices": ["bad", "good"], "ordered": True}}}
    )
    assert declared.situation[0].column.choices == ("bad", "good")
    assert (declared.situation[0].direction, declared.situation[0].ordered, problems) == (0, True, [])


def test_a_declared_scale_comes_before_the_known_ones_and_replaces_its_namesake():
    declared, problems = parse_declarations({"scales": {"1-10": {"lowest": 1, "pass": 6, "highest": 10}}})
    assert problems == []
    assert declared.scale("1-10") == Scale("1-10", 1, 6, 10)
    assert [scale.name for scale in declared.scales] == [scale.name for scale in SCALES]


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ({"type": "date"}, "key situation.siblings.type: found 'date'"),
        ({"type": ["whole"]}, "key situation.siblings.type: found '['whole']'"),
        ({"type": None}, "key situation.siblings.type: found nothing"),
        ({"direction": "sideways"}, "key situation.siblings.direction: found 'sideways'"),
        ({"direction": {}}, "key situation.siblings.direction: found '{}'"),
        ({"en": ""}, "key situation.siblings.en: found nothing"),
        ({"ro": " "}, "key situation.siblings.ro: found ' '"),
        ({"en": 3}, "key situation.siblings.en: found '3'"),
        ({"unit": 3}, "key situation.siblings.unit: found '3'"),
        ({"low": "0"}, "key situation.siblings.low: found '0'"),
        ({"low": True}, "key situation.siblings.low: found 'True'"),
        ({"high": float("nan")}, "key situation.siblings.high: found 'nan'"),
        ({"low": 2, "high": 1}, "key situation.siblings: found 'low 2, high 1'"),
        ({"can_change": "yes"}, "key situation.siblings.can_change: found 'yes'"),
        ({"ordered": 1}, "key situation.siblings.ordered: found '1'"),
        ({"choices": ["a"]}, "key situation.siblings.choices: found '['a']'"),
        ({"type": "choice"}, "key situation.siblings.choices: found nothing"),
        ({"type": "choice", "choices": []}, "key situation.siblings.choices: found '[]'"),
        ({"type": "choice", "choices": "ab"}, "key situation.siblings.choices: found 'ab'"),
        ({"type": "choice", "choices": ["a", "a"]}, "key situation.siblings.choices: found '['a', 'a']'"),
        ({"type": "choice", "choices": ["a", 1]}, "key situation.siblings.choices: found '['a', 1]'"),
        ({"colour": "red"}, "key situation.siblings: found 'colour'"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_told_with_its_key(entry: dict[str, Any], sentence: str):
    assert told({"type": "whole"} | WORDS | entry) == [sentence]


@pytest.mark.parametrize("name", ["pupil_id", "known_on", "Siblings", "brothers and sisters", "1st", "frați", ""])
def test_a_name_is_new_and_plain(name: str):
    assert len(told({"type": "whole"} | WORDS, name=name)) == 1


@pytest.mark.parametrize("name", ["etnie", "cnp", "nume_mama", "roma"])
def test_a_personal_column_cannot_be_declared(name: str):
    assert told({"type": "yes_no"} | WORDS, name=name) == [f"column {name}: found a column about the person"]


@pytest.mark.parametrize(
    ("content", "sentences"),
    [
        ({"situations": {}}, ["prezent.toml: found 'situations'"]),
        ({"situation": 3}, ["prezent.toml, key situation: found '3'"]),
        ({"situation": {"x": 3}}, ["prezent.toml, key situation.x: found '3'"]),
        ({"scales": []}, ["prezent.toml, key scales: found '[]'"]),
        ({"scales": {"1-5": {"lowest": 1, "pass": 1, "highest": 5}}},
         ["prezent.toml, key scales.1-5: found 'lowest 1, pass 1, highest 5'"]),
        ({"scales": {"1-5": {"lowest": True}}}, ["prezent.toml, key scales.1-5: found 'lowest True'"]),
        ({"scales": {"1-5": {"lowest": 1, "pass": 2, "highest": 5, "words": []}}},
         ["prezent.toml, key scales.1-5.words: found '[]'"]),
    ],
)  # fmt: skip
def test_what_is_no_declaration_is_told(content: dict[str, Any], sentences: list[str]):
    _, problems = parse_declarations(content)
    assert [problem.sentence("en").split(";")[0] for problem in problems] == sentences


def test_every_wrong_declaration_is_told_at_once_in_the_order_of_the_file():
    _, problems = parse_declarations({"x": 1, "situation": {"a": {}, "b": 2}, "scales": {"c": {}}, "y": 2})
    assert [problem.column or problem.found[0] for problem in problems] == [
        "'x'", "'y'", "situation.b", "situation.a.type", "situation.a.en", "situation.a.ro", "scales.c",
    ]  # fmt: skip


def test_the_cells_of_a_wrong_declaration_are_not_blamed(tmp_path: Path):
    toml = '[situation.siblings]\ntype = "hole"\nen = "s"\nro = "f"\n[scales."1-5"]\nlowest = 9\n'
    marks = "pupil_id,date,mark,scale\np1,2024-10-01,4,1-5\n"
    folder = write_folder(
        tmp_path, family("p1,2024-09-09,many", more=",siblings") | {"prezent.toml": toml, "grades.csv": marks}
    )
    with pytest.raises(RecordsError) as caught:
        load_records(folder, today=TODAY)
    assert [problem.column for problem in caught.value.problems] == ["situation.siblings.type", "scales.1-5"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"a = \n", "prezent.toml, row 1: found a slip of writing (Invalid value)"),
        (b"\n\n[a\n", "prezent.toml, row 3: found a slip of writing (Expected ']' at the end of a table declaration)"),
        (b"a = 1\na = 2\n", "prezent.toml, row 2: found a slip of writing (Cannot overwrite a value)"),
        (b"\n# \xba\n", "prezent.toml, row 2: found letters in another encoding"),
    ],
)
def test_a_file_that_is_no_toml_is_told_with_its_row(tmp_path: Path, content: bytes, sentence: str):
    (tmp_path / "prezent.toml").write_bytes(content)
    declared, problems = read_declarations(tmp_path)
    assert declared == Declarations(readable=False)
    assert [problem.sentence("en").split(";")[0] for problem in problems] == [sentence]


def test_what_an_unreadable_file_may_have_declared_is_not_blamed(tmp_path: Path):
    marks = "pupil_id,date,mark,scale\np1,2024-10-01,4,1-5\n"
    folder = write_folder(
        tmp_path, family("p1,2024-09-09,2", more=",siblings") | {"prezent.toml": "[situation", "grades.csv": marks}
    )
    with pytest.raises(RecordsError) as caught:
        load_records(folder, today=TODAY)
    assert [problem.code for problem in caught.value.problems] == ["bad_toml"]


def test_what_an_importer_writes_is_read_back(tmp_path: Path):
    situation = (
        SituationColumn(
            Column("siblings", "whole", Bilingual("siblings", "frați"), unit="children", low=0), direction=1
        ),
        SituationColumn(Column("home", "choice", Bilingual("home", "acasă"), choices=("bad", "good")), ordered=True),
        SituationColumn(
            Column("own_desk", "yes_no", Bilingual('own "desk"', "birou"), unit=""), direction=-1, can_change=True
        ),
    )
    scales = (
        Scale("0-40", 0, 20, 40, beyond=44),
        Scale('own "1"', 6, 4, 1, (("2+", 1.7), ('"', 3)), numbers=True, not_taken=("krank", "NP"), beyond=-math.inf),
    )
    (tmp_path / "prezent.toml").write_text("\ufeff" + prezent_toml(situation, scales), encoding="utf-8")
    declared, problems = read_declarations(tmp_path)
    assert problems == []
    assert declared == Declarations(situation, (*scales, *SCALES))


def test_a_declared_scale_takes_the_place_of_one_of_the_same_name():
    assert Declarations(scales=(Scale("1-10", 0, 4, 12), *SCALES)).scale("1-10") == Scale("1-10", 0, 4, 12)
    assert Declarations().scale("1-5") is None


@pytest.mark.parametrize("digits", [400, 5000])
def test_a_number_of_hundreds_of_digits_is_a_wrong_value_or_a_slip_of_writing(tmp_path: Path, digits: int):
    text = f"[scales.long]\nlowest = 1\npass = 5\nhighest = 1{'0' * digits}\n"
    (tmp_path / "prezent.toml").write_text(text)
    _, (problem,) = read_declarations(tmp_path)
    assert problem.sentence("en").startswith("prezent.toml")
    assert len(problem.sentence("en")) < 400


# Invented children


@pytest.mark.parametrize("text", ["", "invented = false\n", "# invented = true\n"])
def test_records_are_real_unless_they_say_otherwise(tmp_path: Path, text: str):
    (tmp_path / "prezent.toml").write_text(text, encoding="utf-8")
    assert read_declarations(tmp_path) == (Declarations(), [])


def test_invented_records_say_so_beside_all_else_that_they_declare(tmp_path: Path):
    text = 'invented = true\n[scales."0-5"]\nworst = 0\npass = 2\nbest = 5\n'
    (tmp_path / "prezent.toml").write_text(text, encoding="utf-8")
    declared, problems = read_declarations(tmp_path)
    assert (declared.invented, declared.scales[0].name, problems) == (True, "0-5", [])


@pytest.mark.parametrize("said", ["yes", 1, [], {}])
def test_only_true_or_false_says_whether_children_are_invented(said: object):
    declared, problems = parse_declarations({"invented": said})
    assert not declared.invented
    assert [problem.sentence("en").split("; expected ")[1].split(";")[0] for problem in problems] == ["true or false"]


def test_a_folder_of_counties_is_invented_if_one_of_them_says_so(tmp_path: Path):
    for county, text in (("CJ", ""), ("IS", "invented = true\n")):
        (tmp_path / f"county={county}").mkdir()
        (tmp_path / f"county={county}" / "prezent.toml").write_text(text, encoding="utf-8")
    assert read_declarations(tmp_path)[0].invented
    (tmp_path / "prezent.toml").write_text("invented = false\n", encoding="utf-8")
    assert not read_declarations(tmp_path)[0].invented
    assert not read_declarations(tmp_path / "county=IS")[0].invented  # what is beside all counties holds for each
