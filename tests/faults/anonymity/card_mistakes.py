"""Mistakes that a careful program might still make with cards without names: the mutants of their game."""

import contextlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from itertools import count
from random import SystemRandom
from typing import Any
from unittest import mock

from cycles.meet import actions
from cycles.meet.actions import revealing
from cycles.meet.boxes import CardBox
from cycles.meet.enums import LEAST_UNNAMED
from cycles.meet.models import Card, Finished, Meeting
from reflection_site import logs, sealing
from reflection_site.encryption import keyed_hash
from teams.models import Person


class CardMistakes:
    """The game's state as mutants use it: who writes now, when, into which box, under which pass.

    `columns` are what they add to a shown card's row, `broadcast` what they send to others.
    """

    meeting: Meeting
    box: CardBox
    writing: Person
    now: datetime
    is_ahead: bool
    signed: dict[int, str]
    columns: dict[int, dict[str, Any]]
    broadcast: list[str]

    def mistakes(self) -> dict[str, Callable[[], AbstractContextManager[Any]]]:
        return {
            "k-1": self._one_less,
            "autoincrement id": self._autoincrement,
            "created_at": self._created_at,
            "author column": self._author,
            "mine flag": self._mine,
            "slip's key kept": self._key_kept,
            "immediate broadcast": self._broadcast,
            "order of reveal": self._not_shuffled,
            "unpadded": self._unpadded,
            "event for each card": self._event,
            "path in the log": self._logged,
            "finished dot with each card": self._dot,
            "early cards first": self._early_first,
        }

    @contextlib.contextmanager
    def _remembering(
        self, keep: Callable[[Card, Any], None] = lambda _card, _kept: None, remember: Callable[[str], Any] = str
    ) -> Iterator[None]:
        """Call `remember` with the token of each card put in; when they are shown, `keep` with what it remembered."""
        put, opened, kept = sealing.put, revealing.open_box, dict[str, Any]()

        def putting(box: Any, slips: Any, content: Mapping[str, Any], *, token: str) -> None:
            put(box, slips, content, token=token)
            kept[content["text"]] = remember(token)

        def opening(box: CardBox, meeting: Meeting) -> None:
            opened(box, meeting)
            for card in Card.objects.filter(meeting=self.meeting):
                keep(card, kept[card.text])

        with mock.patch.object(sealing, "put", putting), mock.patch.object(revealing, "open_box", opening):
            yield

    def _column(self, name: str) -> Callable[[Card, Any], None]:
        return lambda card, kept: self.columns.setdefault(card.pk, {}).update({name: kept})

    @contextlib.contextmanager
    def _autoincrement(self) -> Iterator[None]:
        """Cards are numbered as they were written."""
        numbers = count(1)
        with self._remembering(self._column("id"), lambda _token: next(numbers)):
            yield

    @contextlib.contextmanager
    def _created_at(self) -> Iterator[None]:
        """Cards keep the time at which they were written."""
        with self._remembering(self._column("created_at"), lambda _token: self.now.isoformat()):
            yield

    @contextlib.contextmanager
    def _author(self) -> Iterator[None]:
        """Cards have an author, whom no page shows."""

        def keep(card: Card, author: Person) -> None:
            Card.objects.filter(pk=card.pk).update(author=author, written_at=self.meeting.opened_at)

        with self._remembering(keep, lambda _token: self.writing):
            yield

    @contextlib.contextmanager
    def _mine(self) -> Iterator[None]:
        """Cards carry the mark of their draw, so that a page can say which are one's own."""

        def remember(_token: str) -> str:
            return str(self.box.draws.get(nonce_hash=nonce_hash(self.box, self.signed[self.writing.pk])).mark)

        with self._remembering(self._column("mine"), remember):
            yield

    @contextlib.contextmanager
    def _key_kept(self) -> Iterator[None]:
        """Cards keep the keys of their slips."""
        with self._remembering(
            self._column("slip"), lambda token: self.box.slips.get(token_hash=sealing.hash_of(token)).pk.hex
        ):
            yield

    @contextlib.contextmanager
    def _broadcast(self) -> Iterator[None]:
        """Others are shown a card as soon as it is written."""
        put = sealing.put

        def putting(box: Any, slips: Any, content: Mapping[str, Any], *, token: str) -> None:
            put(box, slips, content, token=token)
            self.broadcast.append(content["text"])

        with mock.patch.object(sealing, "put", putting):
            yield

    def _not_shuffled(self) -> AbstractContextManager[None]:
        """Cards are shown in the order in which they were begun."""
        return self._first(lambda: True)

    def _early_first(self) -> AbstractContextManager[None]:
        """What was begun before the meeting is put in a place of its own: first, as it came in."""
        return self._first(lambda: self.is_ahead)

    @contextlib.contextmanager
    def _first(self, is_kept: Callable[[], bool]) -> Iterator[None]:
        """Cards begun while `is_kept` are shown first, in that order, under keys that grow."""
        put, grow, tokens, places = sealing.put, count(2**40), dict[str, int](), dict[str, int]()

        def putting(box: Any, slips: Any, content: Mapping[str, Any], *, token: str) -> None:
            put(box, slips, content, token=token)
            if is_kept() or token in tokens:
                places[content["text"]] = tokens.setdefault(token, len(tokens))

        def shuffle(rows: list[Any]) -> None:
            SystemRandom().shuffle(rows)
            rows.sort(key=lambda one: places.get(one["text"], len(places)))

        lazy = mock.Mock(return_value=mock.Mock(shuffle=shuffle))
        with (
            mock.patch.object(sealing, "put", putting),
            mock.patch.object(sealing, "SystemRandom", lazy),
            mock.patch.object(revealing, "random_key", grow.__next__),
        ):
            yield

    @contextlib.contextmanager
    def _unpadded(self) -> Iterator[None]:
        def bare(content: Mapping[str, Any], _size: int) -> bytes:
            told = json.dumps(content).encode()
            return len(told).to_bytes(4, "big") + told

        with mock.patch.object(sealing, "_padded", bare):
            yield

    @contextlib.contextmanager
    def _event(self) -> Iterator[None]:
        """The room is told that something was written."""
        with self._remembering(remember=lambda _token: actions.touch(self.meeting)):
            yield

    @contextlib.contextmanager
    def _logged(self) -> Iterator[None]:
        with mock.patch.object(logs, "UNTOLD", re.compile(r"/surveys/ballots/")):
            yield

    @contextlib.contextmanager
    def _dot(self) -> Iterator[None]:
        """Who has written gets the dot of those who are finished."""

        def finish(_token: str) -> None:
            Finished.objects.get_or_create(meeting=self.meeting, step=self.meeting.step, person=self.writing)

        with self._remembering(remember=finish):
            yield

    @contextlib.contextmanager
    def _one_less(self) -> Iterator[None]:
        with mock.patch.object(revealing, "LEAST_UNNAMED", LEAST_UNNAMED - 1):
            yield


def nonce_hash(box: CardBox, signed: str) -> str:
    return keyed_hash(f"{box.pk}:{signed.split('.')[1]}", "card nonce")
