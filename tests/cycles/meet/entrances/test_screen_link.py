"""The screen on a computer where nobody is signed in: what its link opens, until when, and for how much."""

import http.client
import logging
import re
import time
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.meet import actions, entering
from cycles.meet.entrances import ScreenLink
from cycles.meet.models import Meeting
from cycles.plan.models import ReflectionSession
from reflection_site.logs import SecretAddresses
from teams.models import AuditEntry
from tests import moments
from tests.cycles.meet.conftest import fresh
from tests.cycles.plan.packets import chart, freeze_by_hand

NOW = timezone.now
PARTS = ("", "-phase", "-code")


def link(session: ReflectionSession, by: Any) -> str:
    return actions.make_screen_link(session, by=by, at=NOW())


def statuses(token: str, client: Client | None = None) -> set[int]:
    client = client or Client()
    return {client.get(reverse(f"cycles:screen-linked{part}", args=[token])).status_code for part in PARTS}


def test_it_opens_one_screen_for_nobody_in_particular(people: Any, meeting: Meeting, go_to: Any, success: Any) -> None:
    token = link(meeting.session, people.facilitator)
    there = go_to(meeting, "progress")
    success(there, people.teacher, "Canary")
    client = Client()
    before = client.get(reverse("cycles:screen-linked", args=[token])).content.decode()
    assert "Progress" in before
    assert "Canary" not in before
    actions.reveal_cards(there, by=people.facilitator, at=NOW())
    assert "Canary" in client.get(reverse("cycles:screen-linked-phase", args=[token])).content.decode()
    assert "sessionid" not in client.cookies


def test_the_page_leads_nowhere_but_to_its_own_parts(people: Any, meeting: Meeting) -> None:
    token = link(meeting.session, people.facilitator)
    page = Client().get(reverse("cycles:screen-linked", args=[token])).content.decode()
    led = {
        one for one in re.findall(r'(?:href|src|hx-get|sse-connect|action)="(/[^"?]*)', page) if "/static/" not in one
    }
    assert led == {f"/screens/{token}/{part}" for part in ("phase", "code.svg", "stream")}
    assert "<form" not in page


def test_nothing_can_be_written_with_it(people: Any, meeting: Meeting) -> None:
    token = link(meeting.session, people.facilitator)
    for part in (*PARTS, "-stream"):
        assert Client().post(reverse(f"cycles:screen-linked{part}", args=[token])).status_code == 405
    assert fresh(meeting.session).version == meeting.version


def test_neither_browser_nor_proxy_keeps_or_passes_it_on(people: Any, meeting: Meeting) -> None:
    token = link(meeting.session, people.facilitator)
    for part in (*PARTS, "-stream"):
        answer = Client().get(reverse(f"cycles:screen-linked{part}", args=[token]))
        assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("no-store", "no-referrer")


def test_it_shows_no_evidence(people: Any, meeting: Meeting, go_to: Any) -> None:
    freeze_by_hand(meeting.session, chart(), profile="B")
    token = link(meeting.session, people.facilitator)
    go_to(meeting, "packet")
    signed_in = Client()
    signed_in.force_login(people.leader)
    wall = signed_in.get(reverse("cycles:screen", args=[meeting.session_id])).content.decode()
    assert 'id="packet-findings"' in wall
    page = Client().get(reverse("cycles:screen-linked", args=[token])).content.decode()
    assert 'id="packet-findings"' not in page
    assert "Read the evidence on your own page" in page
    # nor for somebody who happens to be signed in on that computer
    assert 'id="packet-findings"' not in signed_in.get(reverse("cycles:screen-linked", args=[token])).content.decode()


def test_it_is_kept_only_as_a_hash_and_typed_as_one_likes(people: Any, session: ReflectionSession) -> None:
    token = link(session, people.facilitator)
    assert re.fullmatch(r"(?:[a-z2-9]{4}-){2}[a-z2-9]{4}", token)
    stored = str(ScreenLink.objects.values().get())
    assert token not in stored
    assert token.replace("-", "") not in stored
    assert statuses(token.upper()) == statuses(token.replace("-", "")) == {200}


def test_a_new_link_replaces_the_old_one(people: Any, session: ReflectionSession) -> None:
    first, second = link(session, people.facilitator), link(session, people.leader)
    assert (statuses(first), statuses(second), ScreenLink.objects.count()) == ({404}, {200}, 1)


def test_withdrawn_opens_nothing_and_twice_is_once(people: Any, session: ReflectionSession) -> None:
    token = link(session, people.facilitator)
    for _ in range(2):
        actions.withdraw_screen_link(session, by=people.leader, at=NOW())
    assert statuses(token) == {404}
    told = AuditEntry.objects.filter(verb__startswith="screen link").order_by("pk").values_list("verb", "actor_id")
    assert list(told) == [("screen link made", people.facilitator.pk), ("screen link withdrawn", people.leader.pk)]


def test_it_ends_with_the_day_after_the_meeting(people: Any, session: ReflectionSession) -> None:
    token = link(session, people.facilitator)
    with moments.travel(NOW() + timedelta(days=3)):
        assert statuses(token) == {200}
    with moments.travel(NOW() + timedelta(days=4)):
        assert statuses(token) == {404}
    ReflectionSession.objects.filter(pk=session.pk).update(meets_on=session.meets_on + timedelta(days=5))
    with moments.travel(NOW() + timedelta(days=8)):
        assert statuses(token) == {200}


def test_without_a_time_or_cancelled_there_is_no_screen(people: Any, session: ReflectionSession) -> None:
    token = link(session, people.facilitator)
    ReflectionSession.objects.filter(pk=session.pk).update(state="cancelled")
    assert statuses(token) == {404}
    with pytest.raises(actions.NoScreenYet):
        link(session, people.facilitator)


def test_an_unknown_token_costs_as_much_as_one_that_is_over(
    people: Any, session: ReflectionSession, count_queries: Any
) -> None:
    token = link(session, people.facilitator)
    actions.withdraw_screen_link(session, by=people.leader, at=NOW())
    counted = []
    for tried in (token, "aaaa-bbbb-cccc"):
        with count_queries() as queries:
            assert Client().get(reverse("cycles:screen-linked", args=[tried])).status_code == 404
        counted.append(len(queries))
    assert counted == [1, 1]


def test_no_log_keeps_the_token() -> None:
    line = logging.LogRecord("a", logging.INFO, "f.py", 1, "%s", ("GET /screens/abcd-efgh-jkmn/phase",), None)
    SecretAddresses().filter(line)
    assert line.getMessage() == "GET /screens/…/phase"


def test_the_page_of_the_link_shows_it_once_and_then_where_it_stands(people: Any, session: ReflectionSession) -> None:
    client = Client()
    client.force_login(people.facilitator)
    page, make = (reverse(f"cycles:{name}", args=[session.pk]) for name in ("screen-link", "screen-link-make"))
    assert "No link has been made yet." in client.get(page).content.decode()
    made = client.post(make)
    assert made.status_code == 201
    token = re.search(r"/screens/([a-z0-9-]+)", made.content.decode())
    assert token is not None
    assert statuses(token[1]) == {200}
    later = client.get(page).content.decode()
    assert token[1] not in later
    assert f"Made by {people.facilitator.name}" in later
    client.post(reverse("cycles:screen-link-withdraw", args=[session.pk]))
    assert f"Withdrawn by {people.facilitator.name}" in client.get(page).content.decode()
    assert statuses(token[1]) == {404}


def test_a_screen_that_listens_is_closed_out_within_a_second(live: str, held: Meeting, many: Any) -> None:
    token = link(held.session, many.facilitator)
    line = http.client.HTTPConnection(urlsplit(live).netloc, timeout=20)
    line.request("GET", f"/screens/{token}/stream")
    answer = line.getresponse()
    said = b""
    while b"event: meeting" not in said:
        said += answer.readline()
    began = time.monotonic()
    actions.withdraw_screen_link(held.session, by=many.facilitator, at=NOW())
    while b"event: gone" not in said:
        said += answer.readline()
    assert time.monotonic() - began < 2
    line.close()
    assert entering.linked_versions({entering.token_hash(token)}) == {}


# --- opened by who leads, again and again


def pressed(client: Client, session: ReflectionSession) -> str:
    answer = client.post(reverse("cycles:screen-open", args=[session.pk]))
    assert answer.status_code == 302
    return answer.headers["Location"].strip("/").partition("/")[2]


def test_one_press_opens_the_screen_by_a_link(people: Any, meeting: Meeting, client: Client) -> None:
    client.force_login(people.facilitator)
    token = pressed(client, meeting.session)
    assert statuses(token) == {200}
    assert AuditEntry.objects.filter(verb="screen link made").count() == 1


def test_pressed_again_it_is_the_same_screen(people: Any, meeting: Meeting, client: Client) -> None:
    typed = link(meeting.session, people.facilitator)
    client.force_login(people.facilitator)
    first, second = pressed(client, meeting.session), pressed(client, meeting.session)
    assert first == second
    assert statuses(typed) == statuses(first) == {200}


def test_withdrawn_it_opens_nothing_until_pressed_anew(people: Any, meeting: Meeting, client: Client) -> None:
    client.force_login(people.facilitator)
    first = pressed(client, meeting.session)
    hashed = ScreenLink.objects.get().token_hash
    assert entering.linked_versions({hashed}) == {hashed: fresh(meeting.session).version}
    actions.withdraw_screen_link(meeting.session, by=people.facilitator, at=NOW())
    assert (statuses(first), entering.linked_versions({hashed})) == ({404}, {})
    assert pressed(client, meeting.session) != first


def test_another_meetings_number_opens_nothing(people: Any, meeting: Meeting, ilt_session: Any, client: Client) -> None:
    client.force_login(people.facilitator)
    _pk, _, key = pressed(client, meeting.session).partition("-")
    link(ilt_session, people.leader)
    assert statuses(f"{ilt_session.pk}-{key}") == {404}


def test_a_session_without_a_time_has_no_screen_to_open(people: Any, meeting: Meeting, client: Client) -> None:
    ReflectionSession.objects.filter(pk=meeting.session_id).update(state="planned")
    client.force_login(people.facilitator)
    assert client.post(reverse("cycles:screen-open", args=[meeting.session_id])).status_code == 422
