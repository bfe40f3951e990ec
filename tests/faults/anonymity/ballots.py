"""The game of sealed ballots: eight people answer a survey without names through its pages; the lead reads the end.

Each mutant is a mistake that a careful program might still make.
"""

import contextlib
import json
import logging
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any
from unittest import mock
from uuid import UUID

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reflection_site import sealing
from surveys import actions
from surveys.actions import closing
from surveys.enums import STAFF, Naming, QuestionKind, Thresholds
from surveys.models import Comment, Question, Survey
from teams.models import Person, School

from .attack import Item, Seen, Written
from .dumps import Lines, changed, dumped, files

RESPONDENTS, LEAST = 8, 8
WORDS = "we plan together on Thursdays and look at what students wrote before deciding where to slow down".split()
TABLES = {
    "surveys_ballot": "survey_id = %s",
    "surveys_draw": "survey_id = %s",
    "surveys_ticket": "survey_id = %s",
    "surveys_survey": "id = %s",
    "surveys_comment": "question_id IN (SELECT id FROM surveys_question WHERE survey_id = %s)",
    "surveys_finding": "question_id IN (SELECT id FROM surveys_question WHERE survey_id = %s)",
}


class Ballots:
    """One school, eight people, one lead; a survey a round.

    Once in `whole_every` rounds all goes through the pages, and the database's files are read after every write.
    """

    name, least = "ballots", LEAST

    def __init__(self, *, whole_every: int = 20) -> None:
        self.whole_every, self.rounds = whole_every, 0
        self.school = School.objects.create(code="anonymity", name="Anonymity School")
        made = [
            Person(email=f"player{n}@example.org", name=f"Player {n}", password="!") for n in range(RESPONDENTS + 1)
        ]
        *self.people, self.lead = Person.objects.bulk_create(made)
        self.clients = {person.pk: Client() for person in (*self.people, self.lead)}
        for person in (*self.people, self.lead):
            self.clients[person.pk].force_login(person)
        self.log = Lines()
        self.thresholds = STAFF
        # what mutants add to what is stored and sent
        self.columns: dict[str, dict[str, Any]] = {}
        self.broadcast: list[str] = []
        self.now = timezone.now()
        self.mutants = {
            "autoincrement id": self._autoincrement,
            "created_at": self._created_at,
            "immediate broadcast": self._broadcast,
            "k-1": self._one_less,
            "unpadded": self._unpadded,
            "not shuffled": self._not_shuffled,
            "key kept": self._key_kept,
        }

    # --- a round

    def play(self, chance: Random) -> Seen:
        self.rounds += 1
        survey, words = self._survey()
        texts = {person.pk: self._text(chance, number) for number, person in enumerate(self.people)}
        writers = self._writers(chance)
        before, writes = dumped(TABLES, survey.pk), []
        with mock.patch.object(logging.getLogger(), "handlers", [self.log]):
            for person in writers:
                self.now += timedelta(seconds=chance.expovariate(1 / 400))
                self._hand_in(survey, words, person, texts[person.pk])
                after = dumped(TABLES, survey.pk)
                raw = files() if self._is_whole else b""
                writes.append(Written(person.pk, changed(before, after), *self._others(survey, person), raw))
                before = after
        actions.close_survey(survey, at=self.now)
        return self._end(survey, writes, texts)

    def _survey(self) -> tuple[Survey, Question]:
        asked = actions.AskedQuestion(QuestionKind.TEXT, "What helps?", "¿Qué ayuda?")
        survey = actions.make_survey(
            self.school, title="t", title_es="t", questions=[asked], naming=Naming.ANONYMOUS, reader=self.lead,
            thresholds=self.thresholds, keeps_receipts=True,
        )  # fmt: skip
        actions.open_survey(survey, people=self.people, closes_at=self._end_of_time(), by=None, at=self.now)
        return survey, survey.questions.get()

    def _end_of_time(self) -> datetime:
        return timezone.now() + timedelta(days=4000)

    def _writers(self, chance: Random) -> list[Person]:
        """All eight in any order; in two rounds of five one too few, or fewer. Some change their mind later on."""
        people = list(self.people)
        chance.shuffle(people)
        writers = people[: {3: LEAST - 1, 4: chance.randint(4, LEAST - 1)}.get(self.rounds % 5, RESPONDENTS)]
        again = [person for person in writers if chance.random() < 0.15]
        return [*writers, *again]

    def _text(self, chance: Random, number: int) -> str:
        """Words of any length that nobody else says, and that say nothing of who does."""
        mark = f"{chance.getrandbits(40):x}{number}"[::-1]
        return " ".join([mark[1:], *chance.choices(WORDS, k=chance.randint(1, 150))])

    @property
    def _is_whole(self) -> bool:
        return self.rounds % self.whole_every == 1

    def _hand_in(self, survey: Survey, words: Question, person: Person, text: str) -> None:
        client, nonce = self.clients[person.pk], f"{survey.pk:032}{person.pk:032}"
        if not self._is_whole:
            ticket = survey.tickets.get(person=person)
            token = actions.draw_ballot(ticket, nonce=nonce, at=self.now)
            actions.cast_ballot(survey, token=token, content={str(words.pk): text}, at=self.now)
            actions.confirm_ballot(ticket, at=self.now)
            return
        draw = client.post(reverse("surveys:sheet-draw", args=[survey.pk]), {"nonce": nonce})
        sheet = {"token": json.loads(draw.content)["token"], f"q{words.pk}": text}
        answer = Client().post(reverse("surveys:ballot", args=[survey.pk]), sheet)
        assert answer.status_code == 204, answer.content
        client.post(reverse("surveys:sheet-confirm", args=[survey.pk]))

    def _others(self, survey: Survey, author: Person) -> tuple[str, str]:
        """What is sent to a colleague and to the lead meanwhile, and what was logged since."""
        sent = "".join(self.broadcast)
        self.broadcast.clear()
        if self._is_whole:
            other = next(person for person in self.people if person.pk != author.pk)
            sent += self._page("sheet", survey, other) + self._page("results", survey, self.lead)
        return sent, self.log.take()

    def _page(self, name: str, survey: Survey, person: Person) -> str:
        return self.clients[person.pk].get(reverse(f"surveys:{name}", args=[survey.pk])).content.decode()

    def _end(self, survey: Survey, writes: list[Written], texts: Mapping[int, str]) -> Seen:
        page = self._page("results", survey, self.lead)
        stored = {one.pk.hex: one.text for one in Comment.objects.filter(question__survey=survey)}
        rows = [row for (table, _pk), row in dumped(TABLES, survey.pk).items() if table == "surveys_comment"]
        items = []
        for place, row in enumerate(rows):
            key = str(row["id"]).replace("-", "")
            shown = {**row, "place on the page": page.find(stored[key][:40]), "place in the table": place}
            items.append(Item(stored[key], {**shown, **self.columns.get(key, {})}))
        survey.delete()
        self.columns.clear()
        told = {item.text for item in items}
        return Seen(writes, items, {text: pk for pk, text in texts.items() if text in told})

    # --- mutants

    @contextlib.contextmanager
    def _not_shuffled(self) -> Iterator[None]:
        lazy = mock.Mock(return_value=mock.Mock(shuffle=lambda rows: None))
        with mock.patch.object(sealing, "SystemRandom", lazy), mock.patch.object(closing, "SystemRandom", lazy):
            yield

    @contextlib.contextmanager
    def _autoincrement(self) -> Iterator[None]:
        """Comments are numbered as their ballots came in."""

        def keep(question: Question, said: list[str], *, enough: bool) -> None:
            numbered = [Comment(id=UUID(int=n), question=question, text=text) for n, text in enumerate(said, 1)]
            Random(len(said)).shuffle(numbered)
            Comment.objects.bulk_create(numbered if enough else [])

        with self._not_shuffled(), mock.patch.object(closing, "_keep_comments", keep):
            yield

    @contextlib.contextmanager
    def _remembering(self, remember: Any, keep: Any) -> Iterator[None]:
        put, kept = sealing.put, closing._keep_comments

        def putting(box: Any, slips: Any, content: Mapping[str, Any], *, token: str) -> None:
            put(box, slips, content, token=token)
            remember(box, slips, next(iter(content.values())), token)

        def keeping(question: Question, said: list[str], *, enough: bool) -> None:
            kept(question, said, enough=enough)
            for one in Comment.objects.filter(question=question):
                keep(one)

        with mock.patch.object(sealing, "put", putting), mock.patch.object(closing, "_keep_comments", keeping):
            yield

    @contextlib.contextmanager
    def _created_at(self) -> Iterator[None]:
        """Comments keep the time at which their ballots came in."""
        times: dict[str, str] = {}

        def keep(comment: Comment) -> None:
            self.columns[comment.pk.hex] = {"created_at": times[comment.text]}

        with self._remembering(lambda _b, _s, text, _t: times.setdefault(text, self.now.isoformat()), keep):
            yield

    @contextlib.contextmanager
    def _key_kept(self) -> Iterator[None]:
        """Comments keep the keys of their ballots."""
        keys: dict[str, str] = {}

        def remember(_box: Any, slips: Any, text: str, token: str) -> None:
            keys[text] = slips.get(token_hash=sealing.hash_of(token)).pk.hex

        def keep(comment: Comment) -> None:
            self.columns[comment.pk.hex] = {"ballot": keys[comment.text]}

        with self._remembering(remember, keep):
            yield

    @contextlib.contextmanager
    def _broadcast(self) -> Iterator[None]:
        """Others are shown a sheet as soon as it is in."""
        with self._remembering(lambda _b, _s, text, _t: self.broadcast.append(text), lambda _comment: None):
            yield

    @contextlib.contextmanager
    def _one_less(self) -> Iterator[None]:
        self.thresholds = Thresholds(STAFF.least_asked, STAFF.least_answers, LEAST - 1, True)
        try:
            yield
        finally:
            self.thresholds = STAFF

    @contextlib.contextmanager
    def _unpadded(self) -> Iterator[None]:
        def bare(content: Mapping[str, Any], _size: int) -> bytes:
            told = json.dumps(content).encode()
            return len(told).to_bytes(4, "big") + told

        with mock.patch.object(sealing, "_padded", bare):
            yield
