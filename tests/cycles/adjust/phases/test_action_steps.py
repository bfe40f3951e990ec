from typing import Any

from django.test import Client
from django.urls import reverse

from cycles.adjust.models import ActionStep
from cycles.adjust.phases import action_steps
from cycles.meet.enums import Face
from cycles.meet.phases.base import Seat
from teams.access import remember
from teams.models import ImplementationBenchmark
from tests.cycles import agreeing


def show(meeting: Any, person: Any, face: Face = Face.ROOM) -> action_steps.Shown:
    return action_steps.show(meeting, Seat(person=person, face=face, may_write=face != Face.SCREEN, may_lead=False))


def post(client: Client, session: Any, person: Any, **words: Any) -> Any:
    client.force_login(person)
    wanted = {"face": "facilitate", "text": "Collect tasks", "due_on": agreeing.in_days(20).isoformat()} | words
    return client.post(reverse("cycles:step-take", args=[session.pk]), wanted, headers={"HX-Request": "true"})


def test_the_gate_is_shown_with_its_reason(people: Any, session: Any, topic: Any, client: Client) -> None:
    client.force_login(people.facilitator)
    html = client.get(reverse("cycles:facilitate", args=[session.pk])).content.decode()
    assert ("No action step on “Grade-level tasks” yet." in html, "Going on without a root cause" in html) == (
        True,
        True,
    )


def test_only_who_leads_is_offered_to_go_on_without_a_cause(people: Any, meeting: Any, topic: Any) -> None:
    found = {name: show(meeting, getattr(people, name)).needs_override for name in ("facilitator", "leader", "lead")}
    assert found == {"facilitator": True, "leader": True, "lead": False}


def test_members_see_the_steps_and_no_form(people: Any, session: Any, meeting: Any) -> None:
    agreeing.step(session, people.teacher)
    shown = show(meeting, people.teacher)
    assert (shown.choices, [step.text for step in shown.steps]) == (None, ["Collect two tasks"])


def test_a_step_is_taken_in_the_room(people: Any, session: Any, cause: Any, client: Client) -> None:
    benchmark = ImplementationBenchmark.objects.create(goal=people.goal, text="Tasks in plans")
    words = {"owner": people.teacher.pk, "topic": cause.topic_id, "goal": people.goal.pk, "benchmark": benchmark.pk}
    answer = post(client, session, people.facilitator, **words)
    step = ActionStep.objects.get()
    assert (answer.status_code, "Collect tasks" in answer.content.decode()) == (200, True)
    assert (step.owner, step.cause, step.goal, step.benchmark) == (people.teacher, cause, people.goal, benchmark)


def test_the_server_holds_the_gate(people: Any, session: Any, topic: Any, client: Client) -> None:
    answer = post(client, session, people.lead, owner=people.teacher.pk, topic=topic.pk)
    assert (answer.status_code, "has no agreed root cause yet" in answer.content.decode()) == (422, True)
    assert ActionStep.objects.count() == 0


def test_a_day_that_is_past_is_refused(people: Any, session: Any, meeting: Any, client: Client) -> None:
    answer = post(client, session, people.lead, owner=people.teacher.pk, due_on=agreeing.in_days(-3).isoformat())
    assert answer.status_code == 422


def test_members_may_not_take_steps(people: Any, session: Any, meeting: Any, client: Client) -> None:
    assert post(client, session, people.teacher, owner=people.teacher.pk).status_code == 403


def test_queries_stay_the_same(people: Any, session: Any, meeting: Any, count_queries: Any) -> None:
    def counted() -> int:
        with count_queries() as found:
            show(meeting, remember(people.facilitator))
        return len(found)

    agreeing.cause(agreeing.topic(meeting))
    agreeing.step(session, people.teacher)
    one = counted()
    for number in range(8):
        agreeing.cause(agreeing.topic(meeting, f"Topic {number}"))
        agreeing.step(session, people.teacher, text=f"Step {number}")
    assert counted() == one
    assert one <= 16
