"""The district's templates: the list, one version as a person sees it, its history."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q

from cycles.prepare.enums import Audience, PromptKind, Rating, TemplateKind, Words
from cycles.prepare.models import Prompt, Template
from teams.enums import CycleKind

from .pages import boxes_of, prompt_words, template_title


@dataclass(frozen=True)
class TemplateLine:
    """One kind of template: the version that sessions get now, and the draft of the next, where there is one."""

    kind: Words
    current: Template
    title: str
    questions: int
    draft: Template | None


@dataclass(frozen=True)
class TemplatesOf:
    """The templates of one kind of cycle."""

    cycle: Words
    lines: tuple[TemplateLine, ...]


def templates(*, with_drafts: bool) -> tuple[TemplatesOf, ...]:
    """Every kind, those for teachers last. 1 query."""
    wanted = Template.objects.filter(Q(is_current=True) | Q(is_draft=True)).select_related("changed_by")
    rows = list(wanted.annotate(questions=Count("prompts")))
    drafts = {(row.kind, row.cycle_kind): row for row in rows if row.is_draft and with_drafts}
    current = {(row.kind, row.cycle_kind): row for row in rows if row.is_current}
    return tuple(
        TemplatesOf(
            cycle.label,
            tuple(
                TemplateLine(
                    TemplateKind(kind).label, row, template_title(row), row.questions, drafts.get((kind, cycle))
                )
                for kind in TemplateKind.values
                if (row := current.get((kind, cycle)))
            ),
        )
        for cycle in CycleKind
    )


@dataclass(frozen=True)
class QuestionShown:
    """A question as a person gets it, with nothing written."""

    number: int
    text: str
    help: str
    boxes: tuple[Words, ...]
    is_required: bool
    seen_by: Words
    ratings: tuple[Words, ...]
    asks_verdicts: bool
    has_scaffold: bool


def question_shown(number: int, prompt: Prompt) -> QuestionShown:
    """In the language that is active. No query."""
    text, help_text = prompt_words(prompt)
    kind = PromptKind(prompt.kind)
    return QuestionShown(
        number,
        text,
        help_text,
        boxes_of(prompt),
        prompt.is_required,
        Audience(prompt.default_audience).label,
        tuple(rating.label for rating in Rating) if kind == PromptKind.RATING else (),
        kind == PromptKind.GOALS,
        prompt.has_scaffold and kind == PromptKind.GROWTH,
    )


def questions_shown(template: Template) -> tuple[QuestionShown, ...]:
    """A template's questions in the language that is active. 1 query."""
    prompts = Prompt.objects.filter(template=template).order_by("position")
    return tuple(question_shown(number, prompt) for number, prompt in enumerate(prompts, 1))


@dataclass(frozen=True)
class VersionLine:
    """One version in the history; `at` is empty where it came with the program."""

    pk: int
    version: int
    at: datetime | None
    by: str
    is_current: bool
    is_draft: bool


def versions_of(template: Template, *, with_drafts: bool) -> tuple[VersionLine, ...]:
    """All versions of the kind, the newest first. 1 query."""
    alike = Template.objects.filter(kind=template.kind, cycle_kind=template.cycle_kind).select_related("changed_by")
    shown = alike if with_drafts else alike.filter(is_draft=False)
    return tuple(
        VersionLine(
            row.pk,
            row.version,
            row.published_at,
            row.changed_by.name if row.changed_by else "",
            row.is_current,
            row.is_draft,
        )
        for row in shown.order_by(F("version").desc())
    )


def prompts_of(template: Template) -> list[Prompt]:
    """A template's questions as they were written, in order. 1 query."""
    return list(Prompt.objects.filter(template=template).order_by("position"))
