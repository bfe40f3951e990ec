"""What a lead shows the team of their own reflection, before the others write."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from cycles.plan.models import ReflectionSession
from cycles.prepare.models import Example
from teams.models import Person

from .pages import boxes_of, prompt_words


@dataclass(frozen=True)
class ExampleLine:
    """An answer of a lead, shown as a model before the team writes."""

    author: str
    shown_at: datetime
    question: str
    boxes: tuple[tuple[str, str], ...]


def examples_for(session: ReflectionSession, person: Person) -> tuple[ExampleLine, ...]:
    """What others who lead show to those who prepare for this session. 1 query."""
    shown = _shown(session).exclude(reflection__person=person)
    return tuple(_example_line(one) for one in shown.order_by("reflection__person__name", "prompt__position"))


def own_examples(session: ReflectionSession, author: Person) -> dict[int, ExampleLine]:
    """What the author shows of their own, by prompt. 1 query."""
    shown = _shown(session).filter(reflection__person=author)
    return {one.prompt_id: _example_line(one) for one in shown}


def _shown(session: ReflectionSession) -> QuerySet[Example]:
    return Example.objects.filter(reflection__session=session).select_related("prompt", "reflection__person")


def _example_line(example: Example) -> ExampleLine:
    texts = (example.text, example.second_text, example.third_text)
    pairs = zip(boxes_of(example.prompt), texts, strict=False)
    boxes = tuple((str(name), text) for name, text in pairs if text.strip())
    return ExampleLine(example.reflection.person.name, example.shown_at, prompt_words(example.prompt)[0], boxes)
