"""A hundred mangled files of ``benchmarks/sheet_fuzz.py``: each is imported whole, or refused with a sentence."""

from pathlib import Path

from tests.support.sheets import mangling

DATA = Path(__file__).parents[3] / "data" / "sheets"


def test_a_mangled_file_is_imported_whole_or_refused_with_a_sentence(tmp_path: Path):
    ended = [how for _, how in mangling.every(iter(range(1, 101)), tmp_path, DATA)]
    assert len(ended) == 100
    assert {"imported", "RecordsError", "OpenQuestions"} >= set(ended)
    assert ended.count("imported") >= 5
