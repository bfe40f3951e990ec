from datetime import time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from cycles.plan import actions
from cycles.plan.enums import CycleState, Reply, SessionState
from cycles.plan.models import Cycle, Invitation, ReflectionSession
from cycles.plan.notices import CANCELLED, CHANGED, CYCLE_OPENED, INVITED, TOMORROW
from data_imports.privacy import Profile
from teams.enums import CycleKind, NoticeState, Position
from teams.models import AuditEntry, Membership, Notice, Term
from tests import moments

from .conftest import fresh, give_time, in_days


def told(kind: str, **fields: Any) -> int:
    return Notice.objects.filter(kind=kind, **fields).count()


# --- cycles


def test_opening_makes_a_session_for_the_ilt_and_each_team_and_invites_members(people: Any, cycle: Cycle) -> None:
    teams = {session.team: set(session.invitations.values_list("person__name", flat=True))
             for session in cycle.sessions.select_related("team")}  # fmt: skip
    assert set(teams) == {people.ilt, people.team, people.other_team}
    assert teams[people.team] == {people.lead.name, people.teacher.name, people.member.name}
    assert (cycle.kind, cycle.term, cycle.state) == (CycleKind.MID_YEAR, people.fall, CycleState.OPEN)
    assert cycle.sessions.get(team=people.team).minutes == 90


def test_opening_twice_is_opening_once(people: Any, cycle: Cycle) -> None:
    again = actions.open_cycle(people.school, term=people.fall, by=people.lead, at=timezone.now())
    assert (again, again.opened_by, Cycle.objects.count(), ReflectionSession.objects.count()) == (
        cycle, people.leader, 1, 3,
    )  # fmt: skip


def test_a_schools_own_term_counts_in_place_of_the_districts(people: Any) -> None:
    own = Term.objects.create(
        year=people.year, school=people.school, name="Q2", kind="quarter", closes=CycleKind.MID_YEAR,
        starts_on=people.fall.starts_on, ends_on=people.fall.ends_on - timedelta(days=5),
    )  # fmt: skip
    assert actions.open_cycle(people.school, term=people.fall, by=people.leader, at=timezone.now()).term == own
    foreign = actions.open_cycle(people.other_school, term=people.fall, by=people.other_leader, at=timezone.now())
    assert foreign.term == people.fall


def test_a_term_that_calls_for_no_reflection_is_refused(people: Any) -> None:
    Term.objects.update(closes="")
    people.fall.refresh_from_db()
    with pytest.raises(actions.NoReflectionAtClose):
        actions.open_cycle(people.school, term=people.fall, by=people.leader, at=timezone.now())


def test_the_next_cycle_follows_the_same_teams_session(people: Any, cycle: Cycle, session: ReflectionSession) -> None:
    spring = actions.open_cycle(people.school, term=people.spring, by=people.leader, at=timezone.now())
    assert spring.sessions.get(team=people.team).follows == session
    assert session.follows is None


def test_closing_is_done_once(people: Any, cycle: Cycle) -> None:
    actions.close_cycle(cycle, by=people.leader, at=timezone.now())
    with pytest.raises(actions.CycleIsClosed):
        actions.close_cycle(cycle, by=people.leader, at=timezone.now())


def test_the_calendar_opens_what_closes_within_six_weeks(people: Any) -> None:
    now = timezone.now()
    far = now - timedelta(days=23)
    assert actions.open_near_cycles(at=far) == 0
    assert actions.open_near_cycles(at=now) == 2
    assert actions.open_near_cycles(at=now) == 0
    assert set(Cycle.objects.values_list("school__code", "kind")) == {("0101", "mid_year"), ("0202", "mid_year")}
    opened = Notice.objects.filter(kind=CYCLE_OPENED)
    assert {notice.person for notice in opened} == {people.leader, people.other_leader}


# --- sessions


def test_scheduling_tells_everyone_invited_once(people: Any, timed: ReflectionSession) -> None:
    assert (timed.state, timed.version, timed.facilitator) == (SessionState.SCHEDULED, 1, people.lead)
    invited = set(Notice.objects.filter(kind=INVITED).values_list("person__name", flat=True))
    assert invited == {people.lead.name, people.teacher.name, people.member.name}
    assert told(TOMORROW) == 3
    assert AuditEntry.objects.filter(verb="session scheduled", actor_id=people.leader.pk).count() == 1


def test_saying_again_what_stands_changes_nothing(people: Any, timed: ReflectionSession) -> None:
    give_time(timed, people)
    assert (fresh(timed).version, told(INVITED), told(CHANGED)) == (1, 3, 0)


def test_a_part_from_outside_the_team_comes_as_a_guest(people: Any, session: ReflectionSession) -> None:
    give_time(session, people, facilitator=people.facilitator)
    assert Invitation.objects.get(session=session, person=people.facilitator).is_guest


def test_two_who_move_at_once_one_wins_and_the_other_sees_both(people: Any, timed: ReflectionSession) -> None:
    give_time(timed, people, place="Room 4", by=people.leader)
    with pytest.raises(actions.SessionMoved) as refused:
        give_time(timed, people, place="Gym", by=people.lead)
    assert (refused.value.newer.place, fresh(timed).place) == ("Room 4", "Room 4")


def test_moving_before_anything_was_sent_sends_one_invitation(people: Any, timed: ReflectionSession) -> None:
    give_time(timed, people, meets_on=in_days(12))
    due = Notice.objects.filter(state=NoticeState.DUE)
    assert due.filter(kind=INVITED).count() == 3
    assert due.filter(kind=TOMORROW).count() == 3
    assert told(INVITED, state=NoticeState.VOID, reason="The meeting was moved.") == 3
    assert told(CHANGED) == 0


def test_moving_after_the_invitation_sends_one_change(people: Any, timed: ReflectionSession) -> None:
    Notice.objects.filter(kind=INVITED).exclude(person=people.member).update(state=NoticeState.SENT)
    moved = give_time(timed, people, meets_on=in_days(12))
    give_time(moved, people, meets_on=in_days(13))
    due = Notice.objects.filter(state=NoticeState.DUE)
    assert set(due.filter(kind=CHANGED).values_list("person__name", flat=True)) == {
        people.lead.name,
        people.teacher.name,
    }
    assert set(due.filter(kind=INVITED).values_list("person__name", flat=True)) == {people.member.name}


def test_answers_to_an_old_time_do_not_hold_for_a_new_one(people: Any, timed: ReflectionSession) -> None:
    mine = Invitation.objects.get(session=timed, person=people.teacher)
    actions.reply_to_invitation(mine, reply=Reply.YES, by=people.teacher, at=timezone.now())
    moved = give_time(timed, people, place="Gym")
    mine.refresh_from_db()
    assert mine.reply == Reply.YES
    give_time(moved, people, place="Gym", meets_at=time(14, 0))
    mine.refresh_from_db()
    assert mine.reply == Reply.NONE


def test_cancelling_takes_everything_back_and_tells_those_who_knew(people: Any, timed: ReflectionSession) -> None:
    Notice.objects.filter(kind=INVITED, person=people.teacher).update(state=NoticeState.SENT)
    actions.cancel_session(timed, by=people.leader, at=timezone.now())
    due = Notice.objects.filter(state=NoticeState.DUE)
    assert [(notice.kind, notice.person) for notice in due] == [("session-cancellation", people.teacher)]
    assert fresh(timed).state == SessionState.CANCELLED
    with pytest.raises(actions.SessionOver):
        actions.cancel_session(timed, by=people.leader, at=timezone.now())


def test_a_meeting_that_has_begun_keeps_its_time(people: Any, timed: ReflectionSession) -> None:
    ReflectionSession.objects.filter(pk=timed.pk).update(state=SessionState.MEETING)
    with pytest.raises(actions.SessionOver):
        give_time(timed, people, place="Gym")


def test_new_members_are_invited_and_who_left_is_not(people: Any, timed: ReflectionSession) -> None:
    Notice.objects.filter(kind=INVITED, person=people.member).update(state=NoticeState.SENT)
    before = moments.today() - timedelta(days=3)
    Membership.objects.filter(person=people.member).update(ends_on=before)
    Membership.objects.create(team=people.team, person=people.colleague, position=Position.MEMBER, starts_on=before)
    give_time(timed, people, place="Gym")
    assert {row.person for row in timed.invitations.all()} == {people.lead, people.teacher, people.colleague}
    assert told(CANCELLED, state=NoticeState.DUE, person=people.member) == 1
    assert told(CANCELLED) == 1


# --- invitations


def test_only_the_invited_person_answers(people: Any, timed: ReflectionSession) -> None:
    mine = Invitation.objects.get(session=timed, person=people.teacher)
    with pytest.raises(actions.SessionOver):
        actions.reply_to_invitation(mine, reply=Reply.NO, by=people.leader, at=timezone.now())
    actions.reply_to_invitation(mine, reply=Reply.NO, by=people.teacher, at=timezone.now(), reason="Jury duty")
    mine.refresh_from_db()
    assert (mine.reply, mine.reason) == (Reply.NO, "Jury duty")


def test_a_guest_is_invited_once_and_told_when_there_is_a_time(people: Any, session: ReflectionSession) -> None:
    actions.invite_guest(session, person=people.partner, sees_packet=False, by=people.lead, at=timezone.now())
    assert told(INVITED) == 0
    with pytest.raises(actions.AlreadyInvited):
        actions.invite_guest(session, person=people.partner, sees_packet=True, by=people.lead, at=timezone.now())
    timed = give_time(session, people)
    assert told(INVITED, person=people.partner) == 1
    actions.invite_guest(timed, person=people.superintendent, sees_packet=False, by=people.lead, at=timezone.now())
    assert told(INVITED, person=people.superintendent) == 1


# --- the packet


def test_the_profile_is_the_strictest_among_those_invited_to_it(people: Any, cycle: Cycle, timed: Any) -> None:
    now = timezone.now()
    assert actions.packet_profile(timed) == Profile.DIRECT
    actions.invite_guest(timed, person=people.leader, sees_packet=True, by=people.lead, at=now)
    assert actions.packet_profile(timed) == Profile.DIRECT
    actions.invite_guest(timed, person=people.partner, sees_packet=False, by=people.lead, at=now)
    actions.invite_guest(timed, person=people.superintendent, sees_packet=True, by=people.lead, at=now)
    assert actions.packet_profile(timed) == Profile.IN_HOUSE
    Invitation.objects.filter(session=timed, person=people.partner).update(sees_packet=True)
    assert actions.packet_profile(timed) == Profile.OUTSIDE
    assert actions.packet_profile(cycle.sessions.get(team=people.ilt)) == Profile.IN_HOUSE


def test_who_asks_for_the_packet_gets_it_frozen_by_the_clock(people: Any, timed: ReflectionSession) -> None:
    now = timezone.now()
    actions.ask_for_packet(timed, by=people.lead, at=now)
    actions.ask_for_packet(timed, by=people.leader, at=now)
    assert actions.freeze_asked_packets(at=now) == 1
    stands = fresh(timed)
    assert (stands.packet.profile, stands.packet.by, stands.freeze_asked_at) == ("A", people.lead, None)
    assert actions.freeze_asked_packets(at=now) == 0
    again = actions.freeze_packet(timed, by=people.lead, at=now + timedelta(hours=1))
    assert again == stands.packet


def test_one_packet_that_cannot_be_made_stops_no_other(
    people: Any, cycle: Cycle, timed: ReflectionSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = actions.packets.freeze_evidence

    def freeze(**kwargs: Any) -> Any:
        if kwargs["team"] is None:
            raise RuntimeError("no evidence")
        return whole(**kwargs)

    monkeypatch.setattr("cycles.plan.actions.packets.freeze_evidence", freeze)
    for asked in (cycle.sessions.get(team=people.ilt), timed):
        actions.ask_for_packet(asked, by=people.leader, at=timezone.now())
    actions.freeze_asked_packets(at=timezone.now())
    assert fresh(timed).packet is not None
    assert not ReflectionSession.objects.filter(freeze_asked_at__isnull=False).exists()
