"""People from outside: asked beforehand, invited, given a pass that ends and is taken back."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.plan import access, actions, queries
from cycles.plan.enums import SessionState
from cycles.plan.models import Cycle, Invitation, Pass, ReflectionSession, Voice
from cycles.plan.notices import CANCELLED, INVITED, TOMORROW
from cycles.plan.telling import FEEDBACK_ASKED
from teams import outbox
from teams.enums import NoticeState
from teams.models import AuditEntry, Notice
from tests.services import Sink

from .conftest import fresh, give_time, in_days


def as_person(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def ask(session: ReflectionSession, people: Any, name: str = "Maria Ortiz", **changes: Any) -> tuple[Pass, str]:
    """Ask a parent without an account; `person=` asks somebody with one."""
    said = {"name": name, "email": f"{name.split()[0].lower()}@family.test"} if "person" not in changes else {}
    days = {"answers_by": in_days(5), "by": people.leader, "at": timezone.now()}
    return actions.ask_for_feedback(session, **(said | days | changes))


def answer(given: Pass, text: str, *, is_unnamed: bool = False) -> None:
    actions.save_voice(given, question="well", text=text, version=0, at=timezone.now())
    actions.send_feedback(given, is_unnamed=is_unnamed, at=timezone.now())


def after_the_day() -> Any:
    return time_machine.travel(timezone.now() + timedelta(days=7))


def heard(session: ReflectionSession, reader: Any) -> list[tuple[str, str]]:
    found = queries.voices(fresh(session), reader, at=timezone.now())
    return [line for one in found.heard for line in one.lines]


def linked(token: str, tail: str = "", **keys: Any) -> str:
    return reverse(f"cycles:link{tail}", kwargs={"token": token, **keys})


def bare(answer: Any) -> str:
    """The page without what every page has of its own: its tokens, and its own address."""
    return re.sub(r'(content|value)="([A-Za-z0-9]{64}|/voices/[^"]*)"', "", answer.content.decode())


# --- the pass


def test_a_guest_gets_a_pass_that_ends_on_its_day(people: Any, timed: ReflectionSession) -> None:
    actions.invite_guest(
        timed, person=people.partner, sees_packet=False, ends_on=in_days(3), by=people.leader, at=timezone.now()
    )
    given = Pass.objects.get(person=people.partner)
    assert (given.allows_meeting, given.allows_packet, given.given_by) == (True, False, people.leader)
    assert access.visible_sessions(people.partner).exists()
    assert access.ties(people.partner, timed).is_guest
    with time_machine.travel(timezone.now() + timedelta(days=5)):
        assert not access.visible_sessions(people.partner).exists()
        assert not access.ties(people.partner, timed).sees_session
        assert not access.standing_invitations(people.partner).exists()


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


# --- saved, sent, taken up again


def test_words_are_saved_as_typed_and_never_overwritten(people: Any, timed: ReflectionSession) -> None:
    _given, token = ask(timed, people)
    client, address = Client(), linked(token, "-save", question="well")
    typed = {"X-Autosave": "1"}
    saved = client.post(address, {"text": "Reading nights", "version": 0}, headers=typed)
    assert (saved.status_code, saved.json()["version"]) == (200, 1)
    assert client.post(address, {"text": "Other", "version": 0}, headers=typed).status_code == 409
    plain = client.post(address, {"text": "Other", "version": 0})
    assert (plain.status_code, ">Other</textarea>" in plain.content.decode().replace("\n", "")) == (409, True)
    assert "Reading nights" in client.get(linked(token)).content.decode()
    assert client.post(linked(token, "-save", question="else"), {"text": "Thanks", "version": 0}).status_code == 302
    assert client.post(f"/voices/{token}/nonsense/save/", {"text": "x", "version": 0}).status_code == 404


def test_words_are_sealed_in_the_database(people: Any, timed: ReflectionSession) -> None:
    from django.db import connection

    given, _token = ask(timed, people)
    answer(given, "canary")
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM cycles_voice UNION SELECT email FROM cycles_pass")
        stored = str(cursor.fetchall())
    assert ("canary" in stored, "maria" in stored) == (False, False)


def test_nobody_reads_before_the_day_is_over(people: Any, timed: ReflectionSession) -> None:
    given, _ = ask(timed, people)
    actions.save_voice(given, question="well", text="canary", version=0, at=timezone.now())
    other, _ = ask(timed, people, person=people.partner)
    answer(other, "Calm hallways")
    assert heard(timed, people.lead) == []
    with after_the_day():
        assert heard(timed, people.lead) == [(people.partner.name, "Calm hallways")]
        with pytest.raises(actions.FeedbackClosed):
            actions.save_voice(given, question="well", text="late", version=1, at=timezone.now())
        with pytest.raises(actions.FeedbackClosed):
            actions.take_back_feedback(other, at=timezone.now())
    assert Voice.objects.get(given=given).text == "canary"


def test_what_is_taken_up_again_or_revoked_before_the_day_is_not_read(people: Any, timed: ReflectionSession) -> None:
    first, _ = ask(timed, people)
    second, _ = ask(timed, people, name="Jo Webb")
    third, _ = ask(timed, people, name="Kit Low")
    for given in (first, second, third):
        answer(given, f"from {given.name}")
    actions.take_back_feedback(first, at=timezone.now())
    actions.revoke_pass(second, by=people.leader, at=timezone.now())
    with after_the_day():
        assert heard(timed, people.lead) == [("Kit Low", "from Kit Low")]
        actions.revoke_pass(third, by=people.leader, at=timezone.now())
        assert heard(timed, people.lead) == [("Kit Low", "from Kit Low")]


def test_after_the_day_the_page_is_kindly_closed(people: Any, timed: ReflectionSession) -> None:
    _given, token = ask(timed, people)
    with after_the_day():
        page = Client().get(linked(token))
        assert (page.status_code, "Thank you for thinking with us." in page.content.decode()) == (200, True)
        late = Client().post(linked(token, "-save", question="well"), {"text": "x", "version": 0})
        assert late.status_code == 422


def test_something_is_to_be_written_before_it_is_sent(people: Any, timed: ReflectionSession) -> None:
    _given, token = ask(timed, people)
    empty = Client().post(linked(token, "-send"), {"name_shown": "named"})
    assert (empty.status_code, "One answer is enough" in empty.content.decode()) == (422, True)


# --- without a name


def test_without_a_name_only_where_five_are_asked_for_the_same_day(people: Any, timed: ReflectionSession) -> None:
    passes = [ask(timed, people, name=f"Parent{n} Lee")[0] for n in range(4)]
    late, _ = ask(timed, people, name="Late Lee", answers_by=in_days(6))
    actions.save_voice(passes[0], question="well", text="a", version=0, at=timezone.now())
    for given in (passes[0], late):
        assert not queries.unnamed_is_offered(given)
    with pytest.raises(actions.UnnamedNotOffered):
        actions.send_feedback(passes[0], is_unnamed=True, at=timezone.now())
    token = ask(timed, people, name="Parent4 Lee")[1]
    actions.send_feedback(passes[0], is_unnamed=True, at=timezone.now())
    assert "Without my name" in Client().get(linked(token)).content.decode()


def test_lines_without_a_name_are_read_while_five_could_have_written_them(
    people: Any, timed: ReflectionSession
) -> None:
    passes = [ask(timed, people, name=f"Parent{n} Lee")[0] for n in range(6)]
    answer(passes[0], "unnamed line", is_unnamed=True)
    answer(passes[1], "named line")
    told = queries.given_passes(timed, at=timezone.now())
    assert [one.word for one in told] == ["Asked", "Has answered", *["Asked"] * 4]
    answer(passes[2], "another")
    with after_the_day():
        assert heard(timed, people.lead) == [("Parent1 Lee", "named line"), ("Parent2 Lee", "another")]
        found = queries.voices(fresh(timed), people.lead, at=timezone.now())
        assert found.is_held_back
        Pass.objects.filter(pk=passes[2].pk).update(is_sent=False)
        assert sorted(heard(timed, people.lead)) == [("", "unnamed line"), ("Parent1 Lee", "named line")]


def test_the_page_names_its_readers_and_they_are_the_ones_who_read(people: Any, timed: ReflectionSession) -> None:
    give_time(timed, people, facilitator=people.facilitator)
    for guest in (people.colleague, people.superintendent):
        actions.invite_guest(fresh(timed), person=guest, sees_packet=False, by=people.leader, at=timezone.now())
    given, _ = ask(timed, people)
    answer(given, "canary voice")
    named = set(queries.feedback_page(given, at=timezone.now()).readers)
    readers = set()
    names = ("leader", "lead", "teacher", "member", "facilitator", "colleague", "superintendent")
    with after_the_day():
        for name in names:
            person = getattr(people, name)
            page = as_person(person).get(reverse("cycles:session-plan", args=[timed.pk])).content.decode()
            readers |= {person.name} if "canary voice" in page else set()
    assert named == readers == {getattr(people, name).name for name in names[:5]}


def test_nothing_is_read_of_a_cancelled_meeting(people: Any, timed: ReflectionSession) -> None:
    given, _ = ask(timed, people)
    answer(given, "canary")
    actions.cancel_session(timed, by=people.leader, at=timezone.now())
    with after_the_day():
        assert heard(timed, people.lead) == []
    ReflectionSession.objects.filter(pk=timed.pk).update(state=SessionState.MET)
    assert heard(timed, people.lead) == [("Maria Ortiz", "canary")]


# --- whom, and until when


def test_one_person_and_a_day_before_the_meeting(people: Any, timed: ReflectionSession) -> None:
    client, address = as_person(people.lead), reverse("cycles:feedback-ask", args=[timed.pk])
    parent = {"name": "Maria Ortiz", "email": "maria@family.test", "answers_by": str(in_days(5))}
    refused = [
        {},
        parent | {"person": people.partner.pk},
        parent | {"email": ""},
        parent | {"answers_by": str(in_days(-1))},
        parent | {"answers_by": str(timed.meets_on)},
        parent | {"ends_on": str(in_days(4))},
        {"person": people.teacher.pk, "answers_by": str(in_days(5))},
    ]
    assert [client.post(address, said).status_code for said in refused] == [422] * 7
    assert client.post(address, {"person": people.partner.pk, "answers_by": str(in_days(5))}).status_code == 302
    assert Pass.objects.count() == 1


def test_a_day_is_proposed_and_kept_for_the_round(people: Any, timed: ReflectionSession) -> None:
    today = timezone.now().date()
    proposed = queries.proposed_answer_day(timed, today=today)
    assert proposed is not None
    assert today <= proposed < timed.meets_on
    ask(timed, people, answers_by=in_days(8))
    assert queries.proposed_answer_day(timed, today=today) == in_days(8)
    assert queries.proposed_answer_day(timed, today=timed.meets_on) is None


def test_the_list_costs_the_same_for_more(people: Any, timed: ReflectionSession, count_queries: Any) -> None:
    client = as_person(people.leader)

    def counted() -> int:
        with count_queries() as asked:
            assert client.get(reverse("cycles:guests", args=[timed.pk])).status_code == 200
        return len(asked)

    ask(timed, people)
    counted()
    first = counted()
    for name in ("Jo Webb", "Kit Low", "Lou May"):
        ask(timed, people, name=name)
    assert counted() == first
