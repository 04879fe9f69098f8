"""Yearly hours of subjects from a small file."""

from pathlib import Path

import pytest

from features.errors import UsageError
from serving.reports.subject_hours import read_subject_hours


def test_romanian_and_english_headings_are_read_however_columns_are_separated(tmp_path: Path) -> None:
    path = tmp_path / "ore.csv"
    path.write_text("\ufeffClasa;Disciplina;Ore\nV A;Limba  Română;140\nV B;Sport;35,5\n", encoding="utf-8")
    assert read_subject_hours(path) == {("v a", "limba română"): 140, ("v b", "sport"): 35.5}
    path.write_text("subject,hours,class_label\nmaths,140,V A\n\n", encoding="utf-8")
    assert read_subject_hours(path) == {("v a", "maths"): 140}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "needs the columns class_label, subject and hours"),
        (b"class_label,subject\nV A,maths\n", "needs the columns"),
        (b"class_label,subject,hours\nV A,maths,many\n", "line 2"),
        (b"class_label,subject,hours\nV A,maths,140\nV A\n", "line 3"),
        (b"class_label,subject,hours\nV A,maths,0\n", "line 2"),
        (b"class_label,subject,hours\nV A,maths,nan\n", "line 2"),
        (b"\xff\xfe\x00", "no text in UTF-8"),
    ],
)
def test_what_cannot_be_hours_is_refused_with_its_line(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "ore.csv"
    path.write_bytes(content)
    with pytest.raises(UsageError) as refused:
        read_subject_hours(path)
    assert said in refused.value.message.en
