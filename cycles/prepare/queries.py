"""What is there of a preparation: one's own page, who is ready, and what was shared with whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Prefetch
from django.utils.translation import get_language, gettext as _

from cycles.plan import access as plan_access
from cycles.plan.enums import SessionState
from cycles.plan.models import Invitation, ReflectionSession
from reflection_site.encryption import keyed_hash
from teams.enums import LEADING, Role
from teams.models import Appointment, Membership, Person, Slo, UipGoal

from . import access
from .enums import BOXES, Audience, PromptKind, TemplateKind, Words
from .models import Answer, Prompt, Reflection, Template

SMALLEST_GROUP = 5


def has_begun(session: ReflectionSession) -> bool:
    """Whether the meeting has begun: from then on what was handed in stays as it is."""
    return session.state in (SessionState.MEETING, SessionState.MET)


# --- which template


def kinds_of(session: ReflectionSession) -> dict[int, TemplateKind]:
    """The kind of template of everyone expected, by person. 3 queries."""
    leaders = set(
        Appointment.objects.on()
        .filter(role=Role.LEADER, school=session.cycle.school_id)
        .values_list("person_id", flat=True)
    )
    leads = set(
        Membership.objects.on().filter(team=session.team_id, position__in=LEADING).values_list("person_id", flat=True)
    )
    rest = TemplateKind.ILT_MEMBER if session.team.is_ilt else TemplateKind.TEACHER
    expected = access.expected_people(session).values_list("pk", flat=True)
    return {
        pk: TemplateKind.LEADER if pk in leaders else TemplateKind.LEAD if pk in leads else rest
        for pk in {*expected, *leaders, *leads}
    }


def kind_for(session: ReflectionSession, person: Person) -> TemplateKind:
    """School leader, lead of that team, ILT member, else teacher: the first that fits. One reflection per session."""
    rest = TemplateKind.ILT_MEMBER if session.team.is_ilt else TemplateKind.TEACHER
    return kinds_of(session).get(person.pk, rest)


def current_template(session: ReflectionSession, person: Person) -> Template:
    """The template that the person would begin now."""
    return Template.objects.get(kind=kind_for(session, person), cycle_kind=session.cycle.kind, is_current=True)


# --- who would see an answer


@dataclass(frozen=True)
class AudienceChoice:
    """One choice on the chip: `who` are its readers by name; `why_not` is told where it can't be chosen."""

    audience: Audience
    label: str
    who: str
    why_not: str = ""

    @property
    def is_offered(self) -> bool:
        return not self.why_not


def _names(people: Iterable[Person]) -> str:
    return ", ".join(person.name for person in people)


def unnamed_is_offered(session: ReflectionSession, author: Person, readers: Iterable[Person]) -> bool:
    """Whether at least five people with the author's kind of template are there besides any reader. 3 queries."""
    kinds = kinds_of(session)
    alike = {pk for pk, kind in kinds.items() if kind == kinds.get(author.pk)}
    return min([len(alike - {reader.pk}) for reader in readers], default=len(alike)) >= SMALLEST_GROUP


def audience_choices(session: ReflectionSession, author: Person) -> list[AudienceChoice]:
    """Who could read the author's answers, named as the chip says it. 7 queries."""
    leads = access.leads_of(session, author)
    readers = list(access.readers_of_group(session).exclude(pk=author.pk).order_by("name"))
    enough = unnamed_is_offered(session, author, readers)
    return [
        AudienceChoice(Audience.ME, _("Only me"), _("only you")),
        AudienceChoice(
            Audience.LEAD,
            _("My lead"),
            _names(leads),
            "" if leads else _("Nobody leads you in this session; invite your superintendent to share with them."),
        ),
        AudienceChoice(
            Audience.UNNAMED,
            _("The group, without my name"),
            _("%(names)s, to bring to the group without your name") % {"names": _names(readers)},
            ""
            if enough
            else _("Not offered here: at least five others must be able to have written it, whoever reads it."),
        ),
        AudienceChoice(
            Audience.NAMED,
            _("The group, with my name"),
            _("%(names)s, to bring to the group with your name") % {"names": _names(readers)},
        ),
    ]


# --- one's own page


@dataclass(frozen=True)
class PromptOnPage:
    """A question in the reader's language, its boxes, and what was written so far."""

    prompt: Prompt
    number: int
    text: str
    help: str
    boxes: tuple[tuple[str, Words], ...]
    answer: Answer | None

    @property
    def is_answered(self) -> bool:
        return self.answer is not None and not self.answer.is_empty

    @property
    def form_id(self) -> str:
        return f"prompt-{self.prompt.pk}"


@dataclass(frozen=True)
class Preparation:
    """One person's page for one session; `reflection` is None before the first save."""

    session: ReflectionSession
    reflection: Reflection | None
    title: str
    minutes: int
    prompts: tuple[PromptOnPage, ...]
    choices: tuple[AudienceChoice, ...]

    @property
    def is_ready(self) -> bool:
        return self.reflection is not None and self.reflection.submitted_at is not None

    @property
    def answered(self) -> int:
        return sum(prompt.is_answered for prompt in self.prompts)

    @property
    def minutes_left(self) -> int:
        """The template's minutes, less the share of what is answered."""
        left = len(self.prompts) - self.answered
        return round(self.minutes * left / max(len(self.prompts), 1))


FIELDS = ("text", "second_text", "third_text")


def _in_spanish() -> bool:
    return (get_language() or "en").startswith("es")


def template_title(template: Template) -> str:
    """The title in the reader's language."""
    return (template.title_es if _in_spanish() else "") or template.title


def prompt_words(prompt: Prompt) -> tuple[str, str]:
    """Question and help in the reader's language; English where Spanish is missing."""
    if _in_spanish():
        return prompt.text_es or prompt.text, prompt.help_es or prompt.help
    return prompt.text, prompt.help


def _on_page(number: int, prompt: Prompt, answer: Answer | None) -> PromptOnPage:
    text, help_text = prompt_words(prompt)
    boxes = tuple(zip(FIELDS, BOXES[PromptKind(prompt.kind)], strict=False))
    return PromptOnPage(prompt, number, text, help_text, boxes, answer)


def own_reflection(session: ReflectionSession, person: Person) -> Reflection | None:
    """What the person has begun for this session. 1 query."""
    return Reflection.objects.select_related("template").filter(session=session, person=person).first()


def preparation(session: ReflectionSession, person: Person) -> Preparation:
    """The page on which the person prepares. At most 13 queries, however many prompts."""
    reflection = own_reflection(session, person)
    template = reflection.template if reflection else current_template(session, person)
    answers = (
        {answer.prompt_id: answer for answer in Answer.objects.filter(reflection=reflection)} if reflection else {}
    )
    prompts = Prompt.objects.filter(template=template).order_by("position")
    return Preparation(
        session,
        reflection,
        template_title(template),
        template.minutes,
        tuple(_on_page(number, prompt, answers.get(prompt.pk)) for number, prompt in enumerate(prompts, 1)),
        tuple(audience_choices(session, person)),
    )


@dataclass(frozen=True)
class Beside:
    """What lies beside the prompts: goals, own objectives, and the frozen packet where the person may read it."""

    goals: tuple[str, ...]
    objectives: tuple[str, ...]
    packet_as_of: datetime | None
    findings: tuple[str, ...]


def beside(session: ReflectionSession, person: Person) -> Beside:
    """At most 8 queries."""
    school = session.cycle.school
    goals = UipGoal.objects.filter(school=school, year=session.cycle.year_id, is_archived=False)
    slos = Slo.objects.filter(person=person, school=school, year=session.cycle.year_id)
    may_read = session.packet_id and plan_access.may_read_packet(person, session)
    packet = session.packet if may_read else None
    return Beside(
        tuple(goals.order_by("pk").values_list("title", flat=True)) if school.uses_uip else (),
        tuple(slos.order_by("pk").values_list("objective", flat=True)) if school.uses_slo else (),
        packet.as_of if packet else None,
        tuple(packet.content().get("findings", ())) if packet else (),
    )


# --- who is ready: that, never what


@dataclass(frozen=True)
class ReadyPerson:
    """A dot on a page: a name and how far, nothing of what was written."""

    name: str
    state: str
    word: str


@dataclass(frozen=True)
class Readiness:
    """How many of those expected are ready; `people` only where names were asked for."""

    ready: int
    total: int
    people: tuple[ReadyPerson, ...] = ()

    @property
    def is_complete(self) -> bool:
        return self.total > 0 and self.ready == self.total


def _ready_person(name: str, started: datetime | None, submitted: datetime | None) -> ReadyPerson:
    if submitted:
        return ReadyPerson(name, "ready", _("ready"))
    return ReadyPerson(name, "working", _("has begun")) if started else ReadyPerson(name, "waiting", _("not yet"))


def readiness(session: ReflectionSession) -> Readiness:
    """Who is ready, by name; contents stay with their authors. 2 queries."""
    begun = {
        person: (started, submitted)
        for person, started, submitted in Reflection.objects.filter(session=session).values_list(
            "person_id", "started_at", "submitted_at"
        )
    }
    expected = access.expected_people(session).order_by("name").values_list("pk", "name")
    people = tuple(_ready_person(name, *begun.get(pk, (None, None))) for pk, name in expected)
    return Readiness(sum(one.state == "ready" for one in people), len(people), people)


def readiness_by_session(sessions: Iterable[ReflectionSession]) -> dict[int, Readiness]:
    """How many are ready, by session. 2 queries for any number of sessions."""
    ids = [session.pk for session in sessions]
    expected: dict[int, set[int]] = {pk: set() for pk in ids}
    for session, person in Invitation.objects.filter(session__in=ids, is_guest=False).values_list(
        "session_id", "person_id"
    ):
        expected[session].add(person)
    ready = dict.fromkeys(ids, 0)
    for session, person in Reflection.objects.filter(session__in=ids, submitted_at__isnull=False).values_list(
        "session_id", "person_id"
    ):
        ready[session] += person in expected[session]
    return {pk: Readiness(ready[pk], len(expected[pk])) for pk in ids}


def unfinished_people(session: ReflectionSession) -> list[Person]:
    """Those expected who have not handed in. 1 query."""
    done = Reflection.objects.filter(session=session, submitted_at__isnull=False)
    return list(access.expected_people(session).exclude(pk__in=done.values("person_id")).order_by("name"))


# --- what was shared


@dataclass(frozen=True)
class SharedLine:
    """An answer as a reader sees it; `author` is empty where it comes without a name."""

    question: str
    boxes: tuple[tuple[Words, str], ...]
    author: str = ""


@dataclass(frozen=True)
class SharedWithGroup:
    """What is meant for the group. `is_unnamed_held_back`: lines without a name wait for the meeting or for people."""

    named: tuple[SharedLine, ...]
    unnamed: tuple[SharedLine, ...]
    is_unnamed_held_back: bool


def _line(answer: Answer, author: str = "") -> SharedLine:
    names = BOXES[PromptKind(answer.prompt.kind)]
    boxes = tuple((name, box) for name, box in zip(names, answer.boxes, strict=False) if box.strip())
    return SharedLine(prompt_words(answer.prompt)[0], boxes, author)


def _handed_in(session: ReflectionSession, audience: Audience) -> list[Answer]:
    answers = Answer.objects.filter(
        reflection__session=session, reflection__submitted_at__isnull=False, audience=audience
    ).select_related("prompt", "reflection__person")
    ordered = answers.order_by("reflection__person__name", "prompt__position")
    return [answer for answer in ordered if not answer.is_empty]


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
    return tuple(_line(answer) for answer in sorted(shuffled, key=lambda answer: answer.prompt.position))


def shared_with_group(session: ReflectionSession, reader: Person | None = None) -> SharedWithGroup:
    """Answers for the group, with and without names, of those who are ready. 3 queries.

    Lines without a name appear once the meeting has begun and five people besides the reader (besides one
    more, where no reader is given) handed in the same template; before that not even their number is told.
    """
    named = tuple(_line(answer, answer.reflection.person.name) for answer in _handed_in(session, Audience.NAMED))
    unnamed = _unnamed_lines(session, reader)
    return SharedWithGroup(named, unnamed, not unnamed)


def shared_with_lead(lead: Person, session: ReflectionSession) -> tuple[SharedLine, ...]:
    """Answers that were addressed to this very person when they were saved. 1 query."""
    return tuple(
        _line(answer, answer.reflection.person.name)
        for answer in Answer.objects.filter(
            reflection__session=session,
            reflection__submitted_at__isnull=False,
            audience=Audience.LEAD,
            addressed_to=lead,
        )
        .select_related("prompt", "reflection__person")
        .order_by("reflection__person__name", "prompt__position")
        if not answer.is_empty
    )


@dataclass(frozen=True)
class OwnLine:
    """One of my answers and who can see it, in words."""

    line: SharedLine
    audience: Audience
    who: str
    note: str


def shared_of_mine(session: ReflectionSession, author: Person) -> tuple[OwnLine, ...]:
    """What others can see of mine, line by line. At most 10 queries."""
    answers = (
        Answer.objects.filter(reflection__session=session, reflection__person=author)
        .select_related("prompt", "reflection")
        .prefetch_related(Prefetch("addressed_to", Person.objects.order_by("name")))
        .order_by(F("prompt__position"))
    )
    who = {choice.audience: choice.who for choice in audience_choices(session, author)}
    return tuple(_own_line(answer, who, session) for answer in answers if not answer.is_empty)


def _own_line(answer: Answer, who: dict[Audience, str], session: ReflectionSession) -> OwnLine:
    audience = Audience(answer.audience)
    readers = _names(answer.addressed_to.all()) if audience == Audience.LEAD else who[audience]
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
