"""The pages of two: what they show, what they refuse, and that nobody else has them."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cycles.confer.models import CheckIn, CheckInNote
from teams.access.notices import reported_notices
from teams.models import Appointment, AuditEntry, Notice
from tests.doors.table import PERSONAS

from .talks import arrange, fresh, in_days, note

CANARY = "canary-in-a-private-field"


def page(person: Any, address: str) -> Any:
    client = Client()
    client.force_login(person)
    return client.get(address)


def post(person: Any, address: str, data: dict[str, Any] | None = None, **headers: str) -> Any:
    client = Client()
    client.force_login(person)
    return client.post(address, data or {}, headers=headers)


@pytest.fixture
def talk(people: Any, session: Any) -> CheckIn:
    return arrange(people.lead, people.teacher, session)


def test_nobody_but_the_two_has_the_page(people: Any, talk: CheckIn) -> None:
    note(talk, people.lead, CANARY + "-private")
    note(talk, people.lead, CANARY + "-shared", shared=True)
    addresses = (f"/check-ins/{talk.pk}/", f"/check-ins/{talk.pk}/time/", "/check-ins/", "/check-ins/my-notes/", "/")
    for persona in PERSONAS:
        person = getattr(people, persona)
        answers = [page(person, address) for address in addresses]
        if persona not in ("lead", "teacher"):
            assert [answer.status_code for answer in answers[:2]] == [404, 404]
        text = "".join(answer.content.decode() for answer in answers)
        assert (CANARY + "-private" in text) == (persona == "lead")
        assert (CANARY + "-shared" in text) == (persona in ("lead", "teacher"))


def test_who_has_left_takes_nothing_along(people: Any, talk: CheckIn) -> None:
    note(talk, people.lead, CANARY)
    Appointment.objects.filter(person=people.lead).update(ends_on=timezone.localdate() - timedelta(days=1))
    assert page(people.lead, f"/check-ins/{talk.pk}/").status_code == 404
    assert CANARY not in page(people.lead, "/check-ins/my-notes/").content.decode()
    assert page(people.teacher, f"/check-ins/{talk.pk}/").status_code == 200


def test_the_page_says_its_promise_and_its_limit(people: Any, talk: CheckIn) -> None:
    text = page(people.teacher, f"/check-ins/{talk.pk}/").content.decode()
    for words in ("no way leads from here into an evaluation", "A court or a records request", "13 months"):
        assert words in text


def test_opening_the_others_words_is_noted_once_a_time(people: Any, talk: CheckIn) -> None:
    note(talk, people.lead, "ours", shared=True)
    page(people.lead, f"/check-ins/{talk.pk}/")
    assert AuditEntry.objects.filter(verb="shared 1:1 part read").count() == 0
    page(people.teacher, f"/check-ins/{talk.pk}/")
    assert AuditEntry.objects.filter(verb="shared 1:1 part read").count() == 1


def form(people: Any, around: Any, **changes: Any) -> dict[str, Any]:
    values = {
        "kind": "readiness",
        "session": around.pk,
        "sure": "on",
        "meets_on": in_days(3, people.school),
        "meets_at": "10:00",
    }
    return values | {"minutes": 30, "version": 0, "every": "0"} | changes


def test_arranging_leads_to_the_page(people: Any, session: Any) -> None:
    answer = post(people.lead, f"/check-ins/with/{people.teacher.pk}/arrange/", form(people, session, place="Café"))
    made = CheckIn.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/check-ins/{made.pk}/")
    assert (made.session_id, made.place, made.minutes) == (session.pk, "Café", 30)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"meets_at": ""}, "Say when it starts on that day."),
        ({"meets_on": ""}, "Say on which day."),
        ({"meets_on": "", "meets_at": "", "every": "2"}, "A series needs the day of its first 1:1."),
        ({"kind": "facilitation"}, "Select a valid choice"),
        ({"session": 999}, "Select a valid choice"),
        ({"meets_on": "2020-01-01"}, "This day has passed"),
    ],
)
def test_what_is_refused_says_why(people: Any, session: Any, changes: Any, words: str) -> None:
    answer = post(people.lead, f"/check-ins/with/{people.teacher.pk}/arrange/", form(people, session, **changes))
    assert (answer.status_code, words in answer.content.decode(), CheckIn.objects.count()) == (422, True, 0)


def test_a_clash_is_shown_and_a_second_press_means_it(people: Any, session: Any) -> None:
    address = f"/check-ins/with/{people.teacher.pk}/arrange/"
    at_noon = form(people, session, meets_on=session.meets_on, meets_at="12:15", sure="")
    answer = post(people.lead, address, at_noon)
    text = answer.content.decode()
    assert (answer.status_code, "Teresa Núñez is in another meeting then." in text) == (422, True)
    assert "Arrange it anyway" in text
    assert post(people.lead, address, at_noon | {"sure": "on"}).status_code == 302


def test_a_second_one_around_the_same_meeting_is_refused(people: Any, session: Any, talk: CheckIn) -> None:
    answer = post(people.teacher, f"/check-ins/with/{people.lead.pk}/arrange/", form(people, session))
    assert (answer.status_code, "You two have a 1:1 around this meeting already" in answer.content.decode()) == (
        422, True,
    )  # fmt: skip


def test_moving_keeps_what_was_typed_by_the_slower(people: Any, talk: CheckIn) -> None:
    address = f"/check-ins/{talk.pk}/move/"
    when = {"meets_on": in_days(4, people.school), "meets_at": "08:15", "minutes": 20, "sure": "on"}
    assert post(people.lead, address, when | {"version": 0}).status_code == 302
    answer = post(people.teacher, address, when | {"version": 0, "place": "Garden"})
    assert (answer.status_code, 'value="Garden"' in answer.content.decode()) == (409, True)
    assert post(people.teacher, address, when | {"version": 1, "place": "Garden"}).status_code == 302
    assert fresh(talk).place == "Garden"


def test_held_is_a_tick_away(people: Any, session: Any, talk: CheckIn) -> None:
    post(people.teacher, f"/check-ins/{talk.pk}/hold/", {"is_held": "yes"})
    assert (fresh(talk).state, session.held_check_ins.count()) == ("held", 1)
    post(people.teacher, f"/check-ins/{talk.pk}/hold/", {"is_held": "no"})
    assert (fresh(talk).state, session.held_check_ins.count()) == ("scheduled", 0)


def test_the_checklist_is_kept_for_both(people: Any, talk: CheckIn) -> None:
    address = f"/check-ins/{talk.pk}/tick/"
    ticked = {"point": "knows", "is_ticked": "on"}
    assert post(people.lead, address, ticked, **{"X-Autosave": "1"}).status_code == 204
    post(people.teacher, address, {"point": "packet", "is_ticked": "on"})
    assert page(people.teacher, f"/check-ins/{talk.pk}/").content.decode().count(" checked") == 2
    post(people.teacher, address, {"point": "knows"})
    assert list(talk.ticked_points.values_list("point", flat=True)) == ["packet"]
    assert post(people.lead, address, {"point": "unknown"}).status_code == 400


# --- notes


def save(person: Any, talk: CheckIn, name: str, text: str, version: int = 0, **headers: str) -> Any:
    return post(person, f"/check-ins/{talk.pk}/notes/{name}/", {"text": text, "version": version}, **headers)


def test_a_note_saves_as_typed(people: Any, talk: CheckIn) -> None:
    answer = save(people.lead, talk, "private", "typed\r\ntwice", **{"X-Autosave": "1"})
    assert (answer.status_code, answer.json()["version"]) == (200, 1)
    assert "typed\ntwice" in page(people.lead, f"/check-ins/{talk.pk}/").content.decode()
    assert save(people.lead, talk, "other", "x").status_code == 404


def test_both_versions_are_told_to_who_was_slower(people: Any, talk: CheckIn) -> None:
    save(people.lead, talk, "shared", "from the lead")
    answer = save(people.teacher, talk, "shared", "from the member", **{"X-Autosave": "1"})
    told = answer.json()
    assert (answer.status_code, told["text"], told["who"], told["version"]) == (409, "from the lead", "Sam O'Brien", 1)
    answer = save(people.teacher, talk, "shared", "from the member")
    text = answer.content.decode()
    assert (answer.status_code, "from the lead" in text, "from the member" in text) == (409, True, True)
    assert CheckInNote.objects.count() == 1
    assert save(people.teacher, talk, "shared", "joined", version=1).status_code == 302


def test_too_much_is_refused_and_kept(people: Any, talk: CheckIn) -> None:
    answer = save(people.lead, talk, "private", "x" * 8001)
    assert (answer.status_code, "x" * 8001 in answer.content.decode()) == (422, True)


def test_ones_own_file_is_text(people: Any, talk: CheckIn) -> None:
    save(people.lead, talk, "private", "<b>mine & yours</b>")
    answer = page(people.lead, "/check-ins/my-notes/")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert "<b>mine & yours</b>" in answer.content.decode()


def test_queries_do_not_grow(people: Any, talk: CheckIn, count_queries: Any) -> None:
    client = Client()
    client.force_login(people.lead)
    counts = []
    for _round in range(2):
        with count_queries() as asked:
            client.get("/check-ins/")
            client.get(f"/check-ins/{talk.pk}/")
        counts.append(len(asked))
        for days in range(3, 7):
            arrange(people.lead, people.member, days=days)
    assert counts[0] == counts[1] <= 45


def test_nobody_else_is_told_that_two_meet(people: Any) -> None:
    arrange(people.lead, people.teacher)
    told = Notice.objects.filter(person=people.teacher, kind__startswith="check-in").values_list("pk", flat=True)
    assert len(told) > 0
    for person in (people.leader, people.district):
        assert not reported_notices(person).filter(pk__in=told).exists()
