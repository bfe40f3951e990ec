"""Paused, and continued on another day where it stood."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.meet import actions
from cycles.meet.models import Card, Meeting, PhaseRun
from cycles.plan import actions as plan
from tests.cycles.making import hand_in
from tests.cycles.meet.conftest import fresh


def page(person: Any, face: str, session: Any) -> str:
    client = Client()
    client.force_login(person)
    return client.get(reverse(f"cycles:{face}", args=[session.pk])).content.decode()


@pytest.fixture
def paused(people: Any, meeting: Meeting, go_to: Any, success: Any) -> Meeting:
    there = go_to(meeting, "progress")
    success(there, people.teacher, "Kept over the night")
    at = there.runs.get(left_at=None).entered_at + timedelta(minutes=4)
    actions.pause_meeting(there, step=there.step, by=people.facilitator, at=at)
    return fresh(meeting.session)


def test_everything_is_kept_and_it_continues_where_it_stood(people: Any, paused: Meeting) -> None:
    session = paused.session
    session.refresh_from_db()
    assert (session.state, paused.is_open, paused.phase.kind) == ("scheduled", False, "progress")
    at = timezone.now() + timedelta(days=7)
    actions.open_meeting(session, by=people.leader, at=at)
    now = fresh(session)
    assert (now.pk, now.phase, now.step, now.facilitator) == (paused.pk, paused.phase, paused.step + 1, people.leader)
    # four of its minutes were spent
    assert now.phase_ends_at == at + timedelta(minutes=paused.phase.minutes - 4)
    assert Card.objects.get().text == "Kept over the night"
    actions.advance_phase(now, step=now.step, by=people.leader, at=at)
    assert fresh(session).phase.kind == "growth"


def test_nobody_writes_meanwhile_and_is_told_why(people: Any, paused: Meeting) -> None:
    for change in (
        lambda: actions.write_card(paused, kind="parked", text="x", by=people.teacher, at=timezone.now()),
        lambda: actions.close_meeting(paused, by=people.facilitator, at=timezone.now()),
        lambda: actions.pause_meeting(paused, step=paused.step, by=people.facilitator, at=timezone.now()),
    ):
        with pytest.raises(actions.PhaseClosed, match="paused until another day"):
            change()
    with pytest.raises(actions.StepTaken):
        actions.advance_phase(paused, step=paused.step, by=people.facilitator, at=timezone.now())


def test_of_two_who_press_one_pauses_and_one_continues(people: Any, meeting: Meeting) -> None:
    actions.pause_meeting(meeting, step=1, by=people.facilitator, at=timezone.now())
    with pytest.raises(actions.PhaseClosed):
        actions.pause_meeting(meeting, step=1, by=people.facilitator, at=timezone.now())
    first = actions.open_meeting(meeting.session, by=people.facilitator, at=timezone.now())
    assert actions.open_meeting(meeting.session, by=people.leader, at=timezone.now()) == first
    assert PhaseRun.objects.filter(meeting=meeting).count() == 2


def test_each_face_says_so_and_the_facilitator_goes_on(people: Any, paused: Meeting) -> None:
    session = paused.session
    for person, face in ((people.teacher, "room"), (people.facilitator, "facilitate"), (people.leader, "screen")):
        shown = page(person, face, session)
        assert "Paused until another day" in shown
        assert "We go on where we stopped: “Progress”." in shown
    assert "Continue the meeting" not in page(people.teacher, "room", session)
    client = Client()
    client.force_login(people.facilitator)
    assert client.post(reverse("cycles:meeting-open", args=[session.pk])).status_code == 302
    assert fresh(session).is_open


def test_a_substitute_takes_a_paused_meeting_along(people: Any, paused: Meeting) -> None:
    session = paused.session
    session.facilitator = people.lead
    session.save(update_fields=["facilitator"])
    actions.follow_substitute(session, people.facilitator, timezone.now())
    assert fresh(session).facilitator == people.lead


def test_a_phase_says_who_writes(people: Any, meeting: Meeting, go_to: Any, topic_of: Any) -> None:
    there = go_to(meeting, "progress")
    said = {"kind": "success", "text": "t", "because": "b", "at": timezone.now()}
    actions.write_in_phase(there, **said, by=people.teacher)
    there.phase.writers = "lead"
    there.phase.save(update_fields=["writers"])
    with pytest.raises(actions.NotYoursToWrite, match="who leads the meeting writes"):
        actions.write_in_phase(there, **said, by=people.teacher)
    assert actions.write_in_phase(there, **said, by=people.facilitator)
    assert 'id="progress-write"' not in page(people.teacher, "room", meeting.session)
    there.phase.writers = "nobody"
    there.phase.save(update_fields=["writers"])
    with pytest.raises(actions.NotYoursToWrite, match="for talking"):
        actions.write_in_phase(there, **said, by=people.facilitator)
    # in a phase of causes the same rule holds for links of a chain
    causes = go_to(topic_of(is_chosen=True).meeting, "causes")
    causes.phase.writers = "lead"
    causes.phase.save(update_fields=["writers"])
    topic = causes.topics.get()
    said = {"text": "c", "category": "time", "evidence": "", "at": timezone.now()}
    with pytest.raises(actions.NotYoursToWrite):
        actions.propose_in_phase(topic, **said, by=people.teacher)
    assert actions.propose_in_phase(topic, **said, by=people.facilitator)
    # what should not be lost is parked at any time
    assert actions.write_in_phase(fresh(meeting.session), kind="parked", text="t", by=people.teacher, at=timezone.now())


def test_what_was_handed_in_before_it_began_stays_so_while_it_is_paused(people: Any, paused: Meeting) -> None:
    """Unnamed lines could be told apart by who hands in meanwhile; a paused meeting has begun all the same."""
    session = paused.session
    session.refresh_from_db()
    assert (session.state, session.has_begun) == ("scheduled", True)
    begun = session.begun_at
    later = hand_in(session, people.member)
    assert later.is_late
    actions.open_meeting(session, by=people.facilitator, at=timezone.now() + timedelta(days=7))
    session.refresh_from_db()
    assert session.begun_at == begun


def test_it_gets_another_day_and_everyone_is_told(people: Any, paused: Meeting, client: Client) -> None:
    session = paused.session
    session.refresh_from_db()
    client.force_login(people.leader)
    shown = client.get(reverse("cycles:session", args=[session.pk])).content.decode()
    assert ("Paused" in shown, "Give it a new day" in shown) == (True, True)
    day = timezone.localdate() + timedelta(days=9)
    said = {name: getattr(session, name) for name in ("meets_at", "minutes", "place", "version")}
    moved = plan.schedule_session(
        session, **said, meets_on=day, facilitator=people.facilitator, by=people.leader, at=timezone.now()
    )
    assert (moved.meets_on, moved.has_begun) == (day, True)
    actions.open_meeting(moved, by=people.facilitator, at=timezone.now())
    assert fresh(moved).phase == paused.phase
