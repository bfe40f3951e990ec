"""A meeting goes its way: opened, a step on or back, more time, who leads, who has come, ended."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cycles.meet import actions
from cycles.meet.models import Card, Finished, Meeting, PhaseRun
from cycles.plan.enums import SessionState
from cycles.plan.models import Invitation
from tests.cycles.making import schedule

from .conftest import fresh

NOW = timezone.now


def test_a_team_meeting_begins_with_the_team_protocol(people: Any, session: Any) -> None:
    at = NOW()
    meeting = actions.open_meeting(session, by=people.facilitator, at=at)
    session.refresh_from_db()
    assert (session.state, meeting.protocol.kind, meeting.phase.kind) == (SessionState.MEETING, "team", "welcome")
    assert meeting.phase_ends_at == at + timedelta(minutes=meeting.phase.minutes)
    assert meeting.facilitator == people.facilitator


def test_the_ilt_has_its_own_protocols(people: Any, ilt_session: Any) -> None:
    assert actions.open_meeting(ilt_session, by=people.leader, at=NOW()).protocol.kind == "ilt_mid_year"


def test_opening_twice_is_opening_once(people: Any, session: Any) -> None:
    first = actions.open_meeting(session, by=people.facilitator, at=NOW())
    assert actions.open_meeting(session, by=people.leader, at=NOW()) == first
    assert fresh(session).facilitator == people.facilitator


def test_a_session_without_a_time_cannot_be_opened(people: Any, cycle: Any) -> None:
    session = schedule(cycle, people.team, days=None)
    with pytest.raises(actions.NotScheduled):
        actions.open_meeting(session, by=people.leader, at=NOW())


def test_next_goes_one_phase_on_and_counts_real_minutes(people: Any, meeting: Meeting) -> None:
    at = meeting.opened_at + timedelta(minutes=7)
    actions.advance_phase(meeting, step=1, by=people.facilitator, at=at)
    there = fresh(meeting.session)
    assert (there.phase.kind, there.step, there.version) == ("goals", 2, 2)
    assert list(PhaseRun.objects.order_by("step").values_list("phase__kind", "left_at")) == [
        ("welcome", at),
        ("goals", None),
    ]


def test_without_an_earlier_session_there_are_no_commitments_to_answer_for(people: Any, meeting: Meeting) -> None:
    assert meeting.protocol.phases.filter(kind="commitments").exists()
    assert meeting.session.follows_id is None
    actions.advance_phase(meeting, step=1, by=people.facilitator, at=NOW())
    assert fresh(meeting.session).phase.kind == "goals"


def test_an_old_next_is_refused(people: Any, meeting: Meeting) -> None:
    actions.advance_phase(meeting, step=1, by=people.facilitator, at=NOW())
    with pytest.raises(actions.StepTaken):
        actions.advance_phase(meeting, step=1, by=people.leader, at=NOW())
    assert fresh(meeting.session).step == 2


def test_going_back_keeps_everything(people: Any, meeting: Meeting, go_to: Any, success: Any) -> None:
    there = go_to(meeting, "progress")
    card = success(there, people.teacher)
    actions.reveal_cards(there, by=people.facilitator, at=NOW())
    actions.advance_phase(there, step=there.step, by=people.facilitator, at=NOW())
    actions.return_phase(fresh(there.session), step=there.step, by=people.facilitator, at=NOW())
    back = fresh(there.session)
    assert back.phase.kind == "progress"
    assert list(Card.objects.all()) == [card]
    assert back.reveals.count() == 1


def test_more_time_counts_from_the_planned_end_or_from_now(people: Any, meeting: Meeting) -> None:
    end = meeting.phase_ends_at
    assert end is not None
    actions.give_minutes(meeting, minutes=2, by=people.facilitator, at=meeting.opened_at)
    assert fresh(meeting.session).phase_ends_at == end + timedelta(minutes=2)
    late = end + timedelta(minutes=30)
    actions.give_minutes(fresh(meeting.session), minutes=2, by=people.facilitator, at=late)
    assert fresh(meeting.session).phase_ends_at == late + timedelta(minutes=2)


def test_more_time_given_by_two_adds_up(people: Any, meeting: Meeting) -> None:
    end, other = meeting.phase_ends_at, fresh(meeting.session)
    assert end is not None
    for one, minutes in ((meeting, 2), (other, 5)):
        actions.give_minutes(one, minutes=minutes, by=people.facilitator, at=meeting.opened_at)
    assert fresh(meeting.session).phase_ends_at == end + timedelta(minutes=7)


def test_taking_over_is_seen(people: Any, meeting: Meeting) -> None:
    actions.take_over_meeting(meeting, by=people.leader, at=NOW())
    there = fresh(meeting.session)
    assert (there.facilitator, there.version) == (people.leader, 2)


def test_closing_ends_the_meeting_and_the_session_has_met(people: Any, meeting: Meeting) -> None:
    actions.close_meeting(meeting, step=meeting.step, by=people.facilitator, at=NOW())
    meeting.session.refresh_from_db()
    assert meeting.session.state == SessionState.MET
    assert not fresh(meeting.session).is_open
    with pytest.raises(actions.PhaseClosed):
        actions.close_meeting(meeting, by=people.facilitator, at=NOW())
    with pytest.raises(actions.StepTaken):
        actions.advance_phase(fresh(meeting.session), step=1, by=people.facilitator, at=NOW())


def test_who_opens_the_room_has_come(people: Any, meeting: Meeting) -> None:
    actions.attend_meeting(meeting, by=people.teacher, at=NOW())
    actions.attend_meeting(meeting, by=people.teacher, at=NOW())
    actions.attend_meeting(meeting, by=people.leader, at=NOW())
    assert list(Invitation.objects.filter(has_attended=True).values_list("person__name", flat=True)) == [
        people.teacher.name
    ]
    assert fresh(meeting.session).version == 2


def test_who_comes_when_it_has_just_ended_is_let_in_and_not_noted(people: Any, meeting: Meeting) -> None:
    actions.close_meeting(fresh(meeting.session), by=people.facilitator, at=NOW())
    actions.attend_meeting(meeting, by=people.teacher, at=NOW())
    assert not Invitation.objects.filter(has_attended=True).exists()


def test_finished_holds_for_one_step(people: Any, meeting: Meeting) -> None:
    actions.finish_step(meeting, step=1, is_finished=True, by=people.teacher, at=NOW())
    assert Finished.objects.get().person == people.teacher
    actions.finish_step(meeting, step=1, is_finished=False, by=people.teacher, at=NOW())
    assert Finished.objects.count() == 0
    with pytest.raises(actions.PhaseClosed):
        actions.finish_step(meeting, step=7, is_finished=True, by=people.teacher, at=NOW())
