from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles import access, queries
from cycles.adjust.models import ActionStep
from cycles.plan import access as plan_access
from cycles.plan.enums import SessionState
from cycles.plan.models import Invitation, ReflectionSession
from cycles.share.models import Summary
from teams.enums import CycleKind
from tests.cycles.making import begin_meeting, dated, hand_in, join, open_cycle, schedule
from tests.doors.table import PERSONAS


def get(client: Client, person: Any, session: ReflectionSession) -> Any:
    client.force_login(person)
    return client.get(reverse("cycles:session", args=[session.pk]))


def test_the_current_part_follows_time(people: Any, session: Any, cycle: Any) -> None:
    def current() -> str:
        found, ties = access.readable_session(people.teacher, session.pk)
        return queries.session_page(found, people.teacher, ties, now=timezone.now()).current

    found = [current()]
    begin_meeting(session)
    found.append(current())
    ReflectionSession.objects.update(state=SessionState.MET)
    found.append(current())
    now = timezone.now()
    Summary.objects.create(cycle=cycle, state="published", title="Letter", drafted_at=now, published_at=now)
    found.append(current())
    assert found == ["before", "during", "after", "next"]


def test_the_team_sees_who_is_ready(people: Any, session: Any, client: Client) -> None:
    hand_in(session, people.teacher, "canary", "named")
    html = get(client, people.member, session).content.decode()
    assert ("1 of 3 are ready" in html, "Teresa Núñez" in html, "canary" in html) == (True, True, False)


def test_the_superintendent_sees_numbers_and_no_names(people: Any, session: Any, client: Client) -> None:
    hand_in(session, people.teacher)
    html = get(client, people.superintendent, session).content.decode()
    assert ("1 of 3 are ready" in html, "Teresa Núñez" in html) == (True, False)


def test_rights_by_person(people: Any, session: Any) -> None:
    def rights(person: Any) -> tuple[bool, ...]:
        shown, ties = access.readable_session(person, session.pk)
        found = queries.session_page(shown, person, ties, now=timezone.now()).rights
        return found.edits, found.joins, found.facilitates, found.prepares, found.reads_shared, found.sees_names

    Invitation.objects.create(session=session, person=people.partner, is_guest=True)
    assert {
        name: rights(getattr(people, name)) for name in ("leader", "lead", "teacher", "facilitator", "partner")
    } == {
        "leader": (True, True, True, False, True, True),
        "lead": (True, True, False, True, True, True),
        "teacher": (False, True, False, True, False, True),
        "facilitator": (False, True, True, False, True, True),
        "partner": (False, True, False, False, False, False),
    }


def test_it_exists_for_exactly_those_for_whom_the_calendar_says_so(people: Any, session: Any, client: Client) -> None:
    Invitation.objects.create(session=session, person=people.partner, is_guest=True)
    for persona in PERSONAS:
        person = getattr(people, persona)
        visible = plan_access.visible_sessions(person).filter(pk=session.pk).exists()
        assert (persona, get(client, person, session).status_code) == (persona, 200 if visible else 404)


def test_the_sessions_around_are_linked_for_those_who_may_open_them(people: Any, session: Any, client: Client) -> None:
    before = schedule(open_cycle(people, kind=CycleKind.END_OF_YEAR), people.team)
    ReflectionSession.objects.filter(pk=session.pk).update(follows=before, facilitator=people.colleague)
    Invitation.objects.create(session=session, person=people.partner, is_guest=True)
    address = reverse("cycles:session", args=[before.pk])
    names = ("leader", "lead", "teacher", "colleague", "superintendent", "partner")
    linked = {name: address in get(client, getattr(people, name), session).content.decode() for name in names}
    assert linked == {
        name: plan_access.visible_sessions(getattr(people, name)).filter(pk=before.pk).exists() for name in names
    }
    assert (linked["teacher"], linked["partner"], linked["colleague"]) == (True, False, False)


def test_a_session_without_a_time_says_so(people: Any, session: Any, client: Client) -> None:
    ReflectionSession.objects.update(state=SessionState.PLANNED, meets_on=None, meets_at=None)
    html = get(client, people.leader, session).content.decode()
    assert ("The time is not set yet." in html, "Give it a time" in html) == (True, True)


def test_the_page_costs_the_same_for_more(people: Any, session: Any, client: Client, count_queries: Any) -> None:
    def counted() -> tuple[int, int]:
        with count_queries() as page:
            assert get(client, people.teacher, session).status_code == 200
        with count_queries() as plan:
            assert client.get(f"/sessions/{session.pk}/plan/").status_code == 200
        return len(page), len(plan)

    def promise() -> None:
        now = timezone.now()
        ActionStep.objects.create(session=session, text="t", owner=people.lead, due_on=now.date(), created_at=now)

    dated(session)
    promise()
    counted()
    first = counted()
    for name in ("Ana", "Ben", "Cleo"):
        hand_in(session, join(session, name))
        promise()
    assert counted() == first
    assert first == (21, 21)
