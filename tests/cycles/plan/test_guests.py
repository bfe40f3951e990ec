"""People from outside: asked beforehand, invited, given a pass that ends and is taken back."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.plan import access, actions
from cycles.plan.asking import FEEDBACK_ASKED
from cycles.plan.models import Cycle, Invitation, Pass, ReflectionSession
from cycles.plan.notices import CANCELLED, INVITED, TOMORROW
from teams import outbox
from teams.enums import NoticeState
from teams.models import AuditEntry, Notice
from tests.moments import travel
from tests.services import Sink

from .conftest import give_time, in_days
from .guests import as_person, ask, bare, linked

# --- the pass


def test_a_guest_gets_a_pass_that_ends_on_its_day(people: Any, timed: ReflectionSession) -> None:
    actions.invite_guest(
        timed, person=people.partner, sees_packet=False, ends_on=in_days(3), by=people.leader, at=timezone.now()
    )
    given = Pass.objects.get(person=people.partner)
    assert (given.allows_meeting, given.allows_packet, given.given_by) == (True, False, people.leader)
    assert access.visible_sessions(people.partner).exists()
    assert access.ties(people.partner, timed).is_guest
    with travel(timezone.now() + timedelta(days=5)):
        assert not access.visible_sessions(people.partner).exists()
        assert not access.ties(people.partner, timed).sees_session
        assert access.standing_invitations(people.partner) == []


def test_a_pass_taken_back_closes_at_once_and_tells_once(people: Any, timed: ReflectionSession) -> None:
    actions.invite_guest(timed, person=people.partner, sees_packet=True, by=people.leader, at=timezone.now())
    Notice.objects.filter(kind=INVITED, person=people.partner).update(state=NoticeState.SENT)
    given = Pass.objects.get(person=people.partner)
    actions.revoke_pass(given, by=people.leader, at=timezone.now())
    assert not access.visible_sessions(people.partner).exists()
    assert not Invitation.objects.filter(session=timed, person=people.partner).exists()
    due = Notice.objects.filter(person=people.partner, state=NoticeState.DUE)
    assert [notice.kind for notice in due] == [CANCELLED]
    with pytest.raises(actions.PassOver):
        actions.revoke_pass(given, by=people.leader, at=timezone.now())
    assert AuditEntry.objects.filter(verb="pass taken back", subject_id=people.partner.pk).count() == 1


def test_one_taken_back_can_be_given_again(people: Any, timed: ReflectionSession) -> None:
    for _time in range(2):
        actions.invite_guest(timed, person=people.partner, sees_packet=True, by=people.leader, at=timezone.now())
        assert access.visible_sessions(people.partner).exists()
        actions.revoke_pass(Pass.objects.get(person=people.partner), by=people.leader, at=timezone.now())


def test_asking_a_guest_too_changes_neither_their_last_day_nor_what_they_have(people: Any, timed: Any) -> None:
    actions.invite_guest(
        timed, person=people.partner, sees_packet=True, ends_on=in_days(9), by=people.leader, at=timezone.now()
    )
    given, _token = ask(timed, people, person=people.partner)
    assert (given.ends_on, given.allows_meeting, given.allows_packet) == (in_days(9), True, True)
    actions.revoke_pass(given, by=people.leader, at=timezone.now())
    again, _token = ask(timed, people, person=people.partner)
    assert (again.pk, again.ends_on, again.allows_meeting, again.allows_packet) == (given.pk, None, False, False)


def test_who_has_a_part_stays_when_the_pass_is_taken_back(people: Any, timed: ReflectionSession) -> None:
    actions.invite_guest(timed, person=people.facilitator, sees_packet=True, by=people.leader, at=timezone.now())
    give_time(timed, people, deputy=people.facilitator)
    actions.revoke_pass(Pass.objects.get(person=people.facilitator), by=people.leader, at=timezone.now())
    assert Invitation.objects.filter(session=timed, person=people.facilitator).exists()
    assert Notice.objects.filter(kind=TOMORROW, person=people.facilitator, state=NoticeState.DUE).exists()


def test_the_packet_for_outside_is_said_before_it_is_done(people: Any, timed: ReflectionSession) -> None:
    client, address = as_person(people.lead), reverse("cycles:guest-invite", args=[timed.pk])
    wanted = {"person": people.partner.pk, "sees_packet": "on"}
    refused = client.post(address, wanted)
    assert refused.status_code == 422
    assert "small groups are hidden and numbers rounded" in refused.content.decode()
    assert not Invitation.objects.filter(session=timed, person=people.partner).exists()
    assert client.post(address, wanted | {"for_outside": "on"}).status_code == 302
    assert actions.packet_profile(timed) == "C"
    own = {"person": people.leader.pk, "sees_packet": "on"}
    assert client.post(address, own).status_code == 302


# --- asked beforehand


def test_somebody_with_an_account_is_told_and_signs_in(people: Any, timed: ReflectionSession, smtp: Sink) -> None:
    given, token = ask(timed, people, person=people.partner)
    assert token == ""
    outbox.send_due(timezone.now)
    (message,) = smtp.to(people.partner.email)
    assert f"/feedback/{given.pk}/" in message.get_body(("plain",)).get_content()
    page = as_person(people.partner).get(reverse("cycles:feedback", args=[given.pk]))
    assert people.teacher.name in page.content.decode()
    assert not access.visible_sessions(people.partner).exists()
    today = as_person(people.partner).get("/").content.decode()
    assert ("Say what you saw" in today, f"/feedback/{given.pk}/" in today) == (True, True)
    assert as_person(people.superintendent).get(reverse("cycles:feedback", args=[given.pk])).status_code == 404


def test_nobody_is_asked_after_it_was_taken_back(people: Any, timed: ReflectionSession, smtp: Sink) -> None:
    given, _ = ask(timed, people, person=people.partner)
    actions.revoke_pass(given, by=people.leader, at=timezone.now())
    outbox.send_due(timezone.now)
    assert smtp.to(people.partner.email) == []
    assert Notice.objects.get(kind=FEEDBACK_ASKED).state == NoticeState.VOID


def test_nobody_is_asked_twice(people: Any, timed: ReflectionSession) -> None:
    ask(timed, people)
    ask(timed, people, person=people.partner)
    with pytest.raises(actions.AskedAlready):
        ask(timed, people, name="Maria O.", email="MARIA@family.test")
    with pytest.raises(actions.AskedAlready):
        ask(timed, people, person=people.partner)


def test_the_link_is_in_no_table_and_shown_once(people: Any, timed: ReflectionSession) -> None:
    client = as_person(people.leader)
    said = {"name": "Maria Ortiz", "email": "maria@family.test", "answers_by": str(in_days(5))}
    shown = client.post(reverse("cycles:feedback-ask", args=[timed.pk]), said)
    assert (shown.status_code, "no-store" in shown["Cache-Control"]) == (201, True)
    token = shown.context["link"].rsplit("/", 2)[1]
    given = Pass.objects.get()
    assert given.token_hash == access.link_hash(token)
    assert token not in str(Pass.objects.values().get())
    assert not Notice.objects.filter(kind=FEEDBACK_ASKED).exists()
    assert token not in client.get(reverse("cycles:guests", args=[timed.pk])).content.decode()


@pytest.mark.parametrize("spoil", ["unknown", "revoked", "renewed", "over", "cycle over"])
def test_what_opens_nothing_looks_alike(people: Any, timed: ReflectionSession, cycle: Cycle, spoil: str) -> None:
    given, token = ask(timed, people, ends_on=in_days(6))
    assert Client().get(linked(token)).status_code == 200
    if spoil == "unknown":
        token = "x" * 32
    elif spoil == "revoked":
        actions.revoke_pass(given, by=people.leader, at=timezone.now())
    elif spoil == "renewed":
        newer = actions.renew_link(given, by=people.leader, at=timezone.now())
        assert Client().get(linked(newer)).status_code == 200
    elif spoil == "over":
        Pass.objects.update(ends_on=in_days(-2))
    else:
        Cycle.objects.filter(pk=cycle.pk).update(closed_at=timezone.now() - timedelta(days=31))
    client = Client()
    asked = [
        client.get(linked(token)),
        client.post(linked(token, "-save", question="well"), {"text": "x", "version": 0}),
        client.post(linked(token, "-send"), {"name_shown": "named"}),
        client.post(linked(token, "-back")),
    ]
    assert [one.status_code for one in asked] == [404] * 4
    assert bare(asked[0]) == bare(Client().get(linked("y" * 32)))


def test_what_opens_nothing_costs_the_same(people: Any, timed: ReflectionSession, count_queries: Any) -> None:
    given, token = ask(timed, people)
    actions.revoke_pass(given, by=people.leader, at=timezone.now())
    costs = []
    for tried in (token, "x" * 32):
        with count_queries() as asked:
            Client().get(linked(tried))
        costs.append(len(asked))
    assert costs == [1, 1]


def test_a_link_shows_no_evidence_and_opens_nothing_else(people: Any, timed: ReflectionSession) -> None:
    _given, token = ask(timed, people)
    client = Client()
    page = client.get(linked(token))
    assert page["Referrer-Policy"] == "strict-origin"
    assert "no-store" in page["Cache-Control"]
    text = page.content.decode()
    assert (f"/sessions/{timed.pk}/" in text, "sessionid" in client.cookies) == (False, False)
    for name in ("session", "packet", "room", "guests"):
        away = client.get(reverse(f"cycles:{name}", args=[timed.pk]))
        assert away["Location"].startswith("/accounts/login/")
