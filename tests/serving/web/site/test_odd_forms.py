"""Is every form answered by a page, whatever is sent in it, by whomever? A thousand odd bodies, the same in each run.

Addresses hold the ids of things that are there, so that the forms are read and not only the addresses.
"""

import json
from random import Random

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from serving.web.children.models import Note, Objection
from serving.web.imports.models import Upload
from serving.web.plans.models import Approval, Measure, Plan, Step, Transfer
from serving.web.reviews.models import Decision
from serving.web.roster.models import Child
from tests.support.serving.routes import routes
from tests.support.serving.two_schools import AS_OF

FAULT = 500
METHODS = ("post", "get", "put", "patch", "delete", "options", "head", "trace")
ODD = (
    "", " ", "x", "0", "-1", "1e309", "NaN", "9" * 400, "2025-02-30", "0001-01-01", "9999-12-31", "2025-02-10",
    "\u202e\u200b", "{{ 7 * 7 }}", "%00",
    "yes", "no", "agreed", "dismissed", "nominated", "team", "on", "S1", "S2", "P1", "5A", "a@b.ro", "ș" * 3000,
    "\ud7ff\U0010ffff", "a\0b", "'; DROP TABLE roster_child; --", "<script>", "../../etc/passwd", "%s%n",
    "://", "//evil.example", "[]", "{}", "null", "true", "\r\nX-Odd: 1", "director", "plan", "visit", "granted",
)  # fmt: skip
# Fields that our forms and views read, beside those of all form classes.
READ_BY_VIEWS = ("version", "next", "done", "open", "query", "until", "school", "school_id", "child", "as_of", "answer")
FILES = (
    ("a.xlsx", b"PK\x03\x04 no workbook"), ("a.csv", b"\xff\xfe\x00a;b\n"), ("..\\a.xlsm", b""),
    ("ș" * 200 + ".ods", b"x"),
)  # fmt: skip


@pytest.fixture
def there(person):
    """Something of each kind that an address can name, by the beginning of its address."""
    user = person("director").user
    child = Child.objects.create(pupil_id="P1", school_id="S1", class_label="5A")
    plan = Plan.objects.create(child=child, school_id="S1", class_label="5A", owner=user, made_by=user, need="help",
                               starts_on=AS_OF)  # fmt: skip
    Approval.objects.create(plan=plan, of="plan", asked_by=user)
    Decision.objects.create(child=child, kind="agreed", reason="r", by=user, school_id="S1", as_of=AS_OF)
    return {
        "plans/step": Step.objects.create(plan=plan, text="call", due_on=AS_OF, responsible=user).opaque,
        "plans/measure": Measure.objects.create(plan=plan, code="M1", starts_on=AS_OF).opaque,
        "plans/asked": Transfer.objects.create(plan=plan, kind="hand_over", to=user, why="w", asked_by=user).opaque,
        "plans/new": child.opaque, "plans": plan.opaque, "child": child.opaque, "review": child.opaque,
        "records": Upload.objects.create(school_id="S1", by=user, names=["a.xlsx"], exported_on=AS_OF).opaque,
        "note": Note.objects.create(child=child, author=user, text="n").opaque,
        "objection": Objection.objects.create(child=child, kind="correct", raised_on=AS_OF, raised_by="m", text="t",
                                              entered_by=user).opaque,
        "number": user.pk,
    }  # fmt: skip


def address_of(route, there):
    """Return the address of a route with ids of what is there."""
    prefix = next((each for each in there if route.pattern.startswith(f"{each}/")), "")
    address = f"/{route.pattern}"
    for name in route.converters:
        kept = there.get(name, there.get(prefix, "x"))
        address = address.replace(f"<str:{name}>", str(kept)).replace(f"<int:{name}>", str(there["number"]))
    return address


def fields():
    """Return the names of the fields of every form of ours."""

    def below(form):
        return {form, *(each for part in form.__subclasses__() for each in below(part))}

    ours = [form for form in below(forms.BaseForm) if form.__module__.startswith(("serving.web", "allauth"))]
    found = {name for form in ours for name in getattr(form, "base_fields", {})}
    return sorted(found | set(READ_BY_VIEWS) | {f"measure-{name}" for name in found})


def bodies(rng, number):
    """Yield bodies with their type: forms, files, JSON, and what is none of them."""
    names = fields()
    for _ in range(number):
        filled = {name: rng.choice(ODD) for name in names if rng.random() < 0.8}
        kind = rng.randrange(6)
        if kind < 3:
            yield {"data": filled}
        elif kind == 3:
            yield {"data": filled | {"sheets": SimpleUploadedFile(*rng.choice(FILES))}}
        elif kind == 4:
            yield {"data": json.dumps(filled), "content_type": "application/json"}
        else:
            odd = rng.choice(("multipart/form-data; boundary=x", "multipart/form-data", "text/plain; charset=none",
                              "application/x-www-form-urlencoded; charset=utf-99", "", "x"))  # fmt: skip
            yield {"raw": b"--x\r\n\xff=%f&a=%00" * rng.randrange(3), "content_type": odd}


@pytest.mark.slow
@pytest.mark.parametrize("role", ["nobody", "director", "ngo_worker", "administrator", "auditor"])
def test_no_form_is_answered_by_a_fault(role, person, there):
    client, rng = Client() if role == "nobody" else person(role).client, Random(role)
    client.raise_request_exception = False
    open_routes = [route for route in routes() if "logout" not in route.name]
    faults = []
    for route in open_routes:
        url = address_of(route, there)
        for number, body in enumerate(bodies(rng, 6 if role == "director" else 2)):
            method = "post" if number % 3 < 2 else rng.choice(METHODS)
            with transaction.atomic():
                if method in ("get", "head", "trace"):
                    answer = getattr(client, method)(url, headers={"content-type": "x"})
                elif "raw" in body:
                    answer = client.generic(method.upper(), url, body["raw"], content_type=body["content_type"])
                elif method == "post":
                    answer = client.post(url, **body)
                else:
                    answer = getattr(client, method)(url, str(body["data"]))
                transaction.set_rollback(True)
            if answer.status_code >= FAULT:
                faults.append((method, route.name, str(body)[:2000]))
    assert not faults


def test_the_ids_in_the_addresses_are_of_what_is_there(person, there):
    """Else the bodies would be read by nothing but the way to an address."""
    client = person("director").client
    for name in ("children:child", "children:edit_note", "plans:plan", "reviews:decisions", "plans:look_back"):
        route = next(route for route in routes() if route.name == name)
        answer = client.get(address_of(route, there))
        assert answer.status_code in {200, 404 if name == "children:edit_note" else 200}, name
