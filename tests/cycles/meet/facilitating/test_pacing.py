"""Time in the room: a clock that stands, what is offered when the plan does not fit, handing over the lead."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from cycles.meet import actions, queries
from cycles.meet.models import Meeting, Phase
from cycles.meet.steering import StoppedClock
from teams.models import AuditEntry
from tests import moments
from tests.cycles.meet.conftest import fresh

NOW = timezone.now


def minutes_of(meeting: Meeting) -> dict[str, int]:
    there = fresh(meeting.session)
    wanted = queries.wanted_phases(there)
    planned = queries.planned(there, wanted)
    return {phase.kind: planned[phase.pk] for phase in wanted}


def late_by(meeting: Meeting, minutes: int) -> datetime:
    """When the first step has taken so long that the plan is `minutes` too long."""
    planned = minutes_of(meeting)
    spare = meeting.length - sum(planned.values())
    return meeting.opened_at + timedelta(minutes=planned["welcome"] + spare + minutes)


def pace(meeting: Meeting, at: datetime) -> queries.Pace:
    there = fresh(meeting.session)
    return queries.pace(there, queries.wanted_phases(there), at=at)


def desk(people: Any) -> Client:
    client = Client()
    client.force_login(people.facilitator)
    return client


# --- the clock


def test_a_clock_that_stands_keeps_what_was_left(people: Any, meeting: Meeting) -> None:
    at = NOW()
    left = meeting.phase_ends_at - at
    actions.stop_clock(meeting, step=1, by=people.facilitator, at=at)
    actions.stop_clock(meeting, step=1, by=people.facilitator, at=at + timedelta(minutes=1))
    assert fresh(meeting.session).phase_ends_at is None
    later = at + timedelta(minutes=9)
    actions.start_clock(fresh(meeting.session), step=1, by=people.facilitator, at=later)
    assert abs(fresh(meeting.session).phase_ends_at - (later + left)) <= timedelta(seconds=1)
    assert StoppedClock.objects.count() == 0
    actions.start_clock(fresh(meeting.session), step=1, by=people.facilitator, at=later + timedelta(minutes=5))
    assert abs(fresh(meeting.session).phase_ends_at - (later + left)) <= timedelta(seconds=1)


def test_minutes_given_to_a_clock_that_stands_let_it_stand(people: Any, meeting: Meeting) -> None:
    actions.stop_clock(meeting, step=1, by=people.facilitator, at=NOW())
    before = StoppedClock.objects.get().seconds
    actions.give_minutes(fresh(meeting.session), minutes=2, by=people.facilitator, at=NOW())
    assert (StoppedClock.objects.get().seconds, fresh(meeting.session).phase_ends_at) == (before + 120, None)


def test_the_next_step_has_a_clock_of_its_own(people: Any, meeting: Meeting) -> None:
    actions.stop_clock(meeting, step=1, by=people.facilitator, at=NOW())
    actions.advance_phase(fresh(meeting.session), step=1, by=people.facilitator, at=NOW())
    there = fresh(meeting.session)
    assert (there.phase_ends_at is not None, queries.seconds_left(there)) == (True, None)
    with pytest.raises(actions.PhaseClosed):
        actions.stop_clock(there, step=1, by=people.facilitator, at=NOW())


@pytest.mark.parametrize("face", ["room", "facilitate", "screen"])
def test_every_face_says_that_the_clock_stands(people: Any, meeting: Meeting, face: str) -> None:
    client = desk(people)
    at = meeting.phase_ends_at - timedelta(minutes=4, seconds=5)
    actions.stop_clock(meeting, step=1, by=people.facilitator, at=at)
    page = client.get(reverse(f"cycles:{face}", args=[meeting.session_id])).content.decode()
    assert "The clock stands. Time left:" in page
    assert " 4:05 " in page


def press_more(people: Any, meeting: Meeting, times: int) -> None:
    """The same button of the same page, sent so often."""
    client = desk(people)
    page = client.get(reverse("cycles:facilitate", args=[meeting.session_id])).content.decode()
    seen = re.findall(r'name="seen" value="([^"]+)"', page)
    assert len(seen) == 1
    for _time in range(times):
        said = {"face": "facilitate", "minutes": "2", "seen": seen[0]}
        assert client.post(reverse("cycles:meeting-extend", args=[meeting.session_id]), said).status_code == 302


def test_more_minutes_sent_twice_are_given_once(people: Any, meeting: Meeting) -> None:
    ends_at = meeting.phase_ends_at
    press_more(people, meeting, 2)
    assert fresh(meeting.session).phase_ends_at == ends_at + timedelta(minutes=2)
    press_more(people, meeting, 1)
    assert fresh(meeting.session).phase_ends_at == ends_at + timedelta(minutes=4)


def test_they_are_given_once_to_a_clock_that_stands_too(people: Any, meeting: Meeting) -> None:
    actions.stop_clock(meeting, step=1, by=people.facilitator, at=NOW())
    left = StoppedClock.objects.get().seconds
    press_more(people, meeting, 2)
    assert StoppedClock.objects.get().seconds == left + 120


# --- the plan and the time


def test_a_meeting_in_time_is_offered_nothing(people: Any, meeting: Meeting) -> None:
    found = pace(meeting, NOW())
    assert (found.over, found.shorter, found.optional, found.is_asked) == (0, (), (), False)
    assert (
        "pace-overtime"
        not in desk(people).get(reverse("cycles:facilitate", args=[meeting.session_id])).content.decode()
    )


def test_what_comes_is_shortened_by_the_protocols_rule_in_one_press(people: Any, meeting: Meeting) -> None:
    before = minutes_of(meeting)
    late = late_by(meeting, 15)
    found = pace(meeting, late)
    assert found.over == 15
    assert found.saved == 15
    assert found.still_over == 0
    with moments.travel(late):
        client = desk(people)
        assert (
            "Shorten what comes" in client.get(reverse("cycles:facilitate", args=[meeting.session_id])).content.decode()
        )
        data = {"step": 1, "face": "facilitate"}
        assert client.post(reverse("cycles:phases-shorten", args=[meeting.session_id]), data).status_code == 302
        after = minutes_of(meeting)
        assert (sum(before.values()) - sum(after.values()), after["welcome"]) == (15, before["welcome"])
        assert pace(meeting, late).over == 0
        page = client.get(reverse("cycles:facilitate", args=[meeting.session_id])).content.decode()
        assert page.count("<s>") == len(found.shorter)
        actions.advance_phase(fresh(meeting.session), step=1, by=people.facilitator, at=late)
    there = fresh(meeting.session)
    assert there.phase_ends_at == late + timedelta(minutes=after[there.phase.kind])


def test_an_optional_step_is_left_out_and_comes_back(people: Any, meeting: Meeting) -> None:
    coming = [phase for phase in queries.wanted_phases(meeting) if phase.position > meeting.phase.position]
    first = coming[0]
    Phase.objects.filter(pk=first.pk).update(from_minutes=60)
    planned = minutes_of(meeting)
    late = late_by(meeting, 5)
    found = pace(meeting, late)
    assert [line.phase_id for line in found.optional] == [
        phase.pk for phase in coming if phase == first or phase.from_minutes > 45
    ]
    needed = next(phase for phase in coming if phase != first and phase.from_minutes <= 45)
    leave = {"step": 1, "by": people.facilitator, "at": late}
    with pytest.raises(actions.NothingToShorten):
        actions.skip_phase(fresh(meeting.session), phase=needed, **leave)
    actions.skip_phase(fresh(meeting.session), phase=first, **leave)
    assert {kind: minutes for kind, minutes in minutes_of(meeting).items() if kind != first.kind} == {
        kind: minutes for kind, minutes in planned.items() if kind != first.kind
    }
    assert [line.state for line in queries.agenda(fresh(meeting.session), queries.wanted_phases(meeting), at=late)][
        1
    ] == "out"
    actions.keep_phases(fresh(meeting.session), step=1, by=people.facilitator, at=late)
    assert minutes_of(meeting) == planned
    actions.skip_phase(fresh(meeting.session), phase=first, **leave)
    actions.advance_phase(fresh(meeting.session), step=1, by=people.facilitator, at=late)
    assert fresh(meeting.session).phase_id == coming[1].pk
    actions.return_phase(fresh(meeting.session), step=2, by=people.facilitator, at=late)
    assert fresh(meeting.session).phase_id == meeting.phase_id


def test_the_group_may_go_on_past_the_end(people: Any, meeting: Meeting) -> None:
    before = minutes_of(meeting)
    late = late_by(meeting, 12)
    found = pace(meeting, late)
    actions.go_past_end(fresh(meeting.session), step=1, minutes=found.past, by=people.facilitator, at=late)
    after = pace(meeting, late)
    assert (after.over, after.overtime) == (0, 12)
    assert pace(meeting, late + timedelta(minutes=3)).past == 15
    assert minutes_of(meeting) == before


def test_what_cannot_be_shortened_is_said(people: Any, meeting: Meeting) -> None:
    late = NOW() + timedelta(minutes=300)
    actions.shorten_coming(fresh(meeting.session), step=1, by=people.facilitator, at=late)
    floors = {phase.kind: max(phase.least, 2) for phase in queries.wanted_phases(meeting)}
    assert {kind: minutes for kind, minutes in minutes_of(meeting).items() if kind != "welcome"} == {
        kind: minutes for kind, minutes in floors.items() if kind != "welcome"
    }
    with pytest.raises(actions.NothingToShorten):
        actions.shorten_coming(fresh(meeting.session), step=1, by=people.facilitator, at=late)


def test_a_pause_until_another_day_costs_no_time(people: Any, meeting: Meeting) -> None:
    at = NOW()
    actions.pause_meeting(meeting, step=1, by=people.facilitator, at=at + timedelta(minutes=1))
    days = at + timedelta(days=3)
    actions.open_meeting(meeting.session, by=people.facilitator, at=days)
    assert pace(meeting, days).over == 0


# --- handing over


def test_the_lead_is_handed_to_the_deputy_and_back(people: Any, meeting: Meeting) -> None:
    session = meeting.session
    session.deputy = people.lead
    session.save(update_fields=["deputy"])
    client = desk(people)
    hand = reverse("cycles:meeting-hand-over", args=[session.pk])
    assert (
        f"To {escape(people.lead.name)}" in client.get(reverse("cycles:facilitate", args=[session.pk])).content.decode()
    )
    assert client.post(hand, {"to": people.leader.pk, "step": 1, "face": "facilitate"}).status_code == 422
    assert client.post(hand, {"to": people.lead.pk, "step": 1, "face": "facilitate"}).status_code == 302
    assert client.post(hand, {"to": people.lead.pk, "step": 1}).status_code == 403
    there = fresh(session)
    assert there.facilitator == people.lead
    told = AuditEntry.objects.get(verb="meeting handed over")
    assert (told.actor_id, told.subject_id) == (people.facilitator.pk, people.lead.pk)
    actions.hand_over_meeting(there, to=people.facilitator, step=1, by=people.lead, at=NOW())
    assert fresh(session).facilitator == people.facilitator


def test_who_does_not_lead_any_more_hands_nothing_over(people: Any, meeting: Meeting) -> None:
    meeting.session.deputy = people.lead
    meeting.session.save(update_fields=["deputy"])
    stale = fresh(meeting.session)
    actions.take_over_meeting(meeting, by=people.leader, at=NOW())
    with pytest.raises(actions.PhaseClosed):
        actions.hand_over_meeting(stale, to=people.lead, step=1, by=people.facilitator, at=NOW())
    assert fresh(meeting.session).facilitator == people.leader
