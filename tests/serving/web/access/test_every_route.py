"""Every address × every role × own and other school: does anything answer that should not?

The addresses are Django's own list; one whose view declares no access fails here before anybody can open it.
"""

import re
from datetime import timedelta

import pytest
from django.test import Client

from serving.web.access.declaration import ANYBODY, SIGNED_IN, declared
from serving.web.access.middleware import SIGNING_IN
from serving.web.access.policy import Action, Role
from serving.web.access.reach import reach_of
from serving.web.roster.models import Child
from tests.support.serving.routes import routes
from tests.support.serving.two_schools import PLACES

NOT_OPEN = {"mfa_deactivate_totp"}  # of allauth; nobody puts down a second factor
ROUTES = {route.name: route for route in routes()}
OURS = {name: route for name, route in ROUTES.items() if name not in SIGNING_IN | NOT_OPEN}
ACTIONS = {name: route for name, route in OURS.items() if declared(route.view) not in (ANYBODY, SIGNED_IN)}
REFUSED = {403, 404, 405}
OTHERS = [pupil for pupil, place in PLACES.items() if place.split()[0] in ("S2", "S9")]


@pytest.fixture
def children():
    """The children of the records, as the pages know them."""
    return {
        pupil: Child.objects.create(pupil_id=pupil, school_id=place.split()[0], class_label=place.split()[1])
        for pupil, place in PLACES.items()
    }


def asked(client, url, method="get", **values):
    client.raise_request_exception = False
    return getattr(client, method)(url, values)


def urls_of(route, *texts, number=1):
    """Return the addresses with each text in them; one where nothing stands in it."""
    return list(dict.fromkeys(route.url({"text": text, "number": number}) for text in texts))


def test_every_view_declares_its_access():
    assert [name for name, route in OURS.items() if declared(route.view) is None] == []


def test_names_of_addresses_are_not_given_twice():
    assert len({route.name for route in routes()}) == len(routes())


def test_every_action_is_somebodys_and_every_role_has_one():
    from serving.web.access.policy import POLICY

    assert {action for actions in POLICY.values() for action in actions} == set(Action)
    assert set(POLICY) == set(Role)
    assert all(POLICY.values())


@pytest.mark.parametrize("name", sorted(OURS))
def test_nobody_who_has_not_signed_in_gets_in(name, children):
    route = OURS[name]
    url = route.url({"text": children["P1"].opaque, "number": 1})
    for method in ("get", "post", "put", "delete", "patch", "options"):
        answer = asked(Client(), url, method)
        if declared(route.view) == ANYBODY:
            assert answer.status_code < 500
        else:
            assert answer.status_code in {302, *REFUSED}, method
            assert answer.status_code != 302 or answer.url.startswith("/account/login/?next=/"), method


@pytest.mark.parametrize("role", sorted(Role))
def test_what_a_role_may_not_do_is_refused(role, person, children):
    signed_in = person(role)
    reach = reach_of(signed_in.user)
    forbidden = [route for route in ACTIONS.values() if not reach.may(declared(route.view))]
    assert forbidden
    for route in forbidden:
        for url in urls_of(route, children["P1"].opaque, children["P6"].opaque, "no-such-id"):
            for method in ("get", "post"):
                assert asked(signed_in.client, url, method).status_code in REFUSED, (method, url)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ANALYST}))
def test_nothing_is_told_of_another_schools_children(role, person, children):
    """Neither by the id in an address nor by a school, class or child that is named behind it."""
    signed_in = person(role)
    ids = [children[pupil].opaque for pupil in OTHERS]
    for name, route in OURS.items():
        for pupil in OTHERS:
            child = children[pupil]
            url = route.url({"text": child.opaque, "number": child.pk})
            answer = asked(signed_in.client, url, school=child.school_id, school_id=child.school_id, child=child.opaque,
                           pupil_id=pupil, class_label="5A", k="50")  # fmt: skip
            assert answer.status_code < 500, (name, url)
            text = answer.content.decode(errors="replace").replace(answer.request["QUERY_STRING"], "")
            if name.startswith("audit:"):
                continue  # the auditor reads pseudonyms
            assert not re.search(rf"(?<![\w-])({'|'.join(OTHERS)})(?![\w-])(?!\" name)", _without_forms(text)), url
            assert not [each for each in ids if each in _without_own_address(text, url)], url


def _without_forms(text):
    """Leave out what a form gives back of what was typed."""
    return re.sub(r"<input[^>]*>|href=\"[^\"]*\"", "", text)


def _without_own_address(text, url):
    return re.sub(r"(action|href)=\"[^\"]*\"|<input[^>]*>", "", text).replace(url, "")


@pytest.mark.parametrize("role", sorted(Role))
def test_nothing_that_a_role_may_open_is_faulty(role, person, children):
    """Odd values too: none of them, no numbers, other alphabets, very long ones; to odd addresses these alone."""
    signed_in = person(role)
    odd = {"school": "S1", "k": "-1", "as_of": "2025-13-40", "page": "x", "tab": "\0"}
    for route in OURS.values():
        own, *others = urls_of(route, children["P1"].opaque, "ș" * 300, "..", "'--", "\0", number=999_999)
        for url, values in ((own, {}), *((each, odd) for each in (own, *others))):
            assert asked(signed_in.client, url, **values).status_code < 500, url
            assert asked(signed_in.client, url, "post", **values).status_code < 500, url


def test_an_expired_grant_opens_nothing(person, today, children):
    client = person(Role.DIRECTOR, until=today - timedelta(days=1)).client
    for route in ACTIONS.values():
        url = route.url({"text": children["P1"].opaque, "number": 1})
        assert asked(client, url).status_code in REFUSED
