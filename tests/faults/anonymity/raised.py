"""The game of raised lines: members ask their lead to bring a line to the group; the meeting begins and all are read.

The attacker is a colleague: he watched which member sat with the lead at which moment, and who agreed in the end. The
bytes that the author and the lead get are not his. Each mutant is a mistake that a careful program might still make.
"""

import contextlib
import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from random import Random
from typing import Any
from unittest import mock
from uuid import UUID

from django.test import Client
from django.utils import timezone

from cycles.confer import access, actions, queries, slips
from cycles.confer.actions import raising
from cycles.confer.models import RaisedLine, RaiseSlip
from cycles.confer.queries import raising as looking
from cycles.meet.actions import steps
from cycles.meet.models import Meeting
from cycles.plan.enums import SessionState
from cycles.plan.models import ReflectionSession
from reflection_site import encryption
from teams.models import Membership, Person

from .attack import Item, Seen, Written
from .ballots import WORDS
from .dumps import Lines, changed, dumped, files
from .team import build_team

# five besides any one who hears it; a team of six is the smallest that has them
MEMBERS, SMALL, LEAST = 8, 5, 5
OF_SCHOOL = (
    "school_id = (SELECT c.school_id FROM cycles_cycle c JOIN cycles_reflectionsession s ON s.cycle_id = c.id"
    " WHERE s.id = %s)"
)
TABLES = {
    "cycles_raiseslip": "session_id = %s",
    "cycles_raisedline": "session_id = %s",
    "cycles_checkin": OF_SCHOOL,
    "cycles_reflectionsession": "id = %s",
    "teams_auditentry": OF_SCHOOL,
    "teams_notice": OF_SCHOOL,
}
# what a member and the lead do one after the other, and how often in 20
TALKS = {
    "": 3,
    "ask": 1,
    "ask word agree": 6,
    "word agree": 5,
    "word decline": 2,
    "ask word agree decline": 1,
    "ask word decline word agree": 1,
    "word agree ask word agree": 1,
}


@dataclass(frozen=True)
class Agreed:
    """What a mutant keeps of a line that was agreed to: the how manieth it was, when, and its slip."""

    place: int
    at: datetime
    slip: int


class Raised:
    """One team of eight and its lead; its one session is put back after every round.

    Once in `whole_every` rounds all goes through the pages, and the database's files are read after every write.
    """

    name, least = "raised", LEAST

    def __init__(self, *, whole_every: int = 100) -> None:
        self.whole_every, self.rounds = whole_every, 0
        self.session, self.members, self.lead, self.leader = build_team(MEMBERS)
        self.clients = {person.pk: Client() for person in (*self.members, self.lead, self.leader)}
        for person in (*self.members, self.lead, self.leader):
            self.clients[person.pk].force_login(person)
        self.log = Lines()
        # of this round: how often each slip was written, the words that each was last shown
        self.versions: dict[int, int] = {}
        self.words: dict[int, str] = {}
        # what mutants add to what is stored and sent
        self.columns: dict[str, dict[str, Any]] = {}
        self.broadcast: list[str] = []
        self.now = timezone.now()
        self.mutants = {
            "autoincrement id": self._autoincrement,
            "created_at": self._created_at,
            "not sealed anew": self._not_sealed_anew,
            "immediate broadcast": self._broadcast,
            "slip kept after release": self._slip_kept,
            "unpadded": self._unpadded,
            "k-1": self._one_less,
        }

    # --- a round

    def play(self, chance: Random) -> Seen:
        self.rounds += 1
        self.versions, self.words = dict.fromkeys([one.pk for one in self.members], 0), {}
        # in one round of five the team is too small all along, in another one when the meeting begins
        small = {3: "before", 4: "after"}.get(self.rounds % 5)
        members, onlooker = list(self.members), chance.choice(self.members)
        if small == "before":
            members = self._leave()
        talks = {one: chance.choices([*TALKS], [*TALKS.values()])[0].split() for one in members}
        if self._is_whole:
            talks[onlooker] = []
        with mock.patch.object(logging.getLogger(), "handlers", [self.log]):
            with self._settled():
                writes = list(self._writes(self._in_time(talks, chance), onlooker, chance))
            if small == "after":
                members = self._leave()
            page = self._begin(onlooker)
        authors = (
            {self.words[one.pk]: one.pk for one, talk in talks.items() if talk[-1:] == ["agree"]} if writes else {}
        )
        return self._end(writes, authors, page, could=len(members) - 1)

    @property
    def _is_whole(self) -> bool:
        return self.rounds % self.whole_every == 1

    def _leave(self) -> list[Person]:
        """All but a few leave the team; those few."""
        gone = Membership.objects.filter(person__in=self.members[SMALL:])
        gone.update(ends_on=timezone.localdate() - timedelta(days=1))
        return self.members[:SMALL]

    def _settled(self) -> AbstractContextManager[Any]:
        """Nobody comes or goes meanwhile; outside whole rounds it is asked only once who is in the team, for speed."""
        if self._is_whole:
            return contextlib.nullcontext()
        asked = {name: cache(getattr(access, name)) for name in ("raising_leads", "raising_members")}
        stack = contextlib.ExitStack()
        stack.enter_context(mock.patch.multiple(access, **asked))
        stack.enter_context(mock.patch.object(looking, "_readers", cache(looking._readers)))
        return stack

    def _in_time(self, talks: dict[Person, list[str]], chance: Random) -> list[tuple[datetime, Person, str]]:
        """Everybody at their own pace."""
        found, begun = [], self.now
        for person, talk in talks.items():
            at = begun
            for step in talk:
                at += timedelta(seconds=chance.expovariate(1 / 40_000))
                found.append((at, person, step))
        return sorted(found, key=lambda one: one[0])

    def _writes(self, timed: list[tuple[datetime, Person, str]], onlooker: Person, chance: Random) -> Iterator[Written]:
        before = dumped(TABLES, self.session.pk)
        for self.now, person, step in timed:
            try:
                self._do(person, step, chance)
            except actions.LineNotOffered:
                return
            after = dumped(TABLES, self.session.pk)
            sent, raw = "".join(self.broadcast), b""
            self.broadcast.clear()
            if self._is_whole:
                sent, raw = sent + self._looked_at(onlooker), files()
            yield Written(person.pk, changed(before, after), sent, self.log.take(), raw)
            before = after

    def _do(self, person: Person, step: str, chance: Random) -> None:
        """One step of the two; what the lead does is about one member, and the attacker knows about whom."""
        by, other = (self.lead, person) if step == "word" else (person, self.lead)
        text = self._text(chance, len(self.words.get(person.pk, "").split())) if step in ("ask", "word") else ""
        version = self.versions[person.pk]
        if self._is_whole:
            address = f"/sessions/{self.session.pk}/raise/{other.pk}/{'write' if text else step}/"
            answer = self.clients[by.pk].post(address, {"text": text, "version": version})
            assert answer.status_code == 302, answer.content
        elif step == "word":
            actions.word_line(self.session, person=person, words=text, version=version, by=by)
        elif step == "ask":
            actions.ask_line(self.session, lead=other, text=text, version=version, by=by)
        else:
            {"agree": actions.agree_line, "decline": actions.decline_line}[step](
                self.session, lead=other, version=version, by=by
            )
        self.versions[person.pk] += 1
        self.words[person.pk] = text or self.words[person.pk]

    def _text(self, chance: Random, length: int) -> str:
        """Words that nobody else says; a lead's are about as many as those that were asked for."""
        said = chance.choices(WORDS, k=length - 1 if length else chance.randint(1, 50))
        return " ".join([f"{chance.getrandbits(60):015x}", *said])[: slips.LONGEST].strip()

    def _looked_at(self, onlooker: Person) -> str:
        base = f"/sessions/{self.session.pk}/"
        mine = [self._page(onlooker, address) for address in ("/", base, f"{base}raise/")]
        return "".join([*mine, *(self._page(self.leader, address) for address in ("/", base))])

    def _page(self, person: Person, address: str) -> str:
        answer = self.clients[person.pk].get(address)
        assert answer.status_code == 200, address
        return answer.content.decode()

    def _begin(self, onlooker: Person) -> str:
        """The meeting begins; what is read in it."""
        if not self._is_whole:
            ReflectionSession.objects.filter(pk=self.session.pk).update(state=SessionState.MEETING)
            actions.release_lines(self.session)
            return "\n".join(queries.raised_lines(self.session))
        opened = self.clients[self.leader.pk].post(f"/sessions/{self.session.pk}/meeting-open")
        assert opened.status_code == 302, opened.content
        return self._page(onlooker, f"/sessions/{self.session.pk}/room/")

    def _end(self, writes: list[Written], authors: dict[str, int], page: str, *, could: int) -> Seen:
        """All columns of the lines; then everything is as it was."""
        texts = {line.pk.hex: line.text.rstrip() for line in RaisedLine.objects.filter(session=self.session)}
        rows = [row for (table, _pk), row in dumped(TABLES, self.session.pk).items() if table == "cycles_raisedline"]
        items = []
        for place, row in enumerate(rows):
            key = str(row["id"]).replace("-", "")
            shown = {**row, "place on the page": page.index(texts[key]), "place in the table": place}
            items.append(Item(texts[key], {**shown, **self.columns.get(key, {})}))
        assert len(items) in (0, len(authors))
        for model in (RaiseSlip, RaisedLine, Meeting):
            model.objects.filter(session=self.session).delete()
        ReflectionSession.objects.filter(pk=self.session.pk).update(state=SessionState.SCHEDULED, begun_at=None)
        Membership.objects.filter(person__in=self.members).update(ends_on=None)
        self.columns.clear()
        return Seen(writes, items, authors, known=frozenset(authors.values()), could=could)

    # --- mutants

    @contextlib.contextmanager
    def _remembering(
        self, keep: Callable[[RaisedLine, Agreed], Any], told: Callable[[str], Any] = str
    ) -> Iterator[dict[str, Agreed]]:
        """`told` gets each line as it is agreed to, `keep` as it is released."""
        agree, release, agreed = actions.agree_line, actions.release_lines, dict[str, Agreed]()

        def agreeing(session: ReflectionSession, *, lead: Person, version: int, by: Person) -> None:
            agree(session, lead=lead, version=version, by=by)
            slip = RaiseSlip.objects.get(session=session, lead=lead, person=by)
            agreed[self.words[by.pk]] = Agreed(len(agreed) + 1, self.now, slip.pk)
            told(self.words[by.pk])

        def releasing(session: ReflectionSession) -> int:
            count = release(session)
            for line in RaisedLine.objects.filter(session=session):
                keep(line, agreed[line.text.rstrip()])
            return count

        with (
            mock.patch.object(actions, "agree_line", agreeing),
            mock.patch.object(actions, "release_lines", releasing),
            mock.patch.object(steps, "release_lines", releasing),
        ):
            yield agreed

    @contextlib.contextmanager
    def _autoincrement(self) -> Iterator[None]:
        """Lines are numbered as they were agreed to."""

        def keep(line: RaisedLine, agreed: Agreed) -> None:
            RaisedLine.objects.filter(pk=line.pk).update(id=UUID(int=agreed.place))

        with self._remembering(keep):
            yield

    @contextlib.contextmanager
    def _created_at(self) -> Iterator[None]:
        """Lines keep the time at which they were agreed to."""

        def keep(line: RaisedLine, agreed: Agreed) -> None:
            self.columns[line.pk.hex] = {"created_at": agreed.at.isoformat()}

        with self._remembering(keep):
            yield

    @contextlib.contextmanager
    def _slip_kept(self) -> Iterator[None]:
        """Lines keep the keys of their slips."""

        def keep(line: RaisedLine, agreed: Agreed) -> None:
            self.columns[line.pk.hex] = {"slip": agreed.slip}

        with self._remembering(keep):
            yield

    @contextlib.contextmanager
    def _broadcast(self) -> Iterator[None]:
        """The group is shown a line as soon as it is agreed to."""
        with self._remembering(lambda _line, _agreed: None, told=self.broadcast.append):
            yield

    @contextlib.contextmanager
    def _not_sealed_anew(self) -> Iterator[None]:
        """Only the slip that changed is written; lines are released in the order of rows that move when written."""

        def written(rows: list[RaiseSlip], _fields: list[str]) -> None:
            before = dict(RaiseSlip.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", "sealed"))
            for row in rows:
                if row.sealed != before[row.pk]:
                    row.save(update_fields=["sealed"])

        with self._remembering(lambda _line, _agreed: None) as agreed:

            def unmixed(rows: list[Any]) -> None:
                rows.sort(key=lambda one: agreed[one].place if isinstance(one, str) else 0)

            with (
                mock.patch.object(raising, "CHANCE", mock.Mock(shuffle=unmixed)),
                mock.patch.object(RaiseSlip.objects, "bulk_update", written),
            ):
                yield

    @contextlib.contextmanager
    def _unpadded(self) -> Iterator[None]:
        with mock.patch.object(encryption, "filled", lambda text, _size: text):
            yield

    @contextlib.contextmanager
    def _one_less(self) -> Iterator[None]:
        with mock.patch.object(looking, "SMALLEST_GROUP", LEAST - 1):
            yield
