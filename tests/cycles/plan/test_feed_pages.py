"""The page of one's choice and the feed: who sees what at which address, and what no log keeps."""

import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from icalendar import Calendar

from cycles.plan import actions, calendar
from cycles.plan.enums import Reply, SessionState
from cycles.plan.models import Cycle, Invitation, ReflectionSession
from reflection_site.logs import SecretAddresses
from teams.enums import TeamKind
from teams.models import Appointment, Membership, Person, Team
from tests.moments import travel

from .conftest import fresh, give_time, in_days
from .test_views import as_person, text_of


def address_of(person: Person) -> str:
    return reverse("cycles:feed", args=[actions.make_feed(by=person, at=timezone.now())])


def events_at(address: str, language: str = "en") -> list[tuple[str, str]]:
    """(summary, status) of each, as somebody sees it who has nothing but the address."""
    answer = Client().get(address, headers={"Accept-Language": language})
    assert answer.status_code == 200
    return [(str(one["summary"]), str(one["status"])) for one in Calendar.from_ical(answer.content).walk("VEVENT")]


GRADE_4 = ("Reflection meeting – Grade 4", "CONFIRMED")


# --- the feed


def test_the_feed_holds_ones_own_meetings_only(people: Any, timed: ReflectionSession) -> None:
    other = timed.cycle.sessions.get(team=people.other_team)
    give_time(other, people, facilitator=people.colleague)
    assert events_at(address_of(people.teacher)) == [GRADE_4]
    # the superintendent sees both meetings on the site, and is invited to neither
    assert events_at(address_of(people.superintendent)) == []
    actions.invite_guest(timed, person=people.superintendent, sees_packet=False, by=people.leader, at=timezone.now())
    assert events_at(address_of(people.superintendent)) == [GRADE_4]
    assert events_at(address_of(people.steward)) == []


def test_it_asks_for_no_sign_in_and_sets_no_cookie(people: Any, timed: ReflectionSession) -> None:
    answer = Client().get(address_of(people.teacher))
    assert (answer["Content-Type"], answer["Cache-Control"]) == (
        "text/calendar; charset=utf-8", "private, max-age=0, must-revalidate",
    )  # fmt: skip
    assert (answer["Referrer-Policy"], answer["X-Robots-Tag"], dict(answer.cookies)) == ("no-referrer", "noindex", {})
    text = answer.content.decode()
    assert (people.member.email in text, people.teacher.email in text) == (False, False)


def test_unchanged_meetings_are_not_sent_again(people: Any, timed: ReflectionSession) -> None:
    address = address_of(people.teacher)
    first = Client().get(address)
    with travel(timezone.now() + timedelta(minutes=30)):
        again = Client().get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert (again["Cache-Control"], again["Referrer-Policy"]) == (first["Cache-Control"], "no-referrer")
    give_time(timed, people, meets_on=in_days(11))
    assert Client().get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200
    head = Client().head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert Client().post(address).status_code == 405


def test_the_answer_changes_what_blocks_the_time(people: Any, timed: ReflectionSession) -> None:
    address, at = address_of(people.teacher), timezone.now() + timedelta(hours=1)
    mine = Invitation.objects.get(session=timed, person=people.teacher)
    actions.reply_to_invitation(mine, reply=Reply.NO, by=people.teacher, at=at)
    event = Calendar.from_ical(Client().get(address).content).walk("VEVENT")[0]
    assert (str(event["transp"]), event["last-modified"].dt) == ("TRANSPARENT", at.replace(microsecond=0))


@pytest.mark.clock
def test_a_cancelled_meeting_stays_as_cancelled_for_a_while(people: Any, timed: ReflectionSession) -> None:
    address = address_of(people.teacher)
    actions.cancel_session(timed, by=people.leader, at=timezone.now())
    assert events_at(address) == [(GRADE_4[0], "CANCELLED")]
    with travel(timezone.now() + timedelta(days=45)):
        assert events_at(address) == []


def test_a_revoked_an_old_and_an_unknown_address_look_alike(people: Any, timed: ReflectionSession) -> None:
    old = address_of(people.teacher)
    current = address_of(people.teacher)
    unknown = reverse("cycles:feed", args=["A" * 43])
    assert [Client().get(one).status_code for one in (old, current, unknown)] == [404, 200, 404]
    actions.close_feed(by=people.teacher, at=timezone.now())
    pages = [Client().get(one) for one in (old, current, unknown)]
    assert [page.status_code for page in pages] == [404, 404, 404]
    told = [text_of(page).replace(one, "") for page, one in zip(pages, (old, current, unknown), strict=True)]
    assert len({re.sub(r"\b\w{64}\b", "", text) for text in told}) == 1


def test_who_no_longer_signs_in_here_has_no_feed(people: Any, timed: ReflectionSession) -> None:
    address = address_of(people.teacher)
    Person.objects.filter(pk=people.teacher.pk).update(is_active=False)
    assert Client().get(address).status_code == 404


@pytest.mark.clock
@pytest.mark.parametrize("ended", [Appointment, Membership])
def test_whose_role_or_place_ended_sees_an_empty_feed(people: Any, timed: ReflectionSession, ended: Any) -> None:
    address = address_of(people.teacher)
    ended.objects.filter(person=people.teacher).update(ends_on=in_days(-1))
    assert events_at(address) == []


def test_a_guest_sees_it_until_a_month_after_the_cycle(people: Any, timed: ReflectionSession) -> None:
    actions.invite_guest(timed, person=people.partner, sees_packet=False, by=people.leader, at=timezone.now())
    address = address_of(people.partner)
    assert events_at(address) == [GRADE_4]
    Cycle.objects.filter(pk=timed.cycle_id).update(closed_at=timezone.now() - timedelta(days=31))
    assert events_at(address) == []


def test_it_speaks_the_persons_language_whatever_the_program_asks_for(people: Any, timed: ReflectionSession) -> None:
    address = address_of(people.teacher)
    assert events_at(address, "es") == [GRADE_4]
    Person.objects.filter(pk=people.teacher.pk).update(language="es")
    with translation.override("es"):
        expected = calendar.title(timed)
    assert events_at(address, "en") == [(expected, "CONFIRMED")]


def test_a_feed_costs_the_same_for_many_meetings(people: Any, timed: ReflectionSession, count_queries: Any) -> None:
    address = address_of(people.teacher)

    def cost() -> int:
        with count_queries() as found:
            Client().get(address)
        return len(found)

    one = cost()
    for number in range(8):
        team = Team.objects.create(school=people.school, kind=TeamKind.TEACHER, name=f"Team {number}")
        Membership.objects.create(team=team, person=people.teacher, starts_on=in_days(-9))
        session = ReflectionSession.objects.create(
            cycle=timed.cycle, team=team, state=SessionState.SCHEDULED, meets_on=in_days(4), meets_at=timed.meets_at
        )
        Invitation.objects.create(session=session, person=people.teacher)
    assert len(events_at(address)) == 9
    assert cost() == one
    assert one <= 6


# --- the page


def test_the_address_is_shown_once(people: Any, timed: ReflectionSession) -> None:
    client = as_person(people.teacher)
    page = reverse("cycles:my-calendar")
    assert "Use a feed" in text_of(client.get(page))
    made = client.post(reverse("cycles:feed-make"))
    assert "no-store" in made["Cache-Control"]
    address = text_of(made).split('value="http://localhost:8000/calendars/')[1].split(".ics")[0]
    assert events_at(reverse("cycles:feed", args=[address])) == [GRADE_4]
    assert f'href="webcal://localhost:8000/calendars/{address}.ics"' in text_of(made)
    again = text_of(client.get(page))
    assert (address in again, "Make a new address" in again, "/calendars/" in again) == (False, True, False)
    closed = client.post(reverse("cycles:feed-close"), follow=True)
    assert "Meetings come by e-mail again." in text_of(closed)
    assert Client().get(reverse("cycles:feed", args=[address])).status_code == 404


def test_session_notices_and_own_page_lead_to_the_choice(people: Any, timed: ReflectionSession) -> None:
    client, link = as_person(people.teacher), f'href="{reverse("cycles:my-calendar")}"'
    pages = [
        reverse("cycles:session", args=[timed.pk]),
        reverse("teams:notice-preferences"),
        reverse("teams:me"),
    ]
    assert [page for page in pages if link not in text_of(client.get(page))] == []
    # who is not invited may still take the file
    told = text_of(as_person(people.superintendent).get(pages[0]))
    assert (link in told, "Add to my calendar" in told) == (False, True)


def test_the_file_of_a_cancelled_meeting_says_so(people: Any, timed: ReflectionSession) -> None:
    actions.cancel_session(timed, by=people.leader, at=timezone.now())
    answer = as_person(people.leader).get(reverse("cycles:session-calendar", args=[timed.pk]))
    book = Calendar.from_ical(answer.content)
    assert (str(book["method"]), str(book.walk("VEVENT")[0]["status"])) == ("PUBLISH", "CANCELLED")
    assert fresh(timed).changed_at is not None


# --- logs


def test_no_log_keeps_the_address(people: Any, caplog: pytest.LogCaptureFixture) -> None:
    """Django writes down what it does not find, the web server everything."""
    from uvicorn.logging import AccessFormatter

    address = address_of(people.teacher)
    actions.close_feed(by=people.teacher, at=timezone.now())
    caplog.handler.addFilter(SecretAddresses())
    with caplog.at_level(logging.INFO):
        Client().get(address)
        logging.getLogger("uvicorn.access").info(
            '%s - "%s %s HTTP/%s" %d', "127.0.0.1:5", "GET", f"{address}?a=1", "1.1", 404
        )
    lines = [record.getMessage() for record in caplog.records]
    assert "Not Found: /calendars/…" in lines
    assert '127.0.0.1:5 - "GET /calendars/…?a=1 HTTP/1.1" 404' in lines
    server = next(record for record in caplog.records if record.name == "uvicorn.access")
    assert "/calendars/…" in AccessFormatter('%(client_addr)s "%(request_line)s" %(status_code)s').format(server)
    assert not [line for line in lines if address[-40:-4] in line]
