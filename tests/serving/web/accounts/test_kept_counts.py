"""Does what was counted of one name, and which codes were used, outlast thousands of attempts under other names?"""

from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory

from serving.web.access.policy import Role
from tests.support.serving.pages import code_of, give_second_factor

STRANGERS, PASSWORD = 700, "a calm sentence about apples"


def by_password(user):
    client = Client()
    return client, client.post("/account/login/", {"login": user.email, "password": PASSWORD})


def tried(email, address="10.9.9.9"):
    """Tell whether an attempt under a name is still looked at, and count it."""
    request = RequestFactory().post("/account/login/", REMOTE_ADDR=address)
    try:
        get_adapter(request).pre_authenticate(request, email=email)
    except ValidationError:
        return False
    return True


def strangers_try():
    for number in range(STRANGERS):
        assert tried(f"nobody-{number}@school.example", f"10.0.{number // 250}.{number % 250}")


def test_names_that_are_locked_out_stay_so_whatever_else_is_tried():
    names = [f"person-{number}@school.example" for number in range(10)]
    for name in names:
        assert [tried(name) for _ in range(6)] == [True] * 5 + [False]
    strangers_try()
    assert [tried(name) for name in names] == [False] * len(names)


def test_a_code_that_was_used_opens_nothing_whatever_else_is_tried(person):
    director = person(Role.DIRECTOR, second_factor=False).user
    director.set_password(PASSWORD)
    director.save()
    secret = give_second_factor(director)
    first, answer = by_password(director)
    second, _ = by_password(director)
    code = code_of(secret, lasts=15)
    assert first.post(answer.url, {"code": code}).status_code == 302
    strangers_try()
    assert second.post(answer.url, {"code": code}).status_code == 200
    assert second.get("/list/").url.startswith("/account/login/")
