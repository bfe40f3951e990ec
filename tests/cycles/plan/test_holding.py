"""Predict, then see: a held chart's numbers are in no answer until one has predicted and it is revealed."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone

from cycles import urls
from cycles.meet import access as meet_access, actions as meet
from cycles.plan import actions, queries
from cycles.plan.models import HeldChart, ReflectionSession
from data_imports import actions as data_actions
from teams.models import AuditEntry
from tests.cycles.making import open_cycle, schedule

from .packets import CHANGE, LEVELS, chart, freeze_by_hand

CANARY = "73.81%"
READERS = ("leader", "lead", "teacher", "member", "superintendent", "facilitator")


@pytest.fixture
def session(people: Any) -> ReflectionSession:
    """The teacher team's, scheduled; its packet has a chart that tells the canary and one that does not."""
    session = schedule(open_cycle(people), people.team, facilitator=people.facilitator)
    freeze_by_hand(session, chart(winter=CANARY), chart(CHANGE, winter="12 points"), profile="B")
    return session


@pytest.fixture
def held(people: Any, session: ReflectionSession) -> HeldChart:
    return actions.hold_chart(session, chart=LEVELS, by=people.leader, at=timezone.now())


def addresses(session: ReflectionSession) -> Iterator[str]:
    """Every address that takes the session's key alone, in this app, and those of its packet elsewhere."""
    for entry in urls.urlpatterns:
        assert isinstance(entry, URLPattern)
        is_of_session = str(entry.pattern).startswith("sessions/<int:pk>/") and set(entry.pattern.converters) == {"pk"}
        # an endless answer; and the two changes that are meant to show the chart
        if is_of_session and entry.name not in ("meeting-stream", "chart-release", "charts-reveal"):
            yield reverse(f"cycles:{entry.name}", args=[session.pk])
    for kind in ("csv", "xlsx"):
        yield reverse("cycles:packet-download", args=[session.pk, kind])
    yield from (reverse("cycles:packet", args=[session.pk]) + query for query in ("?show=levels", "?with=notes"))
    yield reverse("data_imports:packet", args=[session.packet_id])
    yield from (reverse("data_imports:evidence"), reverse("cycles:today"), reverse("cycles:board"))


def texts(content: bytes) -> str:
    """What an answer holds; a workbook unpacked."""
    if not content.startswith(b"PK"):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "".join(book.read(name).decode() for name in book.namelist())


def asked(client: Client, address: str) -> Any:
    """The answer to a GET; where the address takes a change, to that change, which is undone."""
    answer = client.get(address)
    if answer.status_code == 405:
        with transaction.atomic():
            answer = client.post(address, {"chart": LEVELS, "text": "x", "kind": "notice"}, follow=True)
            transaction.set_rollback(True)
    return answer


def telling(client: Client, session: ReflectionSession) -> set[str]:
    """The addresses whose answer tells the canary."""
    return {address for address in addresses(session) if CANARY in texts(asked(client, address).content)}


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def packet_page(client: Client, session: ReflectionSession) -> str:
    answer = client.get(reverse("cycles:packet", args=[session.pk]), {"with": "notes"})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_search_finds_what_is_not_held_back(people: Any, session: ReflectionSession) -> None:
    """The search can fail: without a hold, the same addresses tell the canary."""
    names = ("packet", "packet-print", "prepare")
    told = {reverse(f"cycles:{name}", args=[session.pk]) for name in names}
    told |= {reverse("cycles:packet-download", args=[session.pk, kind]) for kind in ("csv", "xlsx")}
    assert telling(signed_in(people.teacher), session) >= told


@pytest.mark.parametrize("persona", READERS)
@pytest.mark.parametrize("language", ["en", "es"])
def test_no_answer_tells_a_held_chart(
    people: Any, session: ReflectionSession, held: HeldChart, persona: str, language: str
) -> None:
    """Not to its editor, not to who leads the room, not to who has predicted already."""
    meet.open_meeting(session, by=people.facilitator, at=timezone.now())
    person = getattr(people, persona)
    client = signed_in(person)
    client.cookies["django_language"] = language
    if language == "es" and persona != "facilitator":
        meet.save_prediction(held, text="Half", is_skipped=False, by=person, at=timezone.now())
    assert telling(client, session) == set()


def test_the_room_shows_it_after_the_reveal(people: Any, session: ReflectionSession, held: HeldChart) -> None:
    """Found where it was not before: in the packet, on paper, in files, in the room, beside the prompts."""
    meet.open_meeting(session, by=people.facilitator, at=timezone.now())
    meet.save_prediction(held, text="Half", is_skipped=False, by=people.teacher, at=timezone.now())
    to_phase(session, "predict", people.facilitator)
    client = signed_in(people.teacher)
    assert telling(client, session) == set()
    meet.reveal_charts(session, by=people.facilitator, at=timezone.now())
    names = ("packet", "packet-print", "prepare", "room", "room-phase", "screen", "screen-phase")
    told = {reverse(f"cycles:{name}", args=[session.pk]) for name in names}
    told |= {reverse("cycles:packet-download", args=[session.pk, kind]) for kind in ("csv", "xlsx")}
    assert telling(client, session) >= told
    assert telling(signed_in(people.member), session) == {reverse("cycles:prediction-save", args=[session.pk])}


def to_phase(session: ReflectionSession, kind: str, by: Any) -> None:
    """Advance the meeting to the phase of a kind."""
    meeting = meet_access.meeting_of(session)
    while meeting.phase.kind != kind:
        meet.advance_phase(meeting, step=meeting.step, by=by, at=timezone.now())
        meeting = meet_access.meeting_of(session)


def test_after_the_reveal_whoever_predicted_or_skipped_sees_it(
    people: Any, session: ReflectionSession, held: HeldChart
) -> None:
    meet.save_prediction(held, text="About half", is_skipped=False, by=people.teacher, at=timezone.now())
    meet.save_prediction(held, text="", is_skipped=True, by=people.member, at=timezone.now())
    meet.reveal_charts(session, by=people.facilitator, at=timezone.now())
    shown = packet_page(signed_in(people.teacher), session)
    assert CANARY in shown
    assert "You predicted</span> About half" in shown
    assert CANARY in packet_page(signed_in(people.member), session)
    assert CANARY not in packet_page(signed_in(people.lead), session)
    answer = signed_in(people.lead).post(
        reverse("cycles:prediction-save", args=[session.pk]), {"chart": LEVELS, "skip": "on", "back": "packet"}
    )
    assert answer.status_code == 302
    assert CANARY in packet_page(signed_in(people.lead), session)


def test_others_predictions_are_shown_named_after_the_reveal_only(
    people: Any, session: ReflectionSession, held: HeldChart
) -> None:
    for person, text in ((people.teacher, "Two thirds"), (people.member, "A quarter")):
        meet.save_prediction(held, text=text, is_skipped=False, by=person, at=timezone.now())
    before = queries.holds(session, people.teacher)[LEVELS]
    assert (before.mine.text, before.predictions, before.done) == ("Two thirds", (), 2)
    assert "A quarter" not in packet_page(signed_in(people.teacher), session)
    assert "A quarter" not in packet_page(signed_in(people.leader), session)
    meet.reveal_charts(session, by=people.facilitator, at=timezone.now())
    assert "A quarter" in packet_page(signed_in(people.teacher), session)
    assert queries.holds(session, people.lead)[LEVELS].predictions == ()


def test_the_neutral_subject_stands_in_for_the_finding(
    people: Any, session: ReflectionSession, held: HeldChart
) -> None:
    page = packet_page(signed_in(people.leader), session)
    assert "i-Ready math: where students stand" in page
    assert "moved from 41% to 12 points" in page
    freeze_by_hand(
        session, chart(winter=CANARY, subject="i-Ready math by grade"), profile="B", findings=[f"Says {CANARY}"]
    )
    again = packet_page(signed_in(people.leader), session)
    assert "i-Ready math by grade" in again
    assert CANARY not in again


def test_a_version_frozen_later_is_held_back_too(people: Any, session: ReflectionSession, held: HeldChart) -> None:
    freeze_by_hand(session, chart(winter="74.92%"), profile="B")
    client = signed_in(people.leader)
    assert "74.92%" not in packet_page(client, session)
    changed = client.get(reverse("cycles:packet-difference", args=[session.pk])).content.decode()
    assert "Held back" in changed
    assert CANARY not in changed


def test_notes_of_a_held_chart_wait_too(people: Any, session: ReflectionSession) -> None:
    data_actions.pin_note(
        session.packet, chart=LEVELS, row="Grade 4", column="Winter", kind="notice", text=f"Only {CANARY}!",
        by=people.teacher, at=timezone.now(),
    )  # fmt: skip
    actions.hold_chart(session, chart=LEVELS, by=people.leader, at=timezone.now())
    assert CANARY not in packet_page(signed_in(people.member), session)
    answer = signed_in(people.member).post(
        reverse("cycles:note-pin", args=[session.pk]), {"chart": LEVELS, "kind": "notice", "text": "?"}
    )
    assert answer.status_code == 404


# --- what people do


def test_holding_back_and_not_is_for_the_editor_and_leaves_a_trace(people: Any, session: ReflectionSession) -> None:
    client = signed_in(people.lead)
    for _turn in range(2):
        assert client.post(reverse("cycles:chart-hold", args=[session.pk]), {"chart": LEVELS}).status_code == 302
    assert [(row.chart, row.held_by) for row in HeldChart.objects.all()] == [(LEVELS, people.lead)]
    client.post(reverse("cycles:chart-hold", args=[session.pk]), {"chart": "levels-of-nothing"})
    assert HeldChart.objects.count() == 1
    client.post(reverse("cycles:chart-release", args=[session.pk]), {"chart": LEVELS})
    assert not HeldChart.objects.exists()
    verbs = AuditEntry.objects.filter(verb__startswith="chart held back").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["chart held back", "chart held back no longer"]


def test_a_chart_that_somebody_predicted_is_revealed_and_not_released(
    people: Any, session: ReflectionSession, held: HeldChart
) -> None:
    meet.save_prediction(held, text="Half", is_skipped=False, by=people.teacher, at=timezone.now())
    with pytest.raises(actions.PredictedAlready):
        actions.release_chart(session, chart=LEVELS, by=people.lead, at=timezone.now())
    answer = signed_in(people.lead).post(
        reverse("cycles:chart-release", args=[session.pk]), {"chart": LEVELS}, follow=True
    )
    assert "Somebody has predicted already" in answer.content.decode()
    assert CANARY not in answer.content.decode()


def test_a_prediction_is_one_each_and_changes_until_its_author_has_seen(
    people: Any, session: ReflectionSession, held: HeldChart
) -> None:
    at = timezone.now()
    meet.save_prediction(held, text="Half", is_skipped=False, by=people.teacher, at=at)
    meet.save_prediction(held, text="ignored", is_skipped=True, by=people.teacher, at=at)
    meet.save_prediction(held, text="Two thirds", is_skipped=False, by=people.teacher, at=at)
    assert list(held.predictions.values_list("text", "is_skipped")) == [("Two thirds", False)]
    assert meet.reveal_charts(session, by=people.leader, at=at) == 1
    assert meet.reveal_charts(session, by=people.leader, at=at) == 0
    with pytest.raises(meet.SeenAlready):
        meet.save_prediction(held, text="I knew it", is_skipped=False, by=people.teacher, at=at)
    assert held.predictions.get(person=people.leader).is_skipped
    held.refresh_from_db()
    assert (held.is_revealed, held.revealed_by) == (True, people.leader)


def test_an_empty_prediction_is_refused_and_nothing_is_lost(
    people: Any, session: ReflectionSession, held: HeldChart
) -> None:
    client = signed_in(people.teacher)
    address = reverse("cycles:prediction-save", args=[session.pk])
    answer = client.post(address, {"chart": LEVELS, "text": " ", "back": "packet"})
    assert answer.status_code == 422
    assert "Write what you expect" in answer.content.decode()
    too_long = client.post(address, {"chart": LEVELS, "text": "long " * 90, "back": "packet"})
    assert too_long.status_code == 422
    assert "long long long" in too_long.content.decode()
    assert not held.predictions.exists()
    assert client.post(address, {"chart": CHANGE, "text": "x"}).status_code == 404


def test_while_it_meets_only_who_leads_reveals(people: Any, session: ReflectionSession, held: HeldChart) -> None:
    meet.open_meeting(session, by=people.facilitator, at=timezone.now())
    address = reverse("cycles:charts-reveal", args=[session.pk])
    assert signed_in(people.leader).post(address).status_code == 403
    assert signed_in(people.facilitator).post(address, {"chart": LEVELS}).status_code == 302
    held.refresh_from_db()
    assert held.is_revealed


def test_the_page_costs_the_same_with_many_predictions(
    people: Any, session: ReflectionSession, held: HeldChart, count_queries: Any
) -> None:
    def cost() -> int:
        client = signed_in(people.leader)
        with count_queries() as found:
            packet_page(client, session)
        return len(found)

    meet.save_prediction(held, text="a", is_skipped=False, by=people.teacher, at=timezone.now())
    one = cost()
    actions.hold_chart(session, chart=CHANGE, by=people.leader, at=timezone.now())
    for person in (people.member, people.lead, people.superintendent):
        meet.save_prediction(held, text="b", is_skipped=False, by=person, at=timezone.now())
    assert cost() == one <= 30
