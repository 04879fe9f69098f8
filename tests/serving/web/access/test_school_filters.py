"""Pages say a school by its name where the records know one."""

import pytest
from django.template import Context, Template
from django.utils.translation import override

from serving.web.access import school_filters
from serving.web.access.models import Grant
from serving.web.programmes import place_filters
from serving.web.programmes.models import Programme

NAMES = {"S1": "Școala Mare"}


@pytest.fixture(autouse=True)
def known_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the records know one school by name."""
    known = lambda asked: {each: NAMES[each] for each in asked if each in NAMES}  # noqa: E731
    for module in (school_filters, place_filters):
        monkeypatch.setattr(module, "names_of_schools", known)


@pytest.mark.parametrize(
    ("school", "language", "said"),
    [("S1", "ro", "Școala Mare"), ("S1", "en", "Școala Mare"), ("S2", "ro", "școala S2"), ("S2", "en", "school S2")],
)
def test_a_school_is_said_by_its_name_or_as_the_school_of_its_code(school: str, language: str, said: str) -> None:
    with override(language):
        assert Template("{{ school|school_name }}").render(Context({"school": school})) == said


@pytest.mark.parametrize(
    ("grant", "said"),
    [
        (Grant(role="form_teacher", school_id="S1", class_label="5A"), "5A Școala Mare"),
        (Grant(role="director", school_id="S2"), "S2"),
        (Grant(role="coordinator", county="OT"), "Olt"),
        (Grant(role="ngo_worker", programme="p1"), "Asociația Una"),
        (Grant(role="ngo_worker", programme="p2"), "p2"),
    ],
)
def test_a_role_is_said_with_its_place(grant: Grant, said: str) -> None:
    Programme.objects.create(code="p1", organisation="Asociația Una", name_ro="p", name_en="p")
    assert Template("{{ grant|where_it_holds }}").render(Context({"grant": grant})) == said
