"""What was shared with whom, and what its author is told of it."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import F, Prefetch, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cycles.plan.models import ReflectionSession
from cycles.prepare import access
from cycles.prepare.enums import Audience
from cycles.prepare.models import Answer, Reading, Reflection
from reflection_site.encryption import keyed_hash
from teams.models import Person

from .audiences import audience_choices, names_of
from .examples import ExampleLine, own_examples
from .kinds import has_begun
from .pages import prompt_words
from .pool import SMALLEST_GROUP, pooled_reflections, reaches_ilt
from .words import WITH_WORDS, answer_words


@dataclass(frozen=True)
class SharedLine:
    """An answer as a reader sees it; `author` is empty where it comes without a name."""

    question: str
    boxes: tuple[tuple[str, str], ...]
    author: str = ""
    # for noting who has read it; stands on no page
    answer: int = field(default=0, repr=False, compare=False)


@dataclass(frozen=True)
class SharedWithGroup:
    """What is meant for the group. `is_unnamed_held_back`: lines without a name wait for the meeting or for people.

    `pooled` are lines of small teams, in the ILT's session only.
    """

    named: tuple[SharedLine, ...]
    unnamed: tuple[SharedLine, ...]
    is_unnamed_held_back: bool
    pooled: tuple[SharedLine, ...] = ()


def _line(answer: Answer, author: str = "", *, is_unnamed: bool = False) -> SharedLine:
    return SharedLine(prompt_words(answer.prompt)[0], answer_words(answer, is_unnamed=is_unnamed), author, answer.pk)


def _handed_in(session: ReflectionSession, audience: Audience) -> list[Answer]:
    return _told(Answer.objects.filter(reflection__session=session, audience=audience))


def _told(answers: QuerySet[Answer]) -> list[Answer]:
    """Those of people who are ready, with words in them. 3 queries."""
    ready = answers.filter(reflection__submitted_at__isnull=False).select_related("prompt", "reflection__person")
    ordered = ready.prefetch_related(*WITH_WORDS).order_by("reflection__person__name", "prompt__position")
    return [answer for answer in ordered if answer_words(answer)]


def _large_templates(session: ReflectionSession, reader: Person | None) -> set[int]:
    """Templates that at least five people besides the reader handed in before the meeting began."""
    spare = 0 if reader else 1
    return {
        template
        for template, people in _ready_by_template(session).items()
        if len(people - {reader.pk if reader else 0}) - spare >= SMALLEST_GROUP
    }


def _reaches_group(reflection: Reflection, session: ReflectionSession) -> bool | None:
    """Whether anybody may read its lines without a name; None before the group meets. 2 queries."""
    if not has_begun(session):
        return None
    people = _ready_by_template(session).get(reflection.template_id, set())
    readers = access.readers_of_group(session).values_list("pk", flat=True)
    return any(len(people - {reader}) >= SMALLEST_GROUP for reader in readers)


def _ready_by_template(session: ReflectionSession) -> dict[int, set[int]]:
    """Who handed in each template on screen before the meeting began. 1 query."""
    ready = Reflection.objects.filter(
        session=session, submitted_at__isnull=False, is_late=False, is_on_paper=False
    ).values_list("template_id", "person_id")
    by_template: dict[int, set[int]] = {}
    for template, person in ready:
        by_template.setdefault(template, set()).add(person)
    return by_template


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
    return _mixed(answers, "order of unnamed lines")


def _pooled_lines(session: ReflectionSession, reader: Person) -> tuple[SharedLine, ...]:
    """Lines that small teams passed on, mixed; see `pooled_reflections`."""
    reflections = pooled_reflections(session, reader)
    answers = Answer.objects.filter(reflection__in=reflections, audience=Audience.POOLED)
    return _mixed(_told(answers), "order of pooled lines") if reflections else ()


def _mixed(answers: list[Answer], purpose: str) -> tuple[SharedLine, ...]:
    """Question by question, in an order that tells nothing."""
    shuffled = sorted(answers, key=lambda answer: keyed_hash(str(answer.pk), purpose))
    lines = (_line(one, is_unnamed=True) for one in sorted(shuffled, key=lambda answer: answer.prompt.position))
    return tuple(line for line in lines if line.boxes)


def shared_with_group(session: ReflectionSession, reader: Person | None = None) -> SharedWithGroup:
    """Answers for the group, with and without names, of those who are ready. 7 queries; 15 for the ILT.

    Lines without a name appear once the meeting has begun and five people besides the reader (besides one
    more, where no reader is given) handed in the same template; before that not even their number is told.
    """
    named = tuple(_line(answer, answer.reflection.person.name) for answer in _handed_in(session, Audience.NAMED))
    unnamed = _unnamed_lines(session, reader)
    pooled = _pooled_lines(session, reader) if reader else ()
    return SharedWithGroup(named, unnamed, not unnamed, pooled)


def shared_with_lead(lead: Person, session: ReflectionSession) -> tuple[SharedLine, ...]:
    """Answers that were addressed to this very person when they were saved. 3 queries."""
    mine = Answer.objects.filter(reflection__session=session, audience=Audience.LEAD, addressed_to=lead)
    return tuple(_line(answer, answer.reflection.person.name) for answer in _told(mine))


@dataclass(frozen=True)
class Opened:
    """Who opened one of my answers, and on which days."""

    name: str
    on: tuple[date, ...]

    @property
    def days(self) -> str:
        """In the reader's language."""
        return ", ".join(date_format(day, "MONTH_DAY_FORMAT") for day in self.on)


@dataclass(frozen=True)
class OwnLine:
    """One of my answers, who can see it, in words, and who has; `example` is what I show of it as a model."""

    line: SharedLine
    audience: Audience
    who: str
    note: str
    opened: tuple[Opened, ...]
    prompt: int
    example: ExampleLine | None

    @property
    def is_private(self) -> bool:
        """Whether a shared screen would betray it."""
        return self.audience in (Audience.ME, Audience.LEAD)


def shared_of_mine(session: ReflectionSession, author: Person) -> tuple[OwnLine, ...]:
    """What others can see of mine, line by line. At most 30 queries."""
    answers = (
        Answer.objects.filter(reflection__session=session, reflection__person=author)
        .select_related("prompt", "reflection")
        .prefetch_related(
            *WITH_WORDS,
            Prefetch("addressed_to", Person.objects.order_by("name")),
            Prefetch("readings", Reading.objects.select_related("reader").order_by("reader__name", "read_on")),
        )
        .order_by(F("prompt__position"))
    )
    who = {choice.audience: choice.who for choice in audience_choices(session, author)}
    shown, told = own_examples(session, author), [answer for answer in answers if answer_words(answer)]
    unheard = _unheard(told, session)
    return tuple(_own_line(answer, who, shown, unheard) for answer in told)


def _unheard(answers: list[Answer], session: ReflectionSession) -> set[Audience]:
    """The audiences without a name that have met and cannot read it: too few others handed in. At most 10 queries."""
    given = {Audience(answer.audience): answer.reflection for answer in answers if answer.reflection.submitted_at}
    reaching = ((Audience.UNNAMED, _reaches_group), (Audience.POOLED, reaches_ilt))
    return {one for one, reaches in reaching if one in given and reaches(given[one], session) is False}


def _own_line(
    answer: Answer, who: dict[Audience, str], shown: dict[int, ExampleLine], unheard: set[Audience]
) -> OwnLine:
    audience = Audience(answer.audience)
    readers = names_of(answer.addressed_to.all()) if audience == Audience.LEAD else who[audience]
    note, example = _note(answer, audience, unheard), shown.get(answer.prompt_id)
    return OwnLine(_line(answer), audience, readers, note, _opened(answer), answer.prompt_id, example)


def _opened(answer: Answer) -> tuple[Opened, ...]:
    days: dict[str, list[date]] = {}
    for reading in answer.readings.all():
        days.setdefault(reading.reader.name, []).append(reading.read_on)
    return tuple(Opened(name, tuple(on)) for name, on in days.items())


def _note(answer: Answer, audience: Audience, unheard: set[Audience]) -> str:
    """When others see it, where that is not now."""
    if audience == Audience.ME:
        return ""
    if answer.reflection.submitted_at is None:
        return _("Nobody sees it until you say that you are ready.")
    if audience == Audience.UNNAMED:
        if answer.reflection.is_late:
            return _("You handed in after the meeting began, so lines without your name stay with you.")
        if audience in unheard:
            return _(
                "Not shown: when the meeting began, too few others had handed in to hide who wrote it. "
                "It stays with you; you may bring it up 1:1, or under your name."
            )
        return _("Shown once the meeting has begun, and only if at least five others handed in too.")
    if audience == Audience.POOLED:
        if answer.reflection.is_after_ilt:
            return _("You handed in after the ILT began to meet, so this line stays with you.")
        if audience in unheard:
            return _(
                "Not shown: when the ILT met, too few people of small teams had handed in to hide who wrote it. "
                "It stays with you; until your own team meets you may take it up again and choose somebody else."
            )
        return _("Shown once the ILT meets, and only if at least five people of small teams handed in.")
    return ""
