"""Who is asked is reminded once, before the last day, and never for nothing; links go by mail and stay secret."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.plan import actions, letters, slots
from cycles.plan.asking import FEEDBACK_REMINDER
from cycles.plan.models import LinkLetter, Pass, ReflectionSession
from teams import notices, outbox
from teams.enums import NoticeState
from teams.models import Notice
from tests.moments import travel
from tests.services import Sink

from .conftest import fresh, give_time, in_days
from .guests import answer, as_person, ask, linked

MARIA = "maria@family.test"


def send() -> None:
    """What beat would ring for."""
    outbox.send_due(timezone.now)
    letters.send_due(timezone.now)


def reminder_morning(given: Pass) -> datetime:
    school = given.session.cycle.school
    return notices.morning_of(school, slots.school_days(school).before(given.answers_by, 1)) + timedelta(minutes=1)


def ask_both(session: ReflectionSession, people: Any) -> tuple[Pass, Pass, str]:
    """A partner with an account, and a parent by mail: both for a day that leaves room for a reminder."""
    day = in_days(8)
    partner, _ = ask(session, people, person=people.partner, answers_by=day)
    parent, token = ask(session, people, answers_by=day, by_mail=True)
    return partner, parent, token


def told(smtp: Sink) -> list[tuple[str, str]]:
    found = [(str(message["To"]), " ".join(str(message["Subject"]).split())) for message in smtp.messages]
    smtp.messages.clear()
    return sorted(found)


def words_for(people: Any, given: Pass, *, first: bool) -> list[tuple[str, str]]:
    day = f"{given.answers_by:%a, %b} {given.answers_by.day}"
    subject = (
        f"What did you see? Grade 4 asks for your feedback by {day}"
        if first
        else f"By {day}: what you saw, for Grade 4"
    )
    return sorted([(people.partner.email, subject), (MARIA, subject)])


def test_both_are_asked_at_once_and_reminded_once(people: Any, timed: ReflectionSession, smtp: Sink) -> None:
    partner, parent, token = ask_both(timed, people)
    send()
    (mailed,) = smtp.to(MARIA)
    text = mailed.get_body(("plain",)).get_content()
    assert (text.startswith("Hello Maria,"), linked(token) in text) == (True, True)
    assert linked(token) in mailed.get_body(("html",)).get_content()
    asked = [line for line in told(smtp) if "reflection" not in line[1]]
    assert asked == words_for(people, partner, first=True)
    send()
    assert told(smtp) == []
    with travel(reminder_morning(parent)):
        send()
        (again,) = smtp.to(MARIA)
        assert linked(token) in again.get_body(("plain",)).get_content()
        reminded = [line for line in told(smtp) if "what you saw" in line[1]]
        assert reminded == words_for(people, partner, first=False)
        send()
        assert told(smtp) == []


@pytest.mark.parametrize("ending", ["answered", "revoked", "cancelled"])
def test_nobody_is_reminded_for_nothing(people: Any, timed: ReflectionSession, smtp: Sink, ending: str) -> None:
    passes = ask_both(timed, people)[:2]
    send()
    for given in passes:
        if ending == "answered":
            answer(given, "Reading nights")
        elif ending == "revoked":
            actions.revoke_pass(given, by=people.leader, at=timezone.now())
    if ending == "cancelled":
        actions.cancel_session(timed, by=people.leader, at=timezone.now())
        assert set(LinkLetter.objects.filter(kind="remind").values_list("state", flat=True)) == {NoticeState.VOID}
    send()
    smtp.messages.clear()
    with travel(reminder_morning(passes[0])):
        send()
        assert [line for line in told(smtp) if "what you saw" in line[1]] == []
    assert Notice.objects.get(kind=FEEDBACK_REMINDER).state == NoticeState.VOID


def test_who_takes_it_up_again_is_reminded(people: Any, timed: ReflectionSession, smtp: Sink) -> None:
    partner, parent, _ = ask_both(timed, people)
    for given in (partner, parent):
        answer(given, "Reading nights")
        actions.take_back_feedback(given, at=timezone.now())
    with travel(reminder_morning(parent)):
        send()
        assert [line for line in told(smtp) if "what you saw" in line[1]] == words_for(people, parent, first=False)


def test_a_meeting_held_after_all_reminds_again(people: Any, timed: ReflectionSession, smtp: Sink) -> None:
    _, parent, _ = ask_both(timed, people)
    actions.cancel_session(timed, by=people.leader, at=timezone.now())
    give_time(fresh(timed), people, meets_on=in_days(11))
    with travel(reminder_morning(parent)):
        send()
        assert len([line for line in told(smtp) if "what you saw" in line[1]]) == 2


def test_a_link_sent_by_hand_is_kept_nowhere_and_reminds_nobody(people: Any, timed: ReflectionSession) -> None:
    ask(timed, people)
    assert (Pass.objects.get().token, LinkLetter.objects.count()) == ("", 0)


def test_a_mailed_link_is_sealed_and_ends_with_the_pass(people: Any, timed: ReflectionSession, smtp: Sink) -> None:
    from django.db import connection

    given, token = ask(timed, people, by_mail=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT token, email FROM cycles_pass")
        (row,) = cursor.fetchall()
    assert (token in row[0], "maria" in row[1], Pass.objects.get().token == token) == (False, False, True)
    actions.revoke_pass(given, by=people.leader, at=timezone.now())
    send()
    assert (Pass.objects.get().token, smtp.to(MARIA)) == ("", [])


def test_a_new_link_is_mailed_in_place_of_the_old_one(people: Any, timed: ReflectionSession, smtp: Sink) -> None:
    given, old = ask(timed, people, by_mail=True)
    new = actions.renew_link(given, by=people.leader, at=timezone.now())
    send()
    (mailed,) = smtp.to(MARIA)
    text = mailed.get_body(("plain",)).get_content()
    assert (linked(new) in text, linked(old) in text) == (True, False)
    assert [Client().get(linked(token)).status_code for token in (new, old)] == [200, 404]


def test_it_speaks_the_language_that_was_chosen(people: Any, timed: ReflectionSession, smtp: Sink) -> None:
    _, token = ask(timed, people, by_mail=True, language="es")
    send()
    (mailed,) = smtp.to(MARIA)
    assert '<html lang="es">' in mailed.get_body(("html",)).get_content()
    client = Client()
    told = client.get(linked(token))
    assert ('lang="es"' in told.content.decode(), told["Content-Language"]) == (True, "es")
    client.cookies["django_language"] = "en"
    assert client.get(linked(token))["Content-Language"] == "en"
    _, own = ask(timed, people, name="Juan Ortiz")
    assert Client().get(linked(own), headers={"Accept-Language": "es"})["Content-Language"] == "es"


def test_a_worker_that_died_is_followed_by_one_copy_with_the_same_id(
    people: Any, timed: ReflectionSession, smtp: Sink
) -> None:
    ask(timed, people, by_mail=True)
    until = timezone.now() + outbox.LEASE
    LinkLetter.objects.filter(kind="ask").update(state=NoticeState.SENDING, tries=1, lease_until=until)
    assert letters.send_due(timezone.now) == 0
    with travel(until + timedelta(seconds=1)):
        assert (letters.send_due(timezone.now), letters.send_due(timezone.now)) == (1, 0)
    (mailed,) = smtp.to(MARIA)
    assert mailed["Message-ID"] == LinkLetter.objects.get(kind="ask").message_id


def test_a_letter_that_fails_five_times_is_parked_and_others_go_on(
    people: Any, timed: ReflectionSession, smtp: Sink
) -> None:
    ask(timed, people, by_mail=True)
    LinkLetter.objects.filter(kind="ask").update(tries=outbox.TRIES)
    ask(timed, people, name="Juan Ortiz", by_mail=True)
    send()
    assert (LinkLetter.objects.order_by("pk").first().state, len(smtp.to("juan@family.test"))) == ("failed", 1)


def test_a_server_that_is_busy_is_asked_again_and_one_that_refuses_is_told(
    people: Any, timed: ReflectionSession, smtp: Sink
) -> None:
    ask(timed, people, by_mail=True)
    smtp.refuse_next = 1
    letters.send_due(timezone.now)
    waiting = LinkLetter.objects.get(kind="ask")
    assert (waiting.state, waiting.tries, smtp.to(MARIA)) == (NoticeState.DUE, 1, [])
    with travel(timezone.now() + timedelta(minutes=2)):
        letters.send_due(timezone.now)
    (mailed,) = smtp.to(MARIA)
    assert mailed["Message-ID"] == waiting.message_id
    assert letters.refuse(waiting.message_id, MARIA)
    page = as_person(people.leader).get(reverse("cycles:guests", args=[timed.pk])).content.decode()
    assert f"No e-mail reaches {MARIA}" in page


def test_while_the_server_is_away_no_try_is_spent(people: Any, timed: ReflectionSession, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    ask(timed, people, by_mail=True)
    assert letters.send_due(timezone.now) == 0
    letter = LinkLetter.objects.get(kind="ask")
    assert (letter.state, letter.tries, letter.lease_until is None) == (NoticeState.DUE, 0, False)


def test_no_page_tells_who_needed_no_reminder(people: Any, timed: ReflectionSession, smtp: Sink) -> None:
    """The leader's and the district's log look alike, whether somebody answered without a name or not."""
    given, _ = ask(timed, people, person=people.partner, answers_by=in_days(8))
    for number in range(5):
        ask(timed, people, name=f"Parent{number} X", answers_by=in_days(8), by_mail=True)

    def logs() -> list[str]:
        addresses = [reverse("teams:notices"), reverse("cycles:guests", args=[timed.pk])]
        pages = [as_person(who).get(address) for who in (people.leader, people.district) for address in addresses]
        return [page.content.decode().split("<main")[-1] for page in pages if page.status_code == 200]

    send()
    before = [page.count("Reminder to give the feedback") for page in logs()]
    answer(given, "Reading nights", is_unnamed=True)
    with travel(reminder_morning(given)):
        send()
        assert [page.count("Reminder to give the feedback") for page in logs()] == before == [0, 0, 0]
    assert Notice.objects.get(kind=FEEDBACK_REMINDER).state == NoticeState.VOID


def test_asked_from_the_page_the_site_mails_it_and_still_shows_it(people: Any, timed: ReflectionSession) -> None:
    client = as_person(people.leader)
    said = {"name": "Maria Ortiz", "email": MARIA, "answers_by": str(in_days(5)), "by_mail": "on", "language": "es"}
    shown = client.post(reverse("cycles:feedback-ask", args=[timed.pk]), said)
    text = shown.content.decode()
    assert (shown.status_code, "It is on its way to maria@family.test" in text) == (201, True)
    given = Pass.objects.get()
    assert (given.language, shown.context["link"].endswith(linked(given.token))) == ("es", True)
    assert (
        "The e-mail to maria@family.test is on its way"
        in client.get(reverse("cycles:guests", args=[timed.pk])).content.decode()
    )


def test_a_reminder_is_no_help_on_the_last_day(people: Any, timed: ReflectionSession) -> None:
    ask(timed, people, answers_by=in_days(0), by_mail=True)
    assert list(LinkLetter.objects.values_list("kind", flat=True)) == ["ask"]


# --- the page says what to do next


def next_step(session: ReflectionSession, people: Any) -> tuple[str, str]:
    page = as_person(people.leader).get(reverse("cycles:guests", args=[session.pk]))
    assert page.status_code == 200
    return page.context["next"].title, page.context["next"].why.split("?")[0].split(".")[0]


def test_the_page_says_what_to_do_next(people: Any, timed: ReflectionSession, smtp: Sink) -> None:
    assert next_step(timed, people)[0] == "Ask one or two people who see the team from another side."
    partner, parent, _ = ask_both(timed, people)
    assert next_step(timed, people) == (
        "2 people can still answer.",
        "Nothing to do: who has not answered is reminded once",
    )
    ask(timed, people, name="Juan Ortiz", answers_by=in_days(8))
    assert next_step(timed, people) == ("3 people can still answer.", "Have you sent Juan Ortiz their link")
    send()
    letters.refuse(LinkLetter.objects.get(kind="ask").message_id, MARIA)
    assert next_step(timed, people)[0] == "No e-mail reaches Maria Ortiz."
    with travel(timezone.now() + timedelta(days=9, hours=12)):
        assert next_step(timed, people) == ("The day for answers is over.", "Read what they said before you meet")
    for given in (partner, parent, *Pass.objects.exclude(pk__in=[partner.pk, parent.pk])):
        actions.revoke_pass(given, by=people.leader, at=timezone.now())
    ReflectionSession.objects.filter(pk=timed.pk).update(state="met")
    assert next_step(timed, people)[0] == "Nobody was asked beforehand."
