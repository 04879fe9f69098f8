"""Do tables in files lose the rows of a child and nothing else, and is a pseudonym found wherever it stands?"""

import gzip
import zipfile

import pandas as pd
import pytest

from features.store.erasure.table_files import has_rows, remove_rows
from features.store.erasure.traces import Traces, without_words

GONE = "p" + "qzwx" * 4 + "abc"


@pytest.mark.parametrize(
    ("content", "left"),
    [
        (b"pupil_id,hours\n7,7\n8,7\n", b"pupil_id,hours\n8,7\n"),
        (b"\xef\xbb\xbfCod elev;Ore\r\n7;1\r\n 7 ;2\r\n8;7\r\n", b"\xef\xbb\xbfCod elev;Ore\r\n8;7\r\n"),
        (b'pupil_id,note\n8,"two\nlines, 7"\n7,"a\nb"\n', b'pupil_id,note\n8,"two\nlines, 7"\n'),
        (b"sep=;\npupil_id;x\n7;\xba\n8;\xba\n", b"sep=;\npupil_id;x\n8;\xba\n"),
        ("pupil_id\thours\n7\t1\n8\t1\n".encode("utf-16"), "pupil_id\thours\n8\t1\n".encode("utf-16")),
    ],
    ids=["comma", "semicolons and a mark", "lines in cells", "windows-1250", "utf-16"],
)
def test_other_rows_stay_byte_for_byte(tmp_path, content, left):
    path = tmp_path / "attendance.csv"
    path.write_bytes(content)
    remove_rows(path, ["7"])
    assert path.read_bytes() == left
    assert not has_rows(path, ["7"])


def test_a_short_id_is_no_other_cell_and_no_other_file(tmp_path):
    path = tmp_path / "attendance.csv"
    path.write_bytes(b"pupil_id,hours\n8,7\n")
    note = tmp_path / "note.json"
    note.write_text('{"hours": 7}')
    assert remove_rows(path, ["7"]) == 0
    assert not Traces(frozenset(["7"])).in_file(path)
    assert not Traces(frozenset(["7"])).in_file(note)


def test_texts_of_rows_that_are_gone_are_no_longer_in_a_parquet_file(tmp_path):
    path = tmp_path / "list.parquet"
    frame = pd.DataFrame({"pupil_id": pd.Categorical([GONE, "p8"]), "score": [1.0, 2.0]})
    frame.to_parquet(path)
    assert Traces(frozenset([GONE])).in_file(path)
    assert remove_rows(path, [GONE]) == 1
    assert not Traces(frozenset([GONE])).in_file(path)
    assert pd.read_parquet(path)["pupil_id"].tolist() == ["p8"]


def test_a_pseudonym_is_found_in_bytes_and_in_what_is_packed(tmp_path):
    traces = Traces(frozenset([GONE, "pupil-of-another-system"]))
    (tmp_path / "bytes.bin").write_bytes(b"\0S1pppp" + GONE.encode() + b"2025-2026")
    (tmp_path / "border.bin").write_bytes(b"-" * (2**24 - 7) + GONE.encode())
    (tmp_path / "other.log").write_text("x pupil-of-another-system y")
    with gzip.open(tmp_path / "log.gz", "wb") as packed:
        packed.write(b"child " + GONE.encode())
    with zipfile.ZipFile(tmp_path / "book.xlsx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("sheet.xml", f"<t>{GONE}</t>" * 9)
    (tmp_path / "none.bin").write_bytes(GONE[:-1].encode())
    found = sorted(path.name for path in tmp_path.iterdir() if traces.in_file(path))
    assert found == ["book.xlsx", "border.bin", "bytes.bin", "log.gz", "other.log"]


def test_words_go_where_they_stand_alone():
    assert without_words("wrong 7, not 77; Prună Ana", ["7", "Prună Ana"]) == "wrong …, not 77; …"
