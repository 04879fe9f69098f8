"""Is the place of a role one that there is?"""

import pytest

from serving.web.access.models import Grant
from serving.web.access.policy import Role
from serving.web.programmes.models import Programme


@pytest.fixture
def given(person):
    administrator, somebody = person(Role.ADMINISTRATOR), person(Role.FORM_TEACHER)

    def give(role: str, **place: str):
        answer = administrator.client.post(f"/people/{somebody.user.pk}/grant/", {"role": role, **place}, follow=True)
        last = Grant.objects.filter(user=somebody.user).last()
        return answer.status_code, answer.text, last

    return give


@pytest.mark.parametrize("typed", ["OT", "ot", "Olt", " OLT "])
def test_a_county_is_known_by_its_code_and_its_name(given, typed):
    status, _, grant = given("coordinator", county=typed)
    assert (status, grant.county) == (200, "OT")


@pytest.mark.parametrize(
    ("role", "place", "said"),
    [("coordinator", {"county": "XX"}, "There is no county XX. The two letters of the county, for example IS, OT."),
     ("director", {"school_id": "S77"}, "The records have no school S77. Ten digits, as in SIIIR"),
     ("ngo_worker", {"programme": "zzz"}, "There is no programme zzz. One of: noroc.")],
)  # fmt: skip
def test_a_place_that_there_is_not_is_refused_and_it_is_said_how_it_is_written(given, role, place, said):
    Programme.objects.create(code="noroc", organisation="NOROC", name_ro="n", name_en="n")
    status, text, _ = given(role, **place)
    assert (status, said in text) == (422, True)


@pytest.mark.parametrize(
    ("role", "place", "said"),
    [("director", {"school_id": "9999999999"}, "The records have no school 9999999999 yet. If it is a slip"),
     ("coordinator", {"county": "Cluj"}, "The records have no school of the county CJ yet.")],
)  # fmt: skip
def test_a_place_whose_records_may_come_later_is_doubted(given, role, place, said):
    status, text, _ = given(role, **place)
    assert (status, said in text) == (200, True)
