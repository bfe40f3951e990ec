"""A made-up school in which people write, hand in, change their minds and meet at random; who may read each word."""

import random
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from cycles.plan.models import Invitation, ReflectionSession
from cycles.prepare import actions, queries, sharing, verdicts
from cycles.prepare.enums import Audience, PromptKind
from cycles.prepare.models import Answer, Example, Prompt, Reflection
from tests.cycles.making import begin_meeting, hand_in, join, schedule
from tests.doors.table import PERSONAS

SIZES = ("large", "small", "tiny")


@dataclass
class Word:
    """One canary: who wrote it, where, for whom, and whom the chip named."""

    text: str
    author: str
    session: ReflectionSession
    prompt: Prompt
    audience: Audience
    stated: frozenset[str]
    is_replaced: bool = False


@dataclass
class World:
    """`session` is the teacher team's, `ilt` the school's; `words` everything that was written."""

    people: Any
    session: ReflectionSession
    random: random.Random
    size: str
    ilt: ReflectionSession = field(init=False)
    words: list[Word] = field(default_factory=list)
    examples: list[str] = field(default_factory=list)
    number: int = 0

    def build(self) -> "World":
        people, cycle = self.people, self.session.cycle
        self.ilt = cycle.sessions.filter(team=people.ilt).first() or schedule(
            cycle, people.ilt, facilitator=people.facilitator
        )
        if self.random.random() < 0.5:
            Invitation.objects.get_or_create(
                session=self.session, person=people.superintendent, defaults={"is_guest": True}
            )
        others = self.others()
        for session, author in self.writers():
            self.write(session, author)
        self.show_examples()
        for session, person in others:
            if self.random.random() < 0.85:
                hand_in(session, person)
        for session, author in self.writers():
            self.finish(session, author)
        for session in (self.session, self.ilt):
            if self.random.random() < 0.6:
                begin_meeting(session)
        return self

    def others(self) -> list[tuple[ReflectionSession, Any]]:
        """Colleagues who are no personae: they make teams large, or make up the other small team."""
        if self.size == "large":
            return [(self.session, join(self.session, name)) for name in ("Ana", "Ben", "Cleo", "Dev")]
        if self.size == "small":
            other = schedule(self.session.cycle, self.people.other_team)
            return [(other, join(other, name)) for name in ("Ana", "Ben", "Cleo", "Dev")]
        return []

    def writers(self) -> list[tuple[ReflectionSession, str]]:
        here = [(self.session, name) for name in ("teacher", "member", "lead")]
        return [*here, *((self.ilt, name) for name in ("leader", "facilitator", "lead"))]

    def canary(self, author: str) -> str:
        self.number += 1
        return f"canary-{author}-{self.number:03}-"

    def write(self, session: ReflectionSession, author: str) -> None:
        """An answer under every prompt, each with an audience of those that the chip offers; some are written twice."""
        person = getattr(self.people, author)
        reflection = actions.begin_reflection(session, by=person, at=timezone.now())
        for prompt in reflection.template.prompts.order_by("position"):
            for _time in range(self.random.choice((1, 1, 2))):
                self.save(reflection, prompt, author)

    def save(self, reflection: Reflection, prompt: Prompt, author: str) -> None:
        person, session = getattr(self.people, author), reflection.session
        choices = [one for one in queries.audience_choices(session, person) if one.is_offered]
        choice = self.random.choice(choices)
        stated = frozenset(name for name in PERSONAS if getattr(self.people, name).name in choice.who)
        before = Answer.objects.filter(reflection=reflection, prompt=prompt).first()
        for word in self.words:
            if (word.session, word.prompt, word.author) == (session, prompt, author):
                word.is_replaced = True
        texts = [self.canary(author) for _box in range(3)]
        boxes = dict(zip(queries.FIELDS, texts, strict=True))
        if prompt.kind == PromptKind.RATING:
            boxes["text"] = texts[0] = "3"
        actions.save_answer(
            reflection, prompt=prompt, **boxes, audience=choice.audience, version=before.version if before else 0,
            by=person, at=timezone.now(),
        )  # fmt: skip
        if prompt.kind == PromptKind.GOALS:
            texts.append(self.judge(reflection, prompt, author))
        self.words += [Word(text, author, session, prompt, choice.audience, stated) for text in texts if text != "3"]

    def judge(self, reflection: Reflection, prompt: Prompt, author: str) -> str:
        text, goal = self.canary(author), self.people.goal
        said = Answer.objects.get(reflection=reflection, prompt=prompt).verdicts.first()
        verdicts.save_verdict(
            reflection, prompt=prompt, sort="goal", pk=goal.pk, verdict="on_track", evidence=text,
            version=said.version if said else 0, by=getattr(self.people, author), at=timezone.now(),
        )  # fmt: skip
        return text

    def show_examples(self) -> None:
        """The lead shows one answer to the team as it is, and writes on."""
        reflection = queries.own_reflection(self.session, self.people.lead)
        prompt = reflection.template.prompts.order_by("position").first()
        sharing.show_example(self.session, prompt=prompt.pk, by=self.people.lead, at=timezone.now())
        example = Example.objects.get()
        boxes = (example.text, example.second_text, example.third_text)
        self.examples = list(boxes[: len(queries.boxes_of(prompt))])
        self.save(reflection, prompt, "lead")

    def finish(self, session: ReflectionSession, author: str) -> None:
        person = getattr(self.people, author)
        reflection = queries.own_reflection(session, person)
        if self.random.random() < 0.75:
            actions.submit_reflection(reflection, by=person, at=timezone.now())
            if self.random.random() < 0.15:
                actions.reopen_reflection(reflection, by=person, at=timezone.now())

    # --- who may read it

    def things(self) -> dict[str, list[Any]]:
        """What can be pressed about, by the names that the tables of doors use."""
        asked = list(Prompt.objects.filter(pk__in={word.prompt.pk for word in self.words}).order_by("pk"))
        sessions = [self.session, self.ilt]
        return {"session": sessions, "meeting_session": sessions, "prompt": asked, "lead_prompt": asked}

    def may_read(self, *, is_begun: bool = False) -> dict[str, set[str]]:
        """The personae whom each canary may reach: what was stated, and nothing else.

        `is_begun`: as if every meeting had begun.
        """
        found = {word.text: self.readers(word, is_begun) for word in self.words}
        for text in self.examples:
            found[text] = {"lead", "teacher", "member"}
        return found

    def readers(self, word: Word, is_begun: bool) -> set[str]:
        if word.is_replaced:
            return set()
        boxes = queries.boxes_of(word.prompt)
        answer = Answer.objects.get(
            reflection__session=word.session, reflection__person=getattr(self.people, word.author), prompt=word.prompt
        )
        # a box that the question does not have is on no page at all
        if word.text in answer.boxes and answer.boxes.index(word.text) >= len(boxes):
            return set()
        seen = {word.author}
        if answer.reflection.submitted_at is None or word.audience == Audience.ME:
            return seen
        if word.audience in (Audience.LEAD, Audience.NAMED):
            return seen | word.stated
        # one's own group hears without a name what was handed in before it met
        if word.audience == Audience.UNNAMED and answer.reflection.is_late:
            return seen
        place = self.ilt if word.audience == Audience.POOLED else word.session
        place.refresh_from_db()
        if not (is_begun or queries.has_begun(place)):
            return seen
        return seen | {reader for reader in word.stated if self.hides(word, answer, reader)}

    def hides(self, word: Word, answer: Answer, reader: str) -> bool:
        """Whether five people besides the reader could have written it."""
        ready = Reflection.objects.filter(submitted_at__isnull=False, template=answer.reflection.template_id)
        if word.audience == Audience.POOLED:
            ready = ready.filter(session__cycle=word.session.cycle_id).exclude(session=self.ilt)
        else:
            ready = ready.filter(session=word.session, is_late=False)
        return ready.exclude(person=getattr(self.people, reader)).values("person").distinct().count() >= 5
