"""Where is no second factor asked for, and nowhere else?"""

import datetime as dt
from pathlib import Path

import pytest

from features.store.database.url import StoreUrl
from features.store.imports.importing import import_record_folder
from features.synthetic.county import mark_as_invented
from prezent.commands.pages.pages_start import mark_people_as_invented, pages_start
from prezent.settings import Settings, read_settings

DAY = dt.date(2026, 4, 20)
ENROLMENTS = "pupil_id,school_id,school_year,enrolled_on,class_label\nP1,S1,2025-2026,2025-09-08,V A\n"


@pytest.fixture
def demo(tmp_path: Path) -> Settings:
    """The settings of a demo whose people are invented."""
    settings = read_settings("en", var=tmp_path / "var", environment={})
    settings.make_folder()
    mark_people_as_invented(settings)
    return settings


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """A record folder that says that its children are invented."""
    folder = tmp_path / "records"
    folder.mkdir()
    mark_as_invented(folder)
    return folder


def test_invented_people_with_invented_children_on_this_computer_need_none(demo: Settings, records: Path) -> None:
    assert not pages_start(demo, records=records).second_factor


def test_it_is_asked_for_with_records_that_are_not_invented(demo: Settings, records: Path, tmp_path: Path) -> None:
    (records / "prezent.toml").write_text("invented = false\n")
    assert pages_start(demo, records=records).second_factor
    assert pages_start(demo).second_factor


def test_a_database_of_invented_children_is_like_their_folder(demo: Settings, records: Path, tmp_path: Path) -> None:
    (records / "enrolments.csv").write_text(ENROLMENTS)
    invented, other = (StoreUrl(f"sqlite:///{tmp_path / name}") for name in ("invented.sqlite", "other.sqlite"))
    import_record_folder(invented, records, day=DAY, who="demo", today=DAY, day_told=True)
    (records / "prezent.toml").unlink()
    import_record_folder(other, records, day=DAY, who="Ana", today=DAY, day_told=True)
    assert not pages_start(demo, records=invented).second_factor
    assert pages_start(demo, records=other).second_factor


def test_it_is_asked_for_where_the_database_is_not_there_or_elsewhere(demo: Settings, tmp_path: Path) -> None:
    for text in (f"sqlite:///{tmp_path / 'none.sqlite'}", "postgresql+psycopg://db.example/records"):
        assert pages_start(demo, records=StoreUrl(text)).second_factor


def test_it_is_asked_for_where_people_come_from_elsewhere(demo: Settings, records: Path) -> None:
    assert pages_start(demo, records=records, secure=True).second_factor


def test_it_is_asked_for_where_the_people_are_not_those_of_the_demo(records: Path, tmp_path: Path) -> None:
    other = read_settings("en", var=tmp_path / "other", environment={})
    assert pages_start(other, records=records).second_factor


def test_a_demo_opens_on_its_day_where_all_of_it_is_invented(demo: Settings, records: Path) -> None:
    assert pages_start(demo, records=records).opens_on is None
    mark_people_as_invented(demo, opens_on=dt.date(2026, 4, 20))
    assert pages_start(demo, records=records).opens_on == dt.date(2026, 4, 20)
    assert not pages_start(demo, records=records).second_factor
    (records / "prezent.toml").write_text("invented = false\n")
    assert pages_start(demo, records=records).opens_on is None


def test_a_demo_keeps_away_from_a_database_that_is_configured(tmp_path: Path) -> None:
    given = {"PREZENT_PAGES_DATABASE": "postgresql://school.example/pages"}
    settings = read_settings("en", var=tmp_path / "var", environment=given)
    assert settings.pages.database
    own = settings.within("demo")
    assert pages_start(own).database == f"sqlite:///{(tmp_path / 'var' / 'demo' / 'pages.sqlite').as_posix()}"
