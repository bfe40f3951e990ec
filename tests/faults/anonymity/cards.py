"""The game of cards without names: five to twelve people write in a room; then all cards are shown.

Some write before it begins, on a page of their own: into a box that the step takes over, or that stays apart where too
few are present. The attacker is a colleague or the facilitator: he watched who wrote at which moment and who said "I'm
finished", has a dump after every write, what the bus and the log carried, and what every other browser got. Nothing of
a write may even be noticed by them. `card_mistakes.py` has the mutants.
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
from cycles.plan.enums import SessionState
from cycles.plan.models import Invitation, ReflectionSession
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
OF_SESSION = "session_id = (SELECT session_id FROM cycles_meeting WHERE id = %s)"
OF_BOX = f"box_id IN (SELECT id FROM cycles_cardbox WHERE {OF_SESSION})"  # noqa: S608 (words of this file)
TABLES = {
    "cycles_cardbox": OF_SESSION,
    "cycles_earlycard": OF_SESSION,
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
STIR = re.compile(
    r'name="(?:csrfmiddlewaretoken|csrf-token)" (?:value|content)="\w+"|data-now="[^"]+"|class="agenda__minutes">[^<]+'
)
Step = tuple[datetime, Person, str]
Said = dict[tuple[int, str], str]  # by person and card
# of all, those who write before the meeting
EARLY, FEW_EARLY = 0.8, 0.4


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
        self.writing, self.now, self.is_ahead = lead, timezone.now(), False
        self.mutants = self.mistakes()

    # --- a round

    def play(self, chance: Random) -> Seen:
        self.rounds += 1
        kind = {3: "small", 4: "late", 8: "apart", 9: "late"}.get(self.rounds % 10, "")
        # in one round of ten there are too few to offer it, and in another one some have written before; in two of ten
        # cards come late, often of too few
        few = {"small": 4, "apart": 3}
        present = chance.sample(self.members, few.get(kind) or chance.randint(LEAST_UNNAMED, MEMBERS))
        self.present, said = present, Said()
        share = {"small": 0, "late": 0, "apart": FEW_EARLY}.get(kind, EARLY)
        early = [one for one in self.members if chance.random() < share]
        with (
            mock.patch.object(logging.getLogger(), "handlers", [self.log]),
            mock.patch.object(events, "publish", lambda topic, version: self.bus.append(f"{topic} {version}")),
        ):
            writes, noticed = self._before(early, said, chance)
            writers = self._begin(kind, early, chance)
            more, noticed_more = self._writes(self._in_time(writers, chance), said, chance)
            with contextlib.suppress(actions.TooFewLate):
                actions.reveal_cards(self.meeting, by=self.lead, at=self.now)
        items = self._items(chance.choice(present)) if writes or more else []
        could = {"late": len(writers), "apart": len(early)}.get(kind, len({*present, *early}))
        authors = {text: pk for (pk, _step), text in said.items()}
        return self._put_back(Seen([*writes, *more], items, authors, could=could, noticed=noticed + noticed_more))

    def _before(self, early: Sequence[Person], said: Said, chance: Random) -> tuple[list[Written], int]:
        """The session is still ahead; somebody who writes nothing has opened the page, so that the box is there."""
        ahead = ReflectionSession.objects.filter(pk=self.meeting.session_id)
        ahead.update(state=SessionState.SCHEDULED, begun_at=None)
        self.meeting.session.refresh_from_db(fields=["state", "begun_at"])
        self.is_ahead = True
        nonce = f"{self.rounds:016}{self.lead.pk:016}"
        self._box_of(actions.draw_pass_ahead(self.meeting.session, kind="growth", nonce=nonce, by=self.lead))
        told = self._writes([one for one in self._in_time(early, chance) if one[2] != "finish"], said, chance)
        ahead.update(state=SessionState.MEETING, begun_at=self.meeting.opened_at)
        self.meeting.session.refresh_from_db(fields=["state", "begun_at"])
        self.is_ahead = False
        return told

    def _begin(self, kind: str, early: Sequence[Person], chance: Random) -> list[Person]:
        """The group comes to the step; who writes in it. Of those who wrote ahead, some change what they wrote."""
        asked = Invitation.objects.filter(session=self.meeting.session_id)
        asked.filter(person__in=self.present).update(has_attended=True)
        if kind == "late":
            CardBox.objects.filter(session=self.meeting.session_id).delete()
        revealing.begin_writing(self.meeting, self.meeting.phase, at=self.now)
        if kind == "late":
            actions.reveal_cards(self.meeting, by=self.lead, at=self.now)
        box = CardBox.objects.filter(session=self.meeting.session_id, is_early=False, seal_salt__isnull=False).first()
        if box is None:
            return []
        self._box_of(access.card_pass(box.pk, "0"))
        if kind == "late":
            return self.present[: chance.randint(3, len(self.present))]
        return [one for one in self.present if one not in early or chance.random() < 0.2]

    def _box_of(self, signed: str) -> None:
        self.box = access.passed_box(signed)

    @property
    def _is_whole(self) -> bool:
        return self.rounds % self.whole_every == 1

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

    def _writes(self, timed: list[Step], said: Said, chance: Random) -> tuple[list[Written], int]:
        before, seen, writes, noticed = dumped(TABLES, self.meeting.pk), self._shared(), list[Written](), 0
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
        may_cite = text and queries.may_cite_unnamed(self.meeting.session)
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
            session, asked = self.meeting.session, {"nonce": nonce, "by": person}
            if self.is_ahead:
                return actions.draw_pass_ahead(session, kind="growth", **asked)
            return actions.draw_pass(self.box, **asked)
        address = f"/sessions/{self.meeting.session_id}/{'ahead/pass' if self.is_ahead else 'cards-pass'}"
        answer = self.clients[person.pk].post(address, {"nonce": nonce, "kind": "growth"})
        return str(json.loads(answer.content)["pass"])

    def _shared(self) -> str:
        """What the facilitator and the projector have before them, but for what changes by itself."""
        faces = ((self.lead, "facilitate"), (self.leader, "screen"), *(((self.leader, "ahead"),) * self.is_ahead))
        faces = faces if self._is_whole else ()
        return "".join(STIR.sub("", self._page(person, face)) for person, face in faces)

    def _colleague(self, chance: Random) -> str:
        other = chance.choice([one for one in self.present if one.pk != self.writing.pk])
        return self._page(other, "ahead" if self.is_ahead else "room")

    def _page(self, person: Person, face: str) -> str:
        part = "" if face == "ahead" else "phase"
        answer = self.clients[person.pk].get(f"/sessions/{self.meeting.session_id}/{face}/{part}")
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
        for model in (Card, Reveal, Finished):
            model.objects.filter(meeting=self.meeting).delete()
        CardBox.objects.filter(session=self.meeting.session_id).delete()
        Invitation.objects.filter(session=self.meeting.session_id).update(has_attended=False)
        self.columns.clear()
        self.signed.clear()
        return seen


def _moved(before: Rows, after: Rows) -> bool:
    """Whether anything changed that a page of others is drawn from: all but the box's own rows."""
    sealed = ("cycles_cardslip", "cycles_carddraw")
    return any(before.get(key) != row for key, row in after.items() if key[0] not in sealed)
