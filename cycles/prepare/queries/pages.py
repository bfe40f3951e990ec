"""One's own page: the prompts, what was written, what lies beside them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import get_language

from cycles.plan import access as plan_access, queries as plan_queries
from cycles.plan.enums import Step
from cycles.plan.models import ReflectionSession
from cycles.prepare.enums import BOXES, Audience, PromptKind, Rating, Words
from cycles.prepare.models import Answer, GoalVerdict, Prompt, Reflection, Template
from data_imports import queries as evidence
from teams.models import Person, UipGoal

from .audiences import AudienceChoice, audience_choices
from .citations import CitationShown, citations_of
from .kinds import current_template
from .private import PrivatePane, private_pane
from .verdicts import GoalOnPage, goals_to_judge


@dataclass(frozen=True)
class PromptOnPage:
    """A question in the reader's language, its boxes, and what was written so far."""

    prompt: Prompt
    number: int
    text: str
    help: str
    boxes: tuple[tuple[str, Words], ...]
    answer: Answer | None
    goals: tuple[GoalOnPage, ...] = ()
    citations: tuple[CitationShown, ...] = ()

    @property
    def is_answered(self) -> bool:
        has_words = self.answer is not None and not self.answer.is_empty
        return has_words or any(goal.is_judged for goal in self.goals)

    @property
    def is_private(self) -> bool:
        """Whether a shared screen would betray what stands there."""
        meant_for = self.answer.audience if self.answer and self.is_answered else ""
        return meant_for in (Audience.ME, Audience.LEAD)

    @property
    def is_rating(self) -> bool:
        return self.prompt.kind == PromptKind.RATING

    @property
    def rating_label(self) -> str:
        """The rating in words; "" where none was given."""
        value = self.answer.text if self.is_rating and self.answer else ""
        return str(Rating(value).label) if value in Rating.values else ""

    @property
    def written(self) -> tuple[tuple[Words | str, str], ...]:
        """Each box with what stands in it, a rating in words."""
        texts = self.answer.boxes if self.answer else ("", "", "")
        if self.is_rating:
            texts = (self.rating_label, *texts[1:])
        return tuple((label, text) for (_field, label), text in zip(self.boxes, texts, strict=False))

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


def _on_page(number: int, prompt: Prompt, answer: Answer | None, goals: tuple[GoalOnPage, ...]) -> PromptOnPage:
    text, help_text = prompt_words(prompt)
    boxes = tuple(zip(FIELDS, boxes_of(prompt), strict=False))
    own_goals = goals if prompt.kind == PromptKind.GOALS else ()
    return PromptOnPage(prompt, number, text, help_text, boxes, answer, own_goals)


def boxes_of(prompt: Prompt) -> tuple[Words, ...]:
    """The names of a prompt's boxes; what else could explain a cause is asked only where help to think is offered."""
    names = BOXES[PromptKind(prompt.kind)]
    return names[:2] if prompt.kind == PromptKind.GROWTH and not prompt.has_scaffold else names


def words_of(answer: Answer) -> dict[str, str]:
    """What was written, by box; only in those that its question has."""
    return dict(zip(FIELDS[: len(boxes_of(answer.prompt))], answer.boxes, strict=False))


def own_reflection(session: ReflectionSession, person: Person) -> Reflection | None:
    """What the person has begun for this session. 1 query."""
    return Reflection.objects.select_related("template").filter(session=session, person=person).first()


def preparation(session: ReflectionSession, person: Person) -> Preparation:
    """The page on which the person prepares. At most 18 queries, however many prompts, and 4 for what is cited."""
    reflection = own_reflection(session, person)
    template = reflection.template if reflection else current_template(session, person)
    answers = (
        {answer.prompt_id: answer for answer in Answer.objects.filter(reflection=reflection)} if reflection else {}
    )
    prompts = list(Prompt.objects.filter(template=template).order_by("position"))
    goals = _goals(session, person, prompts, reflection)
    cited = citations_of(session, person, reflection)
    pages = (_on_page(at, prompt, answers.get(prompt.pk), goals) for at, prompt in enumerate(prompts, 1))
    return Preparation(
        session,
        reflection,
        template_title(template),
        template.minutes,
        tuple(replace(one, citations=cited.get(one.prompt.pk, ())) for one in pages),
        tuple(audience_choices(session, person)),
    )


def _goals(
    session: ReflectionSession, person: Person, prompts: Sequence[Prompt], reflection: Reflection | None
) -> tuple[GoalOnPage, ...]:
    """What the person judges, where a prompt asks for it. At most 4 queries."""
    if not any(prompt.kind == PromptKind.GOALS for prompt in prompts):
        return ()
    said = GoalVerdict.objects.filter(answer__reflection=reflection) if reflection else ()
    return goals_to_judge(session, person, said)


@dataclass(frozen=True)
class Beside:
    """What lies beside the prompts: goals, the frozen packet if one may read it, what is only one's own, links."""

    goals: tuple[str, ...]
    packet_as_of: datetime | None
    findings: tuple[str, ...]
    private: PrivatePane
    resources: tuple[plan_queries.ResourceShown, ...]


def beside(session: ReflectionSession, person: Person) -> Beside:
    """At most 17 queries."""
    school = session.cycle.school
    goals = UipGoal.objects.filter(school=school, year=session.cycle.year_id, is_archived=False)
    may_read = session.packet_id and plan_access.may_read_packet(person, session)
    packet = session.packet if may_read else None
    held = plan_queries.held_keys(person, session.packet.packet_id) if session.packet else frozenset()
    return Beside(
        tuple(goals.order_by("pk").values_list("title", flat=True)) if school.uses_uip else (),
        packet.as_of if packet else None,
        tuple(evidence.packet(packet, held=held).findings) if packet else (),
        private_pane(session, person, is_held=bool(held)),
        plan_queries.resources(Step.PREPARE),
    )
