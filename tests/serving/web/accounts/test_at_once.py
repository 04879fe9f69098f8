"""Does what an administrator does to an account hold, whatever its owner sends at the same moment?"""

import pytest

from serving.web.access.policy import Role
from serving.web.accounts.invitations import accept, invite, invited
from serving.web.accounts.models import User

PASSWORD, NEW = "a calm sentence about apples", "a third sentence about the sea"


@pytest.fixture
def analyst(person):
    """Somebody who has signed in, with a password."""
    signed_in = person(Role.ANALYST, second_factor=False)
    signed_in.user.set_password(PASSWORD)
    signed_in.user.save()
    signed_in.client.force_login(signed_in.user)
    return signed_in


@pytest.fixture
def meanwhile(monkeypatch):
    """Have something happen while a new password is computed, which takes a tenth of a second."""
    plain = User.set_password

    def happens(what):
        def slowly(user, password):
            plain(user, password)
            monkeypatch.setattr(User, "set_password", plain)
            what()

        monkeypatch.setattr(User, "set_password", slowly)

    return happens


def closed_by(administrator, user):
    return lambda: administrator.client.post(f"/people/{user.pk}/close/", {"open": "no"})


def test_an_account_closed_while_its_owner_changes_the_password_stays_closed(person, analyst, meanwhile):
    meanwhile(closed_by(person(Role.ADMINISTRATOR), analyst.user))
    analyst.client.post("/account/password/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    analyst.user.refresh_from_db()
    assert analyst.user.check_password(NEW)
    assert not analyst.user.is_active
    assert analyst.client.get("/list/").url.startswith("/account/login/")


def test_an_account_closed_while_its_way_in_is_used_stays_closed(person, analyst, meanwhile):
    waiting = invited(invite(analyst.user, by="a test"))
    meanwhile(closed_by(person(Role.ADMINISTRATOR), analyst.user))
    assert accept(waiting, NEW)
    analyst.user.refresh_from_db()
    assert not analyst.user.is_active


def test_a_password_that_was_taken_away_stays_so_when_the_account_is_opened_again(person, analyst, monkeypatch):
    from serving.web.people import views

    administrator, looked_up = person(Role.ADMINISTRATOR), User.objects.get(pk=analyst.user.pk)
    invite(User.objects.get(pk=analyst.user.pk), by="another administrator")
    monkeypatch.setattr(views, "get_object_or_404", lambda *_who, **_by: looked_up)
    administrator.client.post(f"/people/{analyst.user.pk}/close/", {"open": "yes"})
    assert not User.objects.get(pk=analyst.user.pk).has_usable_password()


def test_sessions_that_began_since_somebody_was_looked_up_end_too(analyst):
    looked_up = User.objects.get(pk=analyst.user.pk)
    analyst.user.end_sessions()
    analyst.client.force_login(analyst.user)
    looked_up.end_sessions()
    assert analyst.client.get("/list/").url.startswith("/account/login/")
