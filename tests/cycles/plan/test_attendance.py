"""Who came, and who cannot come: one tap a person, no reminder to who said no, the facilitator's own no is told."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.plan import actions
from cycles.plan.enums import Reply, SessionState
from cycles.plan.models import Invitation, ReflectionSession
from cycles.plan.notices import TOMORROW
from cycles.plan.telling import FACILITATOR_AWAY
from cycles.prepare.notices import REFLECTION_DUE
from teams import outbox
from teams.enums import NoticeState
from teams.models import Notice
from tests import moments
from tests.moments import travel
from tests.services import Sink

from .conftest import give_time, in_days


def reply(session: ReflectionSession, person: Any, answer: Reply, reason: str = "") -> None:
    mine = Invitation.objects.get(session=session, person=person)
    actions.reply_to_invitation(mine, reply=answer, reason=reason, by=person, at=timezone.now())


def due(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind, state=NoticeState.DUE).values_list("person__name", flat=True))


def tick(client: Client, session: ReflectionSession, person: Any, has_come: str = "yes") -> bool | None:
    mine = Invitation.objects.get(session=session, person=person)
    address = reverse("cycles:attendance-tick", args=[session.pk, mine.pk])
    assert client.post(address, {"has_come": has_come}).status_code == 302
    mine.refresh_from_db()
    return mine.has_attended


# --- who came


def test_one_tap_a_person_from_the_day_on(people: Any, timed: ReflectionSession, client: Client) -> None:
    client.force_login(people.lead)
    assert tick(client, timed, people.teacher) is None
    ReflectionSession.objects.filter(pk=timed.pk).update(meets_on=moments.today())
    assert tick(client, timed, people.teacher) is True
    page = client.get(reverse("cycles:attendance", args=[timed.pk])).content.decode()
    assert "1 of 3 are ticked" in page
    assert tick(client, timed, people.teacher, "no") is False
    ReflectionSession.objects.filter(pk=timed.pk).update(state=SessionState.MET)
    assert tick(client, timed, people.member) is True


def test_an_invitation_to_another_meeting_is_not_ticked_here(people: Any, cycle: Any, timed: Any, client: Any) -> None:
    other = cycle.sessions.get(team=people.other_team).invitations.get()
    client.force_login(people.leader)
    address = reverse("cycles:attendance-tick", args=[timed.pk, other.pk])
    assert client.post(address, {"has_come": "yes"}).status_code == 404


def test_the_page_costs_the_same_for_more(people: Any, timed: Any, client: Client, count_queries: Any) -> None:
    client.force_login(people.leader)

    def counted() -> int:
        with count_queries() as asked:
            client.get(reverse("cycles:attendance", args=[timed.pk]))
        return len(asked)

    counted()
    first = counted()
    for guest in (people.partner, people.colleague, people.superintendent):
        actions.invite_guest(timed, person=guest, sees_packet=False, by=people.leader, at=timezone.now())
    assert counted() == first


# --- who cannot come


def test_who_said_no_is_reminded_of_nothing(people: Any, timed: ReflectionSession, smtp: Sink) -> None:
    outbox.send_due(timezone.now)
    everyone = {people.lead.name, people.teacher.name, people.member.name}
    assert (due(TOMORROW), due(REFLECTION_DUE)) == (everyone, everyone)
    reply(timed, people.teacher, Reply.NO, "Jury duty")
    assert due(TOMORROW) == due(REFLECTION_DUE) == everyone - {people.teacher.name}
    reply(timed, people.teacher, Reply.YES)
    assert due(TOMORROW) == everyone
    reply(timed, people.teacher, Reply.NO)
    # a change of the place makes the reminders anew; the no still counts when they are due
    give_time(timed, people, place="Gym")
    outbox.send_due(timezone.now)
    smtp.messages.clear()
    with travel(timed.starts_at - timedelta(hours=2)):
        Notice.objects.filter(kind=TOMORROW).update(due_at=timezone.now())
        outbox.send_due(timezone.now)
    assert {one["To"] for one in smtp.messages if one["Subject"].startswith("Coming up")} == {
        people.lead.email,
        people.member.email,
    }


def test_the_reason_is_read_by_who_plans_and_by_nobody_else(people: Any, timed: Any, client: Client) -> None:
    reply(timed, people.teacher, Reply.NO, "Jury duty")
    seen = {}
    for name in ("leader", "lead", "teacher", "member", "superintendent"):
        client.force_login(getattr(people, name))
        page = client.get(reverse("cycles:session", args=[timed.pk])).content.decode()
        seen[name] = "Jury duty" in page
    assert seen == {"leader": True, "lead": True, "teacher": True, "member": False, "superintendent": False}


def test_the_facilitators_own_no_is_told_once(people: Any, session: ReflectionSession, smtp: Sink) -> None:
    timed = give_time(session, people, deputy=people.member)
    outbox.send_due(timezone.now)
    smtp.messages.clear()
    reply(timed, people.lead, Reply.NO, "Flu")
    reply(timed, people.lead, Reply.NO)
    outbox.send_due(timezone.now)
    assert sorted(one["To"] for one in smtp.messages) == sorted([people.member.email, people.leader.email])
    assert "cannot come" in smtp.to(people.member.email)[0].get_body(("plain",)).get_content()


@pytest.mark.parametrize("change", ["came round", "replaced"])
def test_it_is_not_told_when_it_is_settled(people: Any, session: Any, smtp: Sink, change: str) -> None:
    timed = give_time(session, people, deputy=people.member)
    reply(timed, people.lead, Reply.NO)
    if change == "came round":
        reply(timed, people.lead, Reply.YES)
    else:
        give_time(timed, people, facilitator=people.teacher, deputy=people.member, meets_on=in_days(10))
    outbox.send_due(timezone.now)
    told = Notice.objects.filter(kind=FACILITATOR_AWAY)
    assert {one.state for one in told} == {NoticeState.VOID}
