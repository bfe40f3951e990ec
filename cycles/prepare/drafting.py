"""What was done: a template's next version drafted, saved as typed, published, put aside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from teams import audit
from teams.models import Person

from .models import Prompt, Template

# what a question is, besides its place
QUESTION = ("kind", "text", "text_es", "help", "help_es", "is_required", "default_audience", "has_scaffold")
WORDS = ("title", "title_es", "minutes")
FAR = 1000


@dataclass(frozen=True)
class Content:
    """A whole template as it was typed: its words, and its questions in order, each with its `pk` (None: a new one)."""

    words: dict[str, Any]
    questions: Sequence[dict[str, Any]]


class DraftChanged(Exception):
    """The draft was saved from another window first; `newer` is what stands there."""

    def __init__(self, newer: Template) -> None:
        super().__init__(
            _("This draft was changed in another window. Nothing was overwritten: both versions are shown.")
        )
        self.newer = newer


class DraftGone(Exception):
    """Somebody published the draft or put it aside meanwhile."""

    def __init__(self) -> None:
        super().__init__(_("This draft was published or put aside meanwhile. Your words are still here to copy."))


@transaction.atomic
def begin_draft(template: Template, *, by: Person, at: datetime) -> Template:
    """The draft of the next version, with the words of `template`; where there is one already, that one."""
    found = _draft_like(template)
    if found:
        return found
    words = {name: getattr(template, name) for name in ("kind", "cycle_kind", *WORDS)}
    try:
        with transaction.atomic():
            draft = Template.objects.create(
                **words, version=_next(template), is_current=False, is_draft=True, changed_at=at, changed_by=by
            )
    except IntegrityError:
        return Template.objects.get(kind=template.kind, cycle_kind=template.cycle_kind, is_draft=True)
    copied = template.prompts.order_by("position").values(*QUESTION)
    _write(draft, [{"pk": None, **question} for question in copied])
    return draft


def _draft_like(template: Template) -> Template | None:
    return Template.objects.filter(kind=template.kind, cycle_kind=template.cycle_kind, is_draft=True).first()


def _next(template: Template) -> int:
    """The number after every other version of the kind."""
    others = Template.objects.filter(kind=template.kind, cycle_kind=template.cycle_kind).exclude(pk=template.pk)
    highest = others.aggregate(highest=Max("version"))["highest"] or 0
    return max(highest, 0 if template.is_draft else template.version) + 1


def _write(draft: Template, questions: Sequence[dict[str, Any]]) -> None:
    """A question keeps its row wherever it moves, so that its fields keep their names. At most 5 queries."""
    there = set(draft.prompts.values_list("pk", flat=True))
    rows = [
        Prompt(**{**question, "pk": question["pk"] if question["pk"] in there else None}, template=draft, position=at)
        for at, question in enumerate(questions, 1)
    ]
    kept = [row for row in rows if row.pk]
    draft.prompts.exclude(pk__in=[row.pk for row in kept]).delete()
    # out of the way first: two rows never hold one place
    draft.prompts.update(position=F("position") + FAR)
    Prompt.objects.bulk_update(kept, [*QUESTION, "position"])
    Prompt.objects.bulk_create(row for row in rows if not row.pk)


@transaction.atomic
def save_draft(draft: Template, *, content: Content, revision: int, by: Person, at: datetime) -> Template:
    """Keep what was typed, complete or not. `revision` is the one that was on the page.

    Raises `DraftChanged` where a newer one stands there, `DraftGone` where it is no draft any more.
    """
    rows = Template.objects.filter(pk=draft.pk, is_draft=True, revision=revision)
    if not rows.update(**content.words, revision=F("revision") + 1, changed_at=at, changed_by=by):
        newer = Template.objects.select_related("changed_by").filter(pk=draft.pk, is_draft=True).first()
        raise DraftChanged(newer) if newer else DraftGone
    _write(draft, content.questions)
    draft.refresh_from_db()
    return draft


@transaction.atomic
def publish_draft(draft: Template, *, content: Content, revision: int, by: Person, at: datetime) -> Template:
    """Save the draft and make it the version that sessions get from now on; earlier ones stay where they are pinned.

    Raises as `save_draft` does: of two windows that publish, one wins.
    """
    saved = save_draft(draft, content=content, revision=revision, by=by, at=at)
    alike = Template.objects.filter(kind=saved.kind, cycle_kind=saved.cycle_kind)
    alike.filter(is_current=True).update(is_current=False)
    alike.filter(pk=saved.pk).update(is_draft=False, is_current=True, published_at=at, version=_next(saved))
    saved.refresh_from_db()
    audit.record("template published", saved, by=by, at=at)
    return saved


@transaction.atomic
def discard_draft(draft: Template, *, by: Person, at: datetime) -> None:
    """Put a draft aside for good. Raises `DraftGone` where it was published meanwhile."""
    deleted, _each = Template.objects.filter(pk=draft.pk, is_draft=True).delete()
    if not deleted:
        raise DraftGone
    audit.record("template draft put aside", draft, by=by, at=at)
