"""For how long may a session that set up its second factor see the recovery codes without being asked again?"""

import time

import pytest
from django.test import RequestFactory

from serving.web.accounts.set_up import just_set_up, note_set_up


@pytest.mark.parametrize(("later", "is_just"), [(0, True), (299, True), (301, False), (-1, False), (-86_400, False)])
def test_it_is_for_five_minutes_and_no_longer_where_the_clock_is_set_back(later, is_just, monkeypatch):
    request, now = RequestFactory().get("/"), time.time()
    request.session = {}
    monkeypatch.setattr(time, "time", lambda: now)
    note_set_up(request)
    monkeypatch.setattr(time, "time", lambda: now + later)
    assert just_set_up(request) is is_just
