"""Every shipped protocol is gone through from end to end, and nothing of it is left anywhere."""

import re
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.db import connection
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import strip_tags

from cycles.meet.enums import GUIDED, Face, ProtocolKind, RevealRule, Writers
from cycles.meet.models import Phase, Protocol
from cycles.meet.phases import kinds
from cycles.meet.protocols.minutes import LENGTHS
from cycles.rehearsal.moves import moves_of
from cycles.rehearsal.walk import NothingToRehearse, Rehearsal, rehearse
from reflection_site import events

ILT = (ProtocolKind.ILT_MID_YEAR, ProtocolKind.ILT_END_OF_YEAR)
LAST = 999


def walk(kind: str, at: int = LAST, face: Face = Face.FACILITATE, minutes: int = 90) -> Rehearsal:
    protocol = Protocol.objects.get(kind=kind, is_current=True)

    def draw(known: dict[str, Any]) -> str:
        return render_to_string(f"cycles/meet/_{face}.html", {**known, "csrf_token": "example"})

    return rehearse(protocol, minutes=minutes, is_ilt=kind in ILT, at=at, face=face, draw=draw)


def said(found: Rehearsal) -> list[tuple[str, str]]:
    return [(place.phase.kind if place.phase else "", place.said) for place in found.places]


@pytest.mark.parametrize("minutes", LENGTHS)
@pytest.mark.parametrize("kind", GUIDED)
def test_the_guides_own_are_gone_through_in_every_length(db: None, kind: str, minutes: int) -> None:
    found = walk(kind, minutes=minutes)
    assert (found.place, found.next) == (found.places[-1], None)
    assert found.place.after.total_seconds() <= minutes * 60
    assert "The meeting is closed" in found.drawn


@pytest.mark.parametrize("kind", [kind for kind in ProtocolKind if kind not in GUIDED])
def test_all_others_are_gone_through(db: None, kind: str) -> None:
    found = walk(kind)
    assert (found.place, found.next) == (found.places[-1], None)
    assert "The meeting is closed" in found.drawn


def test_a_team_comes_by_all_its_steps(db: None) -> None:
    assert said(walk("team", at=0)) == [
        ("", "The room is ready"),
        ("welcome", "People have come in"),
        ("commitments", "The step begins"),
        ("commitments", "What became of a promise is said"),
        ("goals", "The step begins"),
        ("goals", "Each goal has its verdict"),
        ("packet", "The step begins"),
        ("progress", "The step begins"),
        ("progress", "People write"),
        ("progress", "The cards are shown"),
        ("progress", "A success is kept for the record"),
        ("growth", "The step begins"),
        ("growth", "People write"),
        ("growth", "The cards are shown"),
        ("growth", "Two cards are one topic"),
        ("growth", "The vote is open"),
        ("growth", "People have voted"),
        ("growth", "The vote is closed"),
        ("growth", "A topic is chosen"),
        ("causes", "The step begins"),
        ("causes", "People ask why"),
        ("causes", "A root cause is agreed on"),
        ("action_steps", "The step begins"),
        ("action_steps", "An action step is taken"),
        ("parked", "The step begins"),
        ("parked", "It is said where what was parked goes"),
        ("questions", "The step begins"),
        ("questions", "A question is answered"),
        ("close", "The step begins"),
        ("close", "People write"),
        ("", "The meeting is closed"),
    ]


def test_what_is_to_be_pressed_stands_on_the_console(db: None) -> None:
    """Each place names buttons of the place before it, in the console's own words."""
    places = walk("team", at=0).places
    for place in places[1:]:
        shown = strip_tags(walk("team", at=place.number - 1).drawn)
        for label in re.findall("“([^”]+)”", place.press):
            assert label == "why?" or label in shown, (place.said, label)


def test_each_face_shows_what_is_so_at_a_place(db: None) -> None:
    places = {name: number for number, (kind, name) in enumerate(said(walk("team", at=0))) if kind == "growth"}
    own, others = "The journals stop after the third week.", "In half of the journals the drawings have no words."
    # while people write each has their own cards only, and the screen none
    assert own in walk("team", places["People write"], Face.ROOM).drawn
    assert others not in walk("team", places["People write"], Face.ROOM).drawn
    assert own not in walk("team", places["People write"], Face.SCREEN).drawn
    assert others in walk("team", places["The cards are shown"], Face.SCREEN).drawn
    assert "Writing about what grows" in walk("team", places["A topic is chosen"], Face.ROOM).drawn


def test_cards_without_names_are_sealed_and_shown_without_names(db: None) -> None:
    Phase.objects.filter(protocol__kind="team", kind="growth").update(reveal=RevealRule.ANONYMOUS)
    places = {name: number for number, (kind, name) in enumerate(said(walk("team", at=0))) if kind == "growth"}
    card = "The journals stop after the third week."
    assert card not in walk("team", places["People write"], Face.ROOM).drawn
    assert card in walk("team", places["The cards are shown"]).drawn
    assert walk("team").next is None


@pytest.mark.parametrize("writers", [Writers.FACILITATOR, Writers.NOBODY])
@pytest.mark.parametrize("reveal", RevealRule)
def test_a_districts_other_rules_are_played_too(db: None, writers: str, reveal: str) -> None:
    Phase.objects.filter(protocol__kind="team").update(writers=writers, reveal=reveal)
    assert walk("team").next is None


def test_every_kind_in_which_something_is_done_has_its_moves() -> None:
    for key, kind in kinds().items():
        has_moves = bool(moves_of(Phase(kind=key)))
        assert has_moves or not (kind.writes or kind.finds_causes or kind.takes_steps), key


def test_it_speaks_the_readers_language(db: None) -> None:
    with translation.override("es"):
        found = walk("team", at=1)
    assert found.place.title == "Bienvenida"


def test_a_draft_and_an_earlier_version_are_played_as_they_are(db: None) -> None:
    now = Protocol.objects.get(kind="plus_delta", is_current=True)
    draft = Protocol.objects.create(
        kind="plus_delta", version=now.version + 1, title="Next", is_current=False, is_draft=True
    )
    Phase.objects.create(protocol=draft, position=0, kind="check", title="The only step", prompt="Write", minutes=5)
    found = rehearse(draft, minutes=45, is_ilt=False, at=LAST, face=Face.ROOM, draw=lambda known: "")
    assert [step.title for step in found.steps] == ["Before the meeting", "The only step", "After the meeting"]
    draft.refresh_from_db()
    now.refresh_from_db()
    assert (draft.is_draft, draft.is_current, now.is_current) == (True, False, True)


def test_a_protocol_without_a_step_has_no_rehearsal(db: None) -> None:
    Phase.objects.filter(protocol__kind="plus_delta").delete()
    with pytest.raises(NothingToRehearse):
        walk("plus_delta")


# --- nothing is left


def _counts() -> dict[str, int]:
    return {model._meta.label: model._base_manager.count() for model in apps.get_models(include_auto_created=True)}


@pytest.fixture
def shipped(transactional_db: None) -> None:
    """The protocols, on a database that really commits."""
    migration = import_module("cycles.migrations.0018_more_protocols")
    with connection.schema_editor() as editor:
        migration.add_ruled_protocols(apps, editor)


@pytest.mark.parametrize("face", Face)
def test_nothing_is_left_in_any_table_and_nobody_hears_of_it(
    shipped: None, monkeypatch: pytest.MonkeyPatch, face: Face
) -> None:
    heard: list[Any] = []
    monkeypatch.setattr(events, "publish", lambda *event: heard.append(event))
    before = _counts()
    found = walk("ilt_end_of_year", face=face)
    assert (found.next, _counts(), heard, mail.outbox) == (None, before, [], [])


def test_nothing_is_left_when_drawing_fails(shipped: None) -> None:
    before = _counts()

    def fails(known: dict[str, Any]) -> str:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        rehearse(Protocol.objects.get(kind="team"), minutes=45, is_ilt=False, at=9, face=Face.ROOM, draw=fails)
    assert _counts() == before
