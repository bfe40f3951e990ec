"""Somebody facilitates in another's place: the deputy, whom the leader names, a member whom two others confirm."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.meet import actions as meet
from cycles.plan import access, actions, queries
from cycles.plan.enums import Reply, SessionState
from cycles.plan.models import Invitation, ReflectionSession, Substitution
from cycles.plan.notices import CHANGED, INVITED
from cycles.plan.telling import SUBSTITUTED
from teams import outbox
from teams.enums import NoticeState
from teams.models import AuditEntry, Notice
from tests.moments import travel
from tests.services import Sink

from .conftest import give_time

PERSONAS = ("leader", "lead", "teacher", "member", "facilitator")


@pytest.fixture
def away(people: Any, session: ReflectionSession) -> ReflectionSession:
    """The lead was to facilitate and said no; the member is the deputy."""
    timed = give_time(session, people, deputy=people.member)
    say_no(timed, people.lead)
    return again(timed)


def say_no(session: ReflectionSession, person: Any) -> None:
    mine = Invitation.objects.get(session=session, person=person)
    actions.reply_to_invitation(mine, reply=Reply.NO, by=person, at=timezone.now())


def again(session: ReflectionSession) -> ReflectionSession:
    related = ("cycle__school", "team", "facilitator", "deputy", "stands_in_for")
    return ReflectionSession.objects.select_related(*related).get(pk=session.pk)


def leads(people: Any, session: ReflectionSession) -> set[str]:
    """Who has the facilitator's verbs."""
    return {
        name for name in PERSONAS if access.facilitated_sessions(getattr(people, name)).filter(pk=session.pk).exists()
    }


def post(people: Any, name: str, session: ReflectionSession, change: str, **said: Any) -> str:
    """Press the button; the page that follows."""
    client = Client()
    client.force_login(getattr(people, name))
    answer = client.post(reverse(f"cycles:facilitator-{change}", args=[session.pk]), said, follow=True)
    return answer.content.decode()


# --- the deputy


def test_the_deputy_steps_in_and_the_verbs_move_at_once(people: Any, away: ReflectionSession) -> None:
    assert leads(people, away) == {"leader", "lead", "member"}
    page = post(people, "member", away, "step-in")
    assert f"{people.member.name} facilitates in place of" in page
    after = again(away)
    assert (after.facilitator, after.stands_in_for, after.deputy) == (people.member, people.lead, None)
    assert leads(people, away) == {"leader", "member"}
    audited = AuditEntry.objects.get(verb="facilitator substituted")
    assert (audited.actor_id, audited.subject_id) == (people.member.pk, people.member.pk)


def test_nobody_steps_in_while_the_facilitator_is_expected(people: Any, session: ReflectionSession) -> None:
    timed = give_time(session, people, deputy=people.member)
    for change, name in (("step-in", "member"), ("claim", "teacher")):
        assert "The facilitator is expected" in post(people, name, timed, change)
    assert again(timed).facilitator == people.lead


def test_at_its_time_an_unopened_room_may_be_opened_by_another(people: Any, session: ReflectionSession) -> None:
    timed = again(give_time(session, people, deputy=people.member))
    starts_at = timed.starts_at
    assert not queries.is_facilitator_missing(timed, at=starts_at + timedelta(minutes=4))
    assert queries.is_facilitator_missing(timed, at=starts_at + timedelta(minutes=5))
    assert not queries.is_facilitator_missing(timed, at=starts_at + timedelta(days=1))
    with travel(starts_at + timedelta(minutes=6)):
        actions.step_in(timed, by=people.member, at=timezone.now())
        meet.open_meeting(again(timed), by=people.member, at=timezone.now())
        assert leads(people, timed) == {"leader", "member"}


def test_everybody_is_told_once_while_it_is_ahead(people: Any, away: ReflectionSession, smtp: Sink) -> None:
    Notice.objects.filter(state=NoticeState.DUE, kind=INVITED).update(state=NoticeState.SENT)
    actions.step_in(away, by=people.member, at=timezone.now())
    outbox.send_due(timezone.now)
    told = {person: [one["Subject"].split(":")[0] for one in smtp.to(person.email)] for person in
            (people.lead, people.teacher, people.member, people.leader)}  # fmt: skip
    assert [len(told[person]) for person in (people.lead, people.teacher, people.member, people.leader)] == [1, 1, 1, 1]
    assert told[people.teacher] == ["Changed"]
    text = smtp.to(people.teacher.email)[0].get_body(("plain",)).get_content()
    assert f"{people.member.name} facilitates in place of {people.lead.name}" in text


def test_at_its_start_only_those_concerned_are_told(people: Any, session: ReflectionSession) -> None:
    timed = again(give_time(session, people, deputy=people.member))
    with travel(timed.starts_at + timedelta(minutes=6)):
        actions.step_in(timed, by=people.member, at=timezone.now())
        told = Notice.objects.filter(kind=SUBSTITUTED).values_list("person__name", flat=True)
        assert sorted(told) == sorted([people.leader.name, people.member.name, people.lead.name])
        assert not Notice.objects.filter(kind=CHANGED).exists()


# --- whom the leader names


def test_the_leader_names_somebody_from_a_phone(people: Any, away: ReflectionSession) -> None:
    page = post(people, "leader", away, "name", person=people.facilitator.pk)
    assert "facilitates this meeting, and is told" in page
    assert again(away).facilitator == people.facilitator
    assert leads(people, away) == {"leader", "facilitator", "member"}
    assert Invitation.objects.get(session=away, person=people.facilitator).is_guest
    assert "Choose who facilitates" in post(people, "leader", away, "name", person=people.outsider.pk)


def test_of_two_at_once_one_wins_and_the_other_is_told(people: Any, away: ReflectionSession) -> None:
    actions.step_in(again(away), by=people.member, at=timezone.now())
    with pytest.raises(actions.SomebodySteppedIn) as refused:
        actions.name_substitute(away, person=people.facilitator, by=people.leader, at=timezone.now())
    assert str(refused.value) == f"Somebody was faster: {people.member.name} facilitates."
    assert again(away).facilitator == people.member
    assert Substitution.objects.count() == 1


# --- a member offers


def test_a_member_offers_and_two_others_confirm(people: Any, session: ReflectionSession) -> None:
    timed = give_time(session, people, facilitator=people.facilitator)
    say_no(timed, people.facilitator)
    post(people, "teacher", timed, "claim")
    assert leads(people, timed) == {"leader", "facilitator"}
    refused = post(people, "teacher", timed, "confirm")
    assert "not yours to confirm" in refused
    assert "1 of 2 have confirmed" in post(people, "member", timed, "confirm")
    assert "1 of 2 have confirmed" in post(people, "member", timed, "confirm")
    page = post(people, "lead", timed, "confirm")
    assert f"{people.teacher.name.split()[0]}" in page
    assert again(timed).facilitator == people.teacher
    assert leads(people, timed) == {"leader", "teacher"}


def test_of_two_who_offer_at_once_one_is_told_of_the_other(people: Any, session: ReflectionSession) -> None:
    timed = give_time(session, people, facilitator=people.facilitator)
    say_no(timed, people.facilitator)
    actions.claim_meeting(again(timed), by=people.teacher, at=timezone.now())
    with pytest.raises(actions.ClaimedAlready) as refused:
        actions.claim_meeting(again(timed), by=people.member, at=timezone.now())
    assert people.teacher.name in str(refused.value)
    post(people, "teacher", timed, "unclaim")
    actions.claim_meeting(again(timed), by=people.member, at=timezone.now())


def test_an_offer_ends_when_the_leader_names_somebody(people: Any, session: ReflectionSession) -> None:
    timed = give_time(session, people, facilitator=people.facilitator)
    say_no(timed, people.facilitator)
    actions.claim_meeting(again(timed), by=people.teacher, at=timezone.now())
    actions.name_substitute(again(timed), person=people.member, by=people.leader, at=timezone.now())
    with pytest.raises(actions.ClaimOver):
        actions.confirm_claim(again(timed), by=people.lead, at=timezone.now())
    assert again(timed).facilitator == people.member


# --- and back


def test_the_former_facilitator_comes_back_by_a_hand_over_only(people: Any, away: ReflectionSession) -> None:
    actions.step_in(away, by=people.member, at=timezone.now())
    mine = Invitation.objects.get(session=away, person=people.lead)
    actions.reply_to_invitation(mine, reply=Reply.YES, by=people.lead, at=timezone.now())
    assert leads(people, away) == {"leader", "member"}
    post(people, "member", away, "hand-back")
    after = again(away)
    assert (after.facilitator, after.stands_in_for, after.deputy) == (people.lead, None, people.member)
    with pytest.raises(actions.SomebodySteppedIn):
        actions.hand_back(away, by=people.leader, at=timezone.now())


def test_a_facilitator_chosen_on_the_plan_stands_in_for_nobody(people: Any, away: ReflectionSession) -> None:
    actions.step_in(away, by=people.member, at=timezone.now())
    moved = give_time(again(away), people, place="Gym", facilitator=people.member)
    assert again(moved).stands_in_for == people.lead
    planned = give_time(again(away), people, place="Gym", facilitator=people.teacher)
    assert again(planned).stands_in_for is None


def test_the_substitutes_part_ends_with_the_meeting(people: Any, away: ReflectionSession) -> None:
    actions.name_substitute(away, person=people.teacher, by=people.leader, at=timezone.now())
    ReflectionSession.objects.filter(pk=away.pk).update(state=SessionState.MET, deputy=None)
    assert leads(people, away) == {"leader"}
    assert not access.ties(people.teacher, again(away)).facilitates


def test_in_the_meeting_the_former_loses_the_console_and_the_other_takes_over(
    people: Any, away: ReflectionSession
) -> None:
    meeting = meet.open_meeting(away, by=people.lead, at=timezone.now())
    actions.name_substitute(again(away), person=people.teacher, by=people.leader, at=timezone.now())
    client = Client()
    client.force_login(people.lead)
    assert client.get(reverse("cycles:facilitate", args=[away.pk])).status_code == 403
    client.force_login(people.teacher)
    client.post(reverse("cycles:meeting-take-over", args=[away.pk]))
    meeting.refresh_from_db()
    assert meeting.facilitator == people.teacher
    screen = client.get(reverse("cycles:screen", args=[away.pk])).content.decode()
    assert f"{people.teacher.name} facilitates today in place of" in screen


def test_the_screen_says_who_took_over_in_the_meeting(people: Any, session: ReflectionSession) -> None:
    timed = again(give_time(session, people, facilitator=people.teacher, deputy=people.member))
    meeting = meet.open_meeting(timed, by=people.teacher, at=timezone.now())
    client = Client()
    client.force_login(people.member)
    address = reverse("cycles:screen", args=[timed.pk])
    assert "in place of" not in client.get(address).content.decode()
    meet.take_over_meeting(meeting, by=people.member, at=timezone.now())
    assert (
        f"{people.member.name} facilitates today in place of {people.teacher.name}"
        in client.get(address).content.decode()
    )
