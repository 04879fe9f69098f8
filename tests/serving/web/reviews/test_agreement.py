"""Who agrees with nearly everything is told; how children fared is told in counts that name nobody."""

import datetime as dt

import pytest
from django.utils.translation import override

from serving.web.reviews.agreement import ReviewerAgreement, agreement_by_reviewer, time_words
from serving.web.reviews.models import Decision, Kind
from serving.web.reviews.outcomes import OutcomeCounts
from tests.support.serving.decided import child, decide
from tests.support.serving.two_schools import AS_OF


@pytest.mark.parametrize(
    ("decided", "agreed", "flagged"),
    [
        (20, 20, True),
        (19, 19, False),
        (20, 19, False),
        (21, 20, True),
        (100, 95, False),
        (100, 96, True),
        (0, 0, False),
    ],
)
def test_above_95_percent_of_at_least_20_decisions_is_flagged(decided, agreed, flagged):
    assert ReviewerAgreement("A", decided, agreed, 0, None).flagged is flagged


def test_agreement_counts_decisions_about_children_of_lists(person):
    director = person("director")
    director.client.get("/list/")
    decide(director, child())
    decide(director, child("P2"), "dismissed")
    decide(director, child("P6", "S2"))  # refused
    Decision.objects.create(
        child=child("P3"), kind=Kind.NOMINATED, reason="r", by=director.user, school_id="S1", as_of=AS_OF
    )
    [found] = agreement_by_reviewer(["S1"])
    assert (found.decided, found.agreed, found.nominated, found.percent) == (2, 1, 1, 50)
    assert agreement_by_reviewer(["S2"]) == ()


def test_the_usual_time_is_told_of_enough_decisions(person):
    director, seen = person("director"), dt.datetime(2025, 2, 10, 8, tzinfo=dt.UTC)
    for seconds in (10, 20, 30, 40, 500):
        made = Decision.objects.create(
            child=child(), kind=Kind.AGREED, reason="r", by=director.user, school_id="S1", as_of=AS_OF, listed=True,
            seen_at=seen,
        )  # fmt: skip
        Decision.objects.filter(pk=made.pk).update(at=seen + dt.timedelta(seconds=seconds))
    assert agreement_by_reviewer(None)[0].usual_seconds == 30
    Decision.objects.filter(pk=made.pk).update(seen_at=None)
    assert agreement_by_reviewer(None)[0].usual_seconds is None


def test_director_and_administrator_are_told_and_teachers_are_not(person):
    decide(person("form_teacher"), child())
    page = person("director").client.get("/review/agreement/").content.decode()
    assert "form_teacher" in page
    assert "How the children fared" in page
    everywhere = person("administrator").client.get("/review/agreement/everywhere/").content.decode()
    assert "form_teacher" in everywhere
    assert "How the children fared" not in everywhere
    assert person("form_teacher").client.get("/review/agreement/").status_code == 403


@pytest.mark.parametrize(
    ("children", "had", "other", "told"),
    [
        (20, 5, 5, (5, 5, 10)), (20, 4, 6, None), (20, 6, 4, None), (20, 10, 6, None), (20, 0, 10, None),
        (4, 0, 0, None), (15, 5, 5, (5, 5, 5)),
    ],
)  # fmt: skip
def test_no_count_under_five_can_be_read_or_computed(children, had, other, told):
    fared = OutcomeCounts(Kind.AGREED, children, had, other)
    assert fared.told == told


@pytest.mark.parametrize(
    ("seconds", "english", "romanian"),
    [
        (0, "less than ten seconds", "sub zece secunde"), (9.9, "less than ten seconds", "sub zece secunde"),
        (30, "30 seconds", "30 de secunde"), (89, "89 seconds", "89 de secunde"), (119, "2 minutes", "2 minute"),
        (3_600, "60 minutes", "60 de minute"), (7_300, "2 hours", "2 ore"), (200_000, "2 days", "2 zile"),
    ],
)  # fmt: skip
def test_a_usual_time_is_said_as_exactly_as_it_matters(seconds, english: str, romanian: str):
    for language, said in (("en", english), ("ro", romanian)):
        with override(language):
            assert time_words(seconds) == said
