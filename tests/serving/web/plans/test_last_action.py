"""Is what is done for a child an action, so that nobody is told that nothing was done?"""

import datetime as dt

import pytest
from django.utils import timezone

from serving.web.plans.models import Plan, State, Step
from tests.support.serving.decided import child, day, make_plan

LONG_AGO = dt.datetime(2024, 9, 10, 8, tzinfo=dt.UTC)


@pytest.fixture
def plan(person):
    """A plan with a step, of which nothing was heard since September."""
    director = person("director")
    made = make_plan(director, child())
    step = {"text": "talk", "due_on": day(9), "responsible": str(director.user.pk)}
    assert director.client.post(f"/plans/{made.opaque}/step/", step).status_code == 302
    Plan.objects.update(changed_at=LONG_AGO)
    return director, made


def when(plan):
    plan.refresh_from_db()
    return "now" if timezone.now() - plan.changed_at < dt.timedelta(minutes=5) else "long ago"


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("{plan}/contact/", {"on": day(0), "how": "visit", "result": "The mother will come"}),
        ("step/{step}/done/", {"done": "yes"}),
        ("{plan}/step/", {"text": "call", "due_on": day(3), "responsible": "{who}"}),
        ("{plan}/measure/", {"code": "MENTOR", "from_day": day(0)}),
    ],
)
def test_what_is_done_moves_the_day_of_the_last_action(plan, address, sent):
    director, made = plan
    assert when(made) == "long ago"
    names = {"plan": made.opaque, "step": Step.objects.get().opaque, "who": director.user.pk}
    said = {name: value.format(**names) for name, value in sent.items()}
    assert director.client.post(f"/plans/{address.format(**names)}", said).status_code == 302
    assert when(made) == "now"


def test_reading_it_is_no_action_nor_is_a_form_with_a_mistake(plan):
    director, made = plan
    for page in ("", "print/", "look-back/"):
        assert director.client.get(f"/plans/{made.opaque}/{page}").status_code == 200
    assert director.client.post(f"/plans/{made.opaque}/contact/", {"on": "never"}).status_code == 422
    assert when(made) == "long ago"


def test_the_state_of_a_child_whose_plan_is_over_stays(plan):
    director, made = plan
    Plan.objects.update(state=State.CLOSED, changed_at=LONG_AGO)
    director.client.post(f"/plans/step/{Step.objects.get().opaque}/done/", {"done": "yes"})
    assert when(made) == "long ago"
