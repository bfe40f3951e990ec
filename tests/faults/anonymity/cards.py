"""The game of cards without names: five to twelve people write in a room; then all cards are shown.

The attacker is a colleague or the facilitator: he watched who wrote at which moment and who said "I'm finished", has a
dump after every write, what the bus and the log carried, and what every other browser got. Nothing of a write may even
be noticed by them. `card_mistakes.py` has the mutants.
"""

import contextlib
import json
import logging
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any
from unittest import mock

from django.test import Client
from django.utils import timezone

from cycles.meet import access, actions, queries
from cycles.meet.actions import revealing
from cycles.meet.boxes import CardBox
from cycles.meet.enums import LEAST_UNNAMED, CardKind, RevealRule
from cycles.meet.models import Card, Finished, Meeting, Phase, Reveal
from cycles.plan.models import Invitation
from reflection_site import events
from teams.models import Person
from tests.cycles.plan.packets import chart, freeze_by_hand

from .attack import Item, Seen, Written
from .ballots import WORDS
from .card_mistakes import CardMistakes
from .dumps import Lines, Rows, changed, dumped, files
from .team import build_team

MEMBERS, LONGEST = 12, 400
OF_SCHOOL = (
    "school_id = (SELECT c.school_id FROM cycles_cycle c JOIN cycles_reflectionsession s ON s.cycle_id = c.id"
    " JOIN cycles_meeting m ON m.session_id = s.id WHERE m.id = %s)"
)
OF_BOX = "box_id IN (SELECT id FROM cycles_cardbox WHERE meeting_id = %s)"
TABLES = {
    "cycles_cardbox": "meeting_id = %s",
    "cycles_cardslip": OF_BOX,
    "cycles_carddraw": OF_BOX,
    "cycles_card": "meeting_id = %s",
    "cycles_citedcell": "card_id IN (SELECT id FROM cycles_card WHERE meeting_id = %s)",
    "cycles_meeting": "id = %s",
    "cycles_reveal": "meeting_id = %s",
    "cycles_finished": "meeting_id = %s",
    "teams_auditentry": OF_SCHOOL,
    "teams_notice": OF_SCHOOL,
}
# what differs from one answer to the next without anybody doing anything
STIR = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|data-now="[^"]+"|class="agenda__minutes">[^<]+')
Step = tuple[datetime, Person, str]


class Cards(CardMistakes):
    """One team of twelve in a meeting that is put back after every round.

    Once in `whole_every` rounds all goes through the pages, and the database's files are read after every write.
    """

    name, least = "cards", LEAST_UNNAMED

    def __init__(self, *, whole_every: int = 100) -> None:
        self.whole_every, self.rounds = whole_every, 0
        session, self.members, lead, leader = build_team(MEMBERS)
        self.clients = {person.pk: Client() for person in (*self.members, lead, leader)}
        for person in (*self.members, lead, leader):
            self.clients[person.pk].force_login(person)
        freeze_by_hand(session, chart(), profile="B")
        Invitation.objects.filter(session=session).update(sees_packet=True)
        actions.open_meeting(session, by=lead, at=timezone.now())
        begun = Meeting.objects.get(session=session)
        Phase.objects.filter(protocol=begun.protocol_id, kind="growth").update(reveal=RevealRule.ANONYMOUS)
        Meeting.objects.update(phase=begun.protocol.phases.get(kind="growth"))
        meeting = access.meeting_of(session)
        assert meeting is not None
        self.meeting, self.lead, self.leader = meeting, lead, leader
        Invitation.objects.filter(session=session).update(has_attended=False)
        self.log, self.bus = Lines(), list[str]()
        self.signed: dict[int, str] = {}
        # what mutants add to what is stored and sent
        self.columns: dict[int, dict[str, Any]] = {}
        self.broadcast: list[str] = []
        self.writing, self.now = lead, timezone.now()
        self.mutants = self.mistakes()

    # --- a round

    def play(self, chance: Random) -> Seen:
        self.rounds += 1
        kind = {3: "small", 4: "late"}.get(self.rounds % 5, "")
        # in one round of five there are too few to offer it; in another one cards come late, often of too few
        present = self.present = self._come(chance, 4 if kind == "small" else chance.randint(LEAST_UNNAMED, MEMBERS))
        writers = present[: chance.randint(3, len(present))] if kind == "late" else present
        revealing.begin_writing(self.meeting, self.meeting.phase, at=self.now)
        if kind == "late":
            actions.reveal_cards(self.meeting, by=self.lead, at=self.now)
        box = CardBox.objects.filter(meeting=self.meeting, seal_salt__isnull=False).first()
        if box is None:
            return self._put_back(Seen([], [], {}))
        self.box = access.passed_box(access.card_pass(box.pk, "0"))
        authors: dict[str, int] = {}
        with (
            mock.patch.object(logging.getLogger(), "handlers", [self.log]),
            mock.patch.object(events, "publish", lambda topic, version: self.bus.append(f"{topic} {version}")),
        ):
            writes, noticed = self._writes(self._in_time(writers, chance), authors, chance)
            with contextlib.suppress(actions.TooFewLate):
                actions.reveal_cards(self.meeting, by=self.lead, at=self.now)
        items = self._items(chance.choice(present))
        could = len(writers if kind == "late" else present)
        return self._put_back(Seen(writes, items, authors, could=could, noticed=noticed))

    @property
    def _is_whole(self) -> bool:
        return self.rounds % self.whole_every == 1

    def _come(self, chance: Random, number: int) -> list[Person]:
        present = chance.sample(self.members, number)
        asked = Invitation.objects.filter(session=self.meeting.session_id)
        asked.filter(person__in=present).update(has_attended=True)
        return present

    def _in_time(self, writers: Sequence[Person], chance: Random) -> list[Step]:
        """Everybody at their own pace: some change what they wrote, some write two; most say that they are finished."""
        found: list[Step] = []
        for person in writers:
            steps = ["0", *["0"] * (chance.random() < 0.15), *["1"] * (chance.random() < 0.2)]
            at = self.now
            for step in [*steps, *["finish"] * (chance.random() < 0.7)]:
                at += timedelta(seconds=chance.expovariate(1 / 90))
                found.append((at, person, step))
        return sorted(found, key=lambda one: one[0])

    def _writes(self, timed: list[Step], authors: dict[str, int], chance: Random) -> tuple[list[Written], int]:
        before, seen, writes, noticed = dumped(TABLES, self.meeting.pk), self._shared(), list[Written](), 0
        said: dict[tuple[int, str], str] = {}
        self.bus.clear()
        for self.now, self.writing, step in timed:
            if step != "finish":
                said[self.writing.pk, step] = self._text(chance)
            self._do(step, said.get((self.writing.pk, step), ""))
            after, told, logged = dumped(TABLES, self.meeting.pk), [*self.bus, *self.broadcast], self.log.take()
            was_seen, seen, raw = seen, self._shared(), files() if self._is_whole else b""
            if step != "finish":
                noticed += bool(told or logged or was_seen != seen or _moved(before, after))
            others = self._colleague(chance) if self._is_whole else ""
            sent = "".join([*told, seen, others])
            writes.append(Written(self.writing.pk, changed(before, after), sent, logged, raw))
            self.bus.clear()
            self.broadcast.clear()
            before = after
        authors.update({text: pk for (pk, _step), text in said.items()})
        return writes, noticed

    def _text(self, chance: Random) -> str:
        """Words of any length that nobody else says, and that say nothing of who does."""
        said = [f"{chance.getrandbits(60):015x}", *chance.choices(WORDS, k=chance.randint(1, 60))]
        return " ".join(said)[:LONGEST].strip()

    def _do(self, step: str, text: str) -> None:
        """One card in, through the page in whole rounds; its request's line goes to the log as the web server's."""
        if step == "finish":
            finish = {"step": self.meeting.step, "is_finished": True, "by": self.writing, "at": self.now}
            return actions.finish_step(self.meeting, **finish)
        person, nonce = self.writing, f"{self.rounds:016}{self.writing.pk:016}"
        if person.pk not in self.signed:
            self.signed[person.pk] = self._draw(person, nonce)
        token = f"{step}{nonce}"
        # half of what is written cites a figure, where enough read the packet
        may_cite = text and queries.may_cite_unnamed(self.meeting)
        cell = (
            f"{self.meeting.session.packet_id}:0:{int(text[0], 16) % 2}:1" if may_cite and int(text[1], 16) % 2 else ""
        )
        if self._is_whole:
            card = {
                "pass": self.signed[person.pk],
                "token": token,
                "act": "put",
                "kind": "growth",
                "text": text,
                "cell": cell,
            }
            answer = Client().post("/sealed-cards", card)
            assert answer.status_code == 200, answer.content
        else:
            said = {"kind": "growth", "text": text, "cell": cell}
            actions.seal_card(self.box, card_pass=self.signed[person.pk], token=token, **said)
        return logging.getLogger("web").warning('"POST %s HTTP/1.1" 200', "/sealed-cards")

    def _draw(self, person: Person, nonce: str) -> str:
        if not self._is_whole:
            return actions.draw_pass(self.box, nonce=nonce, by=person)
        address = f"/sessions/{self.meeting.session_id}/cards-pass"
        return str(json.loads(self.clients[person.pk].post(address, {"nonce": nonce}).content)["pass"])

    def _shared(self) -> str:
        """What the facilitator and the projector have before them, but for what changes by itself."""
        faces = ((self.lead, "facilitate"), (self.leader, "screen")) if self._is_whole else ()
        return "".join(STIR.sub("", self._page(person, face)) for person, face in faces)

    def _colleague(self, chance: Random) -> str:
        return self._page(chance.choice([one for one in self.present if one.pk != self.writing.pk]), "room")

    def _page(self, person: Person, face: str) -> str:
        answer = self.clients[person.pk].get(f"/sessions/{self.meeting.session_id}/{face}/phase")
        assert answer.status_code == 200, face
        return answer.content.decode()

    def _items(self, reader: Person) -> list[Item]:
        """What is shown, with every column of its row and its place on a page."""
        lines = queries.cards(self.meeting, CardKind.GROWTH, reader=reader)[CardKind.GROWTH].lines
        page = self._page(reader, "room") if self._is_whole else ""
        places = {line.pk: page.index(line.text) if page else place for place, line in enumerate(lines)}
        texts = {line.pk: line.text for line in lines}
        dump = dumped(TABLES, self.meeting.pk)
        rows = [row for (table, _pk), row in dump.items() if table == "cycles_card"]
        cites = {pk: row for (table, pk), row in dump.items() if table == "cycles_citedcell"}
        items = []
        for place, row in enumerate(rows):
            key = int(row["id"])
            shown = {**row, "place in the table": place, "place on the page": places[key]}
            shown |= {f"cites {name}": value for name, value in cites.get(str(key), {}).items()}
            items.append(Item(texts[key], {**shown, **self.columns.get(key, {})}))
        return items

    def _put_back(self, seen: Seen) -> Seen:
        for model in (Card, CardBox, Reveal, Finished):
            model.objects.filter(meeting=self.meeting).delete()
        Invitation.objects.filter(session=self.meeting.session_id).update(has_attended=False)
        self.columns.clear()
        self.signed.clear()
        return seen


def _moved(before: Rows, after: Rows) -> bool:
    """Whether anything changed that a page of others is drawn from: all but the box's own rows."""
    sealed = ("cycles_cardslip", "cycles_carddraw")
    return any(before.get(key) != row for key, row in after.items() if key[0] not in sealed)
