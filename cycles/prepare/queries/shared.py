"""What was shared with whom, and what its author is told of it."""

from dataclasses import dataclass

from django.db.models import F, Prefetch
from django.utils.translation import gettext as _

from cycles.plan.models import ReflectionSession
from cycles.prepare.enums import Audience
from cycles.prepare.models import Answer, Reflection
from reflection_site.encryption import keyed_hash
from teams.models import Person

from .audiences import SMALLEST_GROUP, audience_choices, names_of
from .kinds import has_begun
from .pages import prompt_words
from .words import WITH_WORDS, answer_words


@dataclass(frozen=True)
class SharedLine:
    """An answer as a reader sees it; `author` is empty where it comes without a name."""

    question: str
    boxes: tuple[tuple[str, str], ...]
    author: str = ""


@dataclass(frozen=True)
class SharedWithGroup:
    """What is meant for the group. `is_unnamed_held_back`: lines without a name wait for the meeting or for people."""

    named: tuple[SharedLine, ...]
    unnamed: tuple[SharedLine, ...]
    is_unnamed_held_back: bool


def _line(answer: Answer, author: str = "", *, is_unnamed: bool = False) -> SharedLine:
    return SharedLine(prompt_words(answer.prompt)[0], answer_words(answer, is_unnamed=is_unnamed), author)


def _handed_in(session: ReflectionSession, audience: Audience) -> list[Answer]:
    answers = Answer.objects.filter(
        reflection__session=session, reflection__submitted_at__isnull=False, audience=audience
    ).select_related("prompt", "reflection__person")
    ordered = answers.prefetch_related(*WITH_WORDS).order_by("reflection__person__name", "prompt__position")
    return [answer for answer in ordered if answer_words(answer)]


def _large_templates(session: ReflectionSession, reader: Person | None) -> set[int]:
    """Templates that at least five people besides the reader handed in before the meeting began."""
    ready = Reflection.objects.filter(
        session=session, submitted_at__isnull=False, is_late=False, is_on_paper=False
    ).values_list("template_id", "person_id")
    by_template: dict[int, set[int]] = {}
    for template, person in ready:
        by_template.setdefault(template, set()).add(person)
    spare = 0 if reader else 1
    return {
        template
        for template, people in by_template.items()
        if len(people - {reader.pk if reader else 0}) - spare >= SMALLEST_GROUP
    }


def _unnamed_lines(session: ReflectionSession, reader: Person | None) -> tuple[SharedLine, ...]:
    """Released together when the meeting begins, in an order that tells nothing: who handed in when is known."""
    if not has_begun(session):
        return ()
    large = _large_templates(session, reader)
    answers = [
        answer
        for answer in _handed_in(session, Audience.UNNAMED)
        if answer.reflection.template_id in large and not answer.reflection.is_late
    ]
    shuffled = sorted(answers, key=lambda answer: keyed_hash(str(answer.pk), "order of unnamed lines"))
    lines = (_line(one, is_unnamed=True) for one in sorted(shuffled, key=lambda answer: answer.prompt.position))
    return tuple(line for line in lines if line.boxes)


def shared_with_group(session: ReflectionSession, reader: Person | None = None) -> SharedWithGroup:
    """Answers for the group, with and without names, of those who are ready. 7 queries.

    Lines without a name appear once the meeting has begun and five people besides the reader (besides one
    more, where no reader is given) handed in the same template; before that not even their number is told.
    """
    named = tuple(_line(answer, answer.reflection.person.name) for answer in _handed_in(session, Audience.NAMED))
    unnamed = _unnamed_lines(session, reader)
    return SharedWithGroup(named, unnamed, not unnamed)


def shared_with_lead(lead: Person, session: ReflectionSession) -> tuple[SharedLine, ...]:
    """Answers that were addressed to this very person when they were saved. 3 queries."""
    return tuple(
        _line(answer, answer.reflection.person.name)
        for answer in Answer.objects.filter(
            reflection__session=session,
            reflection__submitted_at__isnull=False,
            audience=Audience.LEAD,
            addressed_to=lead,
        )
        .select_related("prompt", "reflection__person")
        .prefetch_related(*WITH_WORDS)
        .order_by("reflection__person__name", "prompt__position")
        if answer_words(answer)
    )


@dataclass(frozen=True)
class OwnLine:
    """One of my answers and who can see it, in words."""

    line: SharedLine
    audience: Audience
    who: str
    note: str


def shared_of_mine(session: ReflectionSession, author: Person) -> tuple[OwnLine, ...]:
    """What others can see of mine, line by line. At most 12 queries."""
    answers = (
        Answer.objects.filter(reflection__session=session, reflection__person=author)
        .select_related("prompt", "reflection")
        .prefetch_related(*WITH_WORDS, Prefetch("addressed_to", Person.objects.order_by("name")))
        .order_by(F("prompt__position"))
    )
    who = {choice.audience: choice.who for choice in audience_choices(session, author)}
    return tuple(_own_line(answer, who, session) for answer in answers if answer_words(answer))


def _own_line(answer: Answer, who: dict[Audience, str], session: ReflectionSession) -> OwnLine:
    audience = Audience(answer.audience)
    readers = names_of(answer.addressed_to.all()) if audience == Audience.LEAD else who[audience]
    return OwnLine(_line(answer), audience, readers, _note(answer, audience, session))


def _note(answer: Answer, audience: Audience, session: ReflectionSession) -> str:
    """When others see it, where that is not now."""
    if audience == Audience.ME:
        return ""
    if answer.reflection.submitted_at is None:
        return _("Nobody sees it until you say that you are ready.")
    if audience != Audience.UNNAMED:
        return ""
    if answer.reflection.is_late:
        return _("You handed in after the meeting began, so lines without your name stay with you.")
    return _("Shown once the meeting has begun, and only if at least five others handed in too.")
