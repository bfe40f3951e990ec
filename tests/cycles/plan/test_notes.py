"""What people notice and wonder: pinned to a cell, named, their own to change, shown to who reads the version."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.plan.models import Invitation, ReflectionSession
from data_imports import actions as data_actions
from data_imports.models import CellNote
from tests.cycles.making import open_cycle, schedule

from .packets import CHANGE, LEVELS, chart, freeze_by_hand


@pytest.fixture
def session(people: Any) -> ReflectionSession:
    session = schedule(open_cycle(people), people.team, facilitator=people.facilitator)
    freeze_by_hand(session, chart(), chart(CHANGE))
    return session


def signed_in(person: Any, language: str = "en") -> Client:
    client = Client()
    client.force_login(person)
    client.cookies["django_language"] = language
    return client


def packet(person: Any, session: ReflectionSession, language: str = "en") -> str:
    answer = signed_in(person, language).get(reverse("cycles:packet", args=[session.pk]), {"with": "notes"})
    assert answer.status_code == 200
    return answer.content.decode()


def pin(person: Any, session: ReflectionSession, **more: str) -> Any:
    data = {"chart": LEVELS, "kind": "wonder", "cell": "0:2", "text": "Why so much?"} | more
    htmx = {"HTTP_HX_REQUEST": "true"} if data.pop("htmx", "") else {}
    return signed_in(person).post(reverse("cycles:note-pin", args=[session.pk]), data, **htmx)


def noted(session: ReflectionSession, by: Any, text: str, **more: Any) -> CellNote:
    fields = {"chart": LEVELS, "row": "Grade 4", "column": "Winter", "kind": "notice"} | more
    return data_actions.pin_note(session.packet, text=text, by=by, at=timezone.now(), **fields)


def test_a_note_is_pinned_to_its_cell_and_found_in_either_language(people: Any, session: ReflectionSession) -> None:
    answer = pin(people.teacher, session)
    note = CellNote.objects.get()
    assert (answer.status_code, answer["Location"].rpartition("#")[2]) == (302, f"chart-{LEVELS}-notes")
    assert (note.version, note.chart, note.row, note.column) == (session.packet, LEVELS, "Grade 4", "Winter")
    assert (note.kind, note.text, note.by) == ("wonder", "Why so much?", people.teacher)
    mark = f'<a class="note-mark" href="#note-{note.pk}"'
    assert packet(people.member, session).count(mark) == 1
    assert f"{people.teacher.name} · Grade 4, Winter" in packet(people.member, session)
    spanish = packet(people.member, session, "es")
    assert "Grado 4, Invierno" in spanish
    assert spanish.count(mark) == 1


def test_a_note_may_be_about_the_whole_chart_and_about_a_hidden_cell(people: Any, session: ReflectionSession) -> None:
    pin(people.teacher, session, cell="")
    pin(people.teacher, session, cell="1:1", text="Why is it hidden?")
    assert list(CellNote.objects.order_by("pk").values_list("row", "column")) == [("", ""), ("All", "Fall")]
    assert "the chart as a whole" in packet(people.lead, session)


def test_a_refused_note_loses_nothing(people: Any, session: ReflectionSession) -> None:
    answer = pin(people.teacher, session, text="  ")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert '<option value="0:2" selected>' in page
    assert "nothing is pinned yet" in page
    long = pin(people.teacher, session, text="words " * 80)
    assert (long.status_code, "words words words" in long.content.decode()) == (422, True)
    assert pin(people.teacher, session, cell="9:9").status_code == 422
    assert pin(people.teacher, session, chart="levels-none").status_code == 404
    assert not CellNote.objects.exists()


def test_with_htmx_the_notes_and_the_marks_come_back(people: Any, session: ReflectionSession) -> None:
    answer = pin(people.teacher, session, htmx="yes")
    part = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in part
    assert f'<div id="chart-{LEVELS}-table" hx-swap-oob="true">' in part
    assert 'class="note-mark"' in part
    assert answer["HX-Trigger"] == '{"toast": "Your note is pinned."}'
    assert pin(people.teacher, session, htmx="yes", text="").status_code == 422


def test_only_ones_own_note_is_changed_and_removed(people: Any, session: ReflectionSession) -> None:
    note = noted(session, people.teacher, "First words")
    change, remove = (reverse(f"cycles:note-{verb}", args=[session.pk, note.pk]) for verb in ("change", "remove"))
    assert change not in packet(people.member, session)
    assert signed_in(people.member).post(change, {"kind": "wonder", "text": "Mine now"}).status_code == 404
    assert signed_in(people.teacher).post(change, {"kind": "wonder", "text": " "}).status_code == 422
    assert signed_in(people.teacher).post(change, {"kind": "wonder", "text": "Better words"}).status_code == 302
    note.refresh_from_db()
    assert (note.kind, note.text, note.row) == ("wonder", "Better words", "Grade 4")
    assert signed_in(people.lead).post(remove).status_code == 404
    assert signed_in(people.teacher).post(remove).status_code == 302
    assert not CellNote.objects.exists()


def test_who_reads_without_joining_reads_the_notes_and_pins_none(people: Any, session: ReflectionSession) -> None:
    freeze_by_hand(session, chart(), profile="B")
    noted(session, people.teacher, "Look here")
    page = packet(people.superintendent, session)
    assert "Look here" in page
    assert reverse("cycles:note-pin", args=[session.pk]) not in page
    assert pin(people.superintendent, session).status_code == 403


def test_notes_stay_on_their_version_and_say_so_on_the_next(people: Any, session: ReflectionSession) -> None:
    noted(session, people.teacher, "On the first")
    gone = noted(session, people.teacher, "Of a grade that left", row="Grade 9")
    freeze_by_hand(session, chart(winter="58%"))
    page = packet(people.teacher, session)
    assert page.count("on version 1") == 2
    assert page.count('class="note-mark" href="#note-') == 1
    assert f"#note-{gone.pk}" not in page
    assert "Grade 9, Winter" in page


def test_a_stricter_version_shows_no_note_of_a_looser_one(people: Any, session: ReflectionSession) -> None:
    """What was noted beside unhidden numbers may tell them: readers of the version for outsiders do not get it."""
    noted(session, people.teacher, "Only 3 children!")
    freeze_by_hand(session, chart(winter="*"), profile="C")
    Invitation.objects.create(session=session, person=people.partner, is_guest=True)
    assert "Only 3 children!" not in packet(people.partner, session)
    assert "Only 3 children!" not in packet(people.teacher, session)
    noted(session, people.teacher, "All can see")
    freeze_by_hand(session, chart(), profile="A")
    assert "All can see" in packet(people.teacher, session)
    assert "Only 3 children!" in packet(people.teacher, session)


def test_the_page_costs_the_same_with_many_notes(people: Any, session: ReflectionSession, count_queries: Any) -> None:
    def cost() -> int:
        client = signed_in(people.teacher)
        with count_queries() as found:
            assert client.get(reverse("cycles:packet-notes", args=[session.pk])).status_code == 200
        return len(found)

    noted(session, people.teacher, "One")
    one = cost()
    for number in range(6):
        noted(session, people.lead, f"Another {number}", chart=(LEVELS, CHANGE)[number % 2])
    assert cost() == one <= 30
