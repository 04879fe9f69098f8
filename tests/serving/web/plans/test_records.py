"""What training reads of decisions and plans is pupil, day and kind."""

from serving.web.plans.models import Plan, State
from serving.web.plans.records import reviews_table
from tests.support.serving.decided import child, day, decide, make_plan


def test_the_table_holds_lists_decisions_and_plans_and_no_word_or_person(person):
    director = person("director")
    director.client.get(f"/list/?k=2&as_of={day(0)}")
    make_plan(director, child())
    decide(director, child("P4", class_label="6B"), "nominated", "Works at the market")
    lines = reviews_table().splitlines()
    assert lines[0] == "pupil_id,date,kind"
    assert f"P1,{day(0)},listed" in lines
    assert f"P1,{day(0)},agreed" in lines
    assert "P1,2025-01-10,supported" in lines
    assert any(line.startswith(f"P4,{day(0)},") for line in lines)
    assert not any("market" in line or "director" in line for line in lines)
    assert len(set(lines)) == len(lines)


def test_a_plan_that_nobody_approved_supported_nobody(person):
    make_plan(person("director"), child())
    Plan.objects.update(state=State.AWAITS_APPROVAL)
    assert "supported" not in reviews_table()
