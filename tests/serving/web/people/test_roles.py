"""Which roles an administrator may give to whom: none to themselves, and none that opens children to who keeps keys."""

import datetime as dt

import pytest

from features.errors import Refused
from serving.web.access.models import Grant
from serving.web.access.policy import Role, not_together
from serving.web.people import by_machine


def given(administrator, person, role, **place):
    answer = administrator.client.post(f"/people/{person.user.pk}/grant/", {"role": role.value, **place})
    return answer.status_code, answer.text


@pytest.mark.parametrize("role", sorted(Role))
def test_nobody_gives_a_role_to_themselves(person, role):
    administrator = person(Role.ADMINISTRATOR)
    place = {"school_id": "S1", "class_label": "5A", "county": "OT", "programme": "noroc"}
    status, text = given(administrator, administrator, role, **place)
    assert status == 422
    assert "Nobody gives a role to themselves" in text
    assert administrator.user.grants.count() == 1


@pytest.mark.parametrize("held", [Role.ADMINISTRATOR, Role.AUDITOR])
@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.SECRETARY, Role.ANALYST, Role.COORDINATOR, Role.NGO_WORKER])
def test_roles_that_see_children_do_not_go_with_keys_or_the_log(person, held, role):
    first, second = person(held), person(role)
    place = {"school_id": "S1", "county": "OT", "programme": "noroc"}
    assert given(person(Role.ADMINISTRATOR), first, role, **place)[0] == 422
    assert given(person(Role.ADMINISTRATOR), second, held)[0] == 422
    for who, wanted in ((first, role), (second, held)):
        with pytest.raises(Refused, match="which does not go with"):
            by_machine.give(who.user.email, wanted, place, until=None, by="t")
    assert Grant.objects.filter(user__in=(first.user, second.user)).count() == 2


def test_other_roles_go_together_and_one_that_has_ended_is_in_nobodys_way(person, today):
    administrator, teacher = person(Role.ADMINISTRATOR), person(Role.FORM_TEACHER)
    assert given(administrator, teacher, Role.COUNSELLOR, school_id="S1")[0] == 302
    left = person(Role.AUDITOR, until=today - dt.timedelta(1))
    assert given(administrator, left, Role.DIRECTOR, school_id="S1")[0] == 302
    assert not_together(Role.AUDITOR, [Role.ADMINISTRATOR]) is None
