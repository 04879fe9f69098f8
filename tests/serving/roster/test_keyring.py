"""One key, made once, for its owner's eyes, back from paper, and never silently another one."""

import stat
import threading
from pathlib import Path

import pytest

from features.errors import Refused, UsageError
from serving.roster.key_groups import GROUPS, grouped, read_groups
from serving.roster.keyring import open_keyring, read_key, restore_keyring
from serving.roster.recovery_sheet import sheet_page, sheet_text

KEY = bytes(range(32))


def test_the_key_is_made_at_first_use_and_stays(tmp_path: Path):
    path = tmp_path / "new" / "keyring.toml"
    first = open_keyring(path)
    assert open_keyring(path, known=first.key_id) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]
    path.chmod(0o644)
    assert read_key(path) == first.key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_of_many_that_begin_at_once_all_get_the_same_key(tmp_path: Path):
    found: list[str] = []
    path = tmp_path / "keyring.toml"
    threads = [threading.Thread(target=lambda: found.append(open_keyring(path).key_id)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


def test_a_lost_another_or_damaged_key_is_refused_and_nothing_is_made(tmp_path: Path):
    path = tmp_path / "keyring.toml"
    with pytest.raises(Refused, match="is not there, and pupils here"):
        open_keyring(path, known="another")
    assert not path.exists()
    open_keyring(path)
    with pytest.raises(Refused, match="each child would become a second one"):
        open_keyring(path, known="another")
    path.write_text('key = "ABCDE"')
    with pytest.raises(Refused, match="is damaged"):
        open_keyring(path)


def test_the_key_comes_back_from_the_sheet_however_it_is_typed(tmp_path: Path):
    lines = [line for line in sheet_text(KEY, "ro").splitlines() if line[:2].strip().isdigit()]
    for typed in (
        "\n".join(lines),
        grouped(KEY).lower(),
        grouped(KEY).replace(" ", "-"),
        grouped(KEY).replace("O", "0"),
    ):
        assert read_groups(typed) == KEY
    path = tmp_path / "keyring.toml"
    restored = restore_keyring(path, grouped(KEY))
    assert read_key(path) == restored.key == KEY
    with pytest.raises(Refused, match="already"):
        restore_keyring(path, grouped(bytes(32)))
    with pytest.raises(Refused, match="second one"):
        restore_keyring(tmp_path / "other", grouped(KEY), known="another")


@pytest.mark.parametrize("place", range(GROUPS))
def test_a_slip_of_typing_is_told_with_its_group(place: int):
    groups = grouped(KEY).split()
    letter = groups[place][0]
    groups[place] = ("B" if letter != "B" else "C") + groups[place][1:]
    with pytest.raises(UsageError, match=f"group {place + 1}[.]"):
        read_groups(" ".join(groups))
    with pytest.raises(UsageError, match="found 65 letters"):
        read_groups(" ".join(groups[:place] + groups[place + 1 :]))


def test_the_sheet_prints_in_both_languages():
    for language in ("ro", "en"):
        page = sheet_page(KEY, language)
        assert all(group in page and group in sheet_text(KEY, language) for group in grouped(KEY).split())
        assert f'lang="{language}"' in page
        assert "size:A4" in page


def test_a_place_that_cannot_be_written_to_is_told(tmp_path: Path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(UsageError, match="cannot be written to"):
        open_keyring(tmp_path / "file" / "keyring.toml")
