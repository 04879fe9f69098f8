"""A viewer sees the pupils of certain schools, or of all, and learns nothing of others."""

import pytest

from models.viewer import NotPermitted, Viewer

DIRECTOR = Viewer("director", frozenset({"s1", "s2"}))
EVERYBODY = Viewer("command line")


def test_own_schools_may_be_seen_and_no_others() -> None:
    DIRECTOR.require(["s2", "s1"])
    for schools in (["s3"], ["s1", "s3"], [""]):
        with pytest.raises(NotPermitted):
            DIRECTOR.require(schools)


def test_who_may_see_all_is_refused_nothing() -> None:
    EVERYBODY.require(["s1", "anything"])
    EVERYBODY.require_all()


def test_who_has_own_schools_may_not_see_all() -> None:
    with pytest.raises(NotPermitted):
        DIRECTOR.require_all()


def test_the_refusal_names_own_schools_in_both_languages_and_not_the_one_that_was_asked_for() -> None:
    with pytest.raises(NotPermitted) as refused:
        DIRECTOR.require(["atlantis"])
    assert refused.value.sentences("en") == [
        "You may see the pupils of your own schools only (s1, s2); ask for one of these."
    ]
    assert refused.value.sentences("ro") == [
        "Puteți vedea numai elevii școlilor dumneavoastră (s1, s2); cereți una dintre ele."
    ]
