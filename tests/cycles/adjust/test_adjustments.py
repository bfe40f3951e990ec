from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.adjust import access, actions, queries
from cycles.adjust.models import Adjustment, Advice
from teams.enums import Role
from teams.models import Appointment, Notice
from tests.cycles import agreeing

CANARY = "canary-advice"


def ask(adjustment: Adjustment, adviser: Any, by: Any) -> Advice:
    fields = {"question": "Right size?", "due_on": agreeing.in_days(5)}
    return actions.ask_advice(adjustment, adviser=adviser, by=by, at=timezone.now(), **fields)


def decide(adjustment: Adjustment, by: Any, state: str = "agreed", **fields: Any) -> None:
    actions.decide_adjustment(adjustment, state=state, decision="From March", by=by, at=timezone.now(), **fields)


def test_advice_is_asked_given_and_used(people: Any, session: Any) -> None:
    adjustment = agreeing.adjustment(session)
    advice = ask(adjustment, people.superintendent, people.leader)
    actions.give_advice(advice, text="Start small", by=people.superintendent, at=timezone.now())
    decide(adjustment, people.leader, used_how="Two teams first")
    advice.refresh_from_db()
    assert (adjustment.state, adjustment.decided_by, advice.text, advice.used_how) == (
        "agreed",
        people.leader,
        "Start small",
        "Two teams first",
    )
    assert set(Notice.objects.values_list("kind", "person__name", "state")) == {
        ("advice asked", "Ines Park", "void"),
        ("advice given", "Rosa Delgado", "due"),
        ("decision made", "Fay Lindqvist", "due"),
        ("decision made", "Ines Park", "due"),
    }


def test_advice_is_asked_of_those_who_support_the_school(people: Any, session: Any) -> None:
    adjustment = agreeing.adjustment(session)
    assert set(access.advisers_for(adjustment)) == {people.superintendent, people.partner}
    with pytest.raises(actions.AdviserNotHere):
        ask(adjustment, people.other_leader, people.leader)


def test_one_person_is_asked_once(people: Any, session: Any) -> None:
    adjustment = agreeing.adjustment(session)
    ask(adjustment, people.partner, people.leader)
    with pytest.raises(actions.AdviceAsked, match="Noor Haddad"):
        ask(adjustment, people.partner, people.leader)


def test_a_decision_is_made_once(people: Any, session: Any) -> None:
    adjustment = agreeing.adjustment(session)
    decide(adjustment, people.leader)
    with pytest.raises(actions.AlreadySettled, match="Agreed"):
        decide(Adjustment.objects.get(), people.lead, state="declined")
    assert Adjustment.objects.get().decided_by == people.leader


def test_a_decision_has_its_reason(people: Any, session: Any) -> None:
    with pytest.raises(actions.ReasonMissing):
        actions.decide_adjustment(
            agreeing.adjustment(session), state="agreed", decision=" ", by=people.leader, at=timezone.now()
        )


def test_what_was_declined_is_proposed_again(people: Any, session: Any) -> None:
    adjustment = agreeing.adjustment(session)
    decide(adjustment, people.leader, state="declined")
    decide(adjustment, people.leader, state="proposed")
    decide(adjustment, people.leader)
    assert Adjustment.objects.get().state == "agreed"


def test_advice_after_the_decision_is_refused(people: Any, session: Any) -> None:
    adjustment = agreeing.adjustment(session)
    advice = ask(adjustment, people.superintendent, people.leader)
    decide(adjustment, people.leader)
    with pytest.raises(actions.AlreadySettled):
        actions.give_advice(advice, text="late", by=people.superintendent, at=timezone.now())


def test_only_the_leader_decides_for_the_whole_school(people: Any, session: Any) -> None:
    school, team = agreeing.adjustment(session, scope="school"), agreeing.adjustment(session)
    found = {
        name: set(access.decidable_adjustments(getattr(people, name)))
        for name in ("leader", "lead", "facilitator", "teacher", "superintendent")
    }
    assert found == {
        "leader": {school, team},
        "lead": {team},
        "facilitator": set(),
        "teacher": set(),
        "superintendent": set(),
    }


def page(client: Client, person: Any, adjustment: Adjustment) -> Any:
    client.force_login(person)
    return client.get(reverse("cycles:adjustment", args=[adjustment.pk]))


def test_who_reads_the_advice(people: Any, session: Any, client: Client) -> None:
    adjustment = agreeing.adjustment(session)
    advice = ask(adjustment, people.superintendent, people.leader)
    actions.give_advice(advice, text=CANARY, by=people.superintendent, at=timezone.now())
    ask(adjustment, people.partner, people.leader)
    readers = ("leader", "lead", "facilitator", "superintendent", "teacher", "partner", "district")
    found = {name: CANARY in page(client, getattr(people, name), adjustment).content.decode() for name in readers}
    assert found == {
        "leader": True,
        "lead": True,
        "facilitator": True,
        "superintendent": True,
        "teacher": False,
        "partner": False,
        "district": False,
    }


def test_the_thread_runs_from_goal_to_decision(people: Any, session: Any, topic: Any, cause: Any) -> None:
    topic.goal = people.goal
    topic.save()
    adjustment = agreeing.adjustment(session, topic=topic, cause=cause)
    decide(adjustment, people.leader)
    found = queries.adjustment_page(access.readable_adjustment(people.leader, adjustment.pk), people.leader)
    assert [link.kind for link in found.thread] == ["Goal", "Growth topic", "Root cause", "Adjustment", "Decision"]
    assert all(link.url for link in found.thread)


def test_forms_from_proposal_to_decision(people: Any, session: Any, client: Client) -> None:
    client.force_login(people.leader)
    words = {"text": "Protect release time", "reason": "Coaching is left over", "scope": "school"}
    to = client.post(reverse("cycles:adjustment-propose", args=[session.pk]), words)["Location"]
    adjustment = Adjustment.objects.get()
    refused = client.post(reverse("cycles:adjustment-decide", args=[adjustment.pk]), {"state": "agreed"})
    client.post(
        reverse("cycles:adjustment-ask", args=[adjustment.pk]),
        {"adviser": people.superintendent.pk, "question": "Who tried?"},
    )
    client.force_login(people.superintendent)
    client.post(reverse("cycles:advice-give", args=[Advice.objects.get().pk]), {"text": "Two teams"})
    client.force_login(people.leader)
    client.post(
        reverse("cycles:adjustment-decide", args=[adjustment.pk]),
        {"state": "agreed", "decision": "Yes", "used_how": "As said"},
    )
    adjustment.refresh_from_db()
    assert (to, refused.status_code, adjustment.state, Advice.objects.get().used_how) == (
        reverse("cycles:adjustment", args=[adjustment.pk]),
        422,
        "agreed",
        "As said",
    )


def test_lists_ask_the_same_for_one_and_for_many(people: Any, session: Any, count_queries: Any, client: Client) -> None:
    agreeing.adjustment(session)
    client.force_login(people.leader)

    def counted(name: str) -> int:
        with count_queries() as found:
            assert client.get(reverse(name)).status_code == 200
        return len(found)

    agreeing.step(session, people.teacher)
    names = ("cycles:adjustments", "cycles:commitments")
    one = [counted(name) for name in names]
    for number in range(12):
        agreeing.step(session, people.teacher, text=f"Step {number}")
        ask(agreeing.adjustment(session, text=f"Change {number}"), people.superintendent, people.leader)
    assert [counted(name) for name in names] == one


def test_advice_asked_at_another_workplace_waits_until_one_works_there(people: Any, session: Any) -> None:
    adjustment = agreeing.adjustment(session)
    adviser = people.outsider
    for school in (session.cycle.school, people.other_leader.appointments.get().school):
        Appointment.objects.get_or_create(
            person=adviser, school=school, role=Role.STAFF, defaults={"starts_on": agreeing.in_days(-9)}
        )
    Advice.objects.create(
        adjustment=adjustment, adviser=adviser, question="?", asked_by=people.leader, asked_at=timezone.now()
    )
    adviser.workplace = people.other_leader.appointments.get().school
    assert list(access.readable_adjustments(adviser)) == []
    adviser.workplace = session.cycle.school
    assert list(access.readable_adjustments(adviser)) == [adjustment]


def test_a_proposal_pressed_twice_is_one(people: Any, session: Any) -> None:
    first = agreeing.adjustment(session)
    assert agreeing.adjustment(session).pk == first.pk
    assert agreeing.adjustment(session, text="Another change").pk != first.pk
