"""Writing before the meeting, with a name or as one browser does without, and going to the step that it was for."""

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.utils import timezone

from cycles.meet import actions, queries
from cycles.meet.boxes import CardBox
from cycles.meet.enums import RevealRule
from cycles.meet.models import Card, Meeting, Phase
from cycles.plan.models import ReflectionSession
from teams.models import Person
from tests.cycles.meet.conftest import fresh
from tests.cycles.meet.sealed.boxes import here

NOW = timezone.now


def rule(session: ReflectionSession, kind: str, reveal: RevealRule = RevealRule.ANONYMOUS) -> None:
    """How cards of a step are shown, in the protocol as it is now."""
    protocol = queries.current_protocol(session)
    Phase.objects.filter(protocol=protocol, kind=kind).update(reveal=reveal)


def named(session: ReflectionSession, by: Person, text: str = "Grew", **more: Any) -> None:
    said = {"kind": "success", "because": "We met weekly", **more}
    actions.write_ahead(session, text=text, by=by, at=NOW(), **said)


class Ahead:
    """What one browser holds of a step's box, drawn before the meeting."""

    def __init__(self, session: ReflectionSession, person: Person, kind: str = "growth", number: int = 0) -> None:
        self.kind = kind
        nonce = f"{person.pk:016}{number:016}"
        self.signed = actions.draw_pass_ahead(session, kind=kind, nonce=nonce, by=person)
        self.box = self.fresh()

    def fresh(self) -> CardBox:
        boxes = CardBox.objects.select_related("phase", "session__cycle__school")
        return boxes.get(pk=self.signed.partition(".")[0])

    def write(self, text: str, place: int = 0, **more: str) -> str:
        token = f"{self.signed[-20:]}{place:012}"
        actions.seal_card(self.fresh(), card_pass=self.signed, token=token, kind=self.kind, text=text, **more)
        return token

    def texts(self, *tokens: str) -> list[str]:
        return [one["text"] for one in actions.own_cards(self.fresh(), tokens=tokens).values()]


def begin(session: ReflectionSession, by: Person, kind: str, go_to: Callable[..., Meeting], *, count: int) -> Meeting:
    """The meeting is opened, so many come, and it goes to the step of this kind."""
    actions.open_meeting(session, by=by, at=NOW())
    meeting = fresh(session)
    here(meeting, count)
    return go_to(meeting, kind)


def texts() -> list[tuple[str, Any]]:
    return list(Card.objects.order_by("text").values_list("text", "author__name"))


def as_person(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client
