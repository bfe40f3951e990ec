"""What was done: a verdict on one goal saved as typed. It is part of an answer and has the answer's audience."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from teams.models import Person

from . import access, queries
from .actions import ReflectionReady
from .enums import Audience
from .models import Answer, GoalVerdict, Prompt, Reflection


class VerdictChanged(Exception):
    """The same verdict was saved from another window first; `newer` is what stands there."""

    def __init__(self, newer: GoalVerdict) -> None:
        super().__init__(_("This verdict was changed in another window. Both versions are shown; choose or join them."))
        self.newer = newer


@transaction.atomic
def save_verdict(
    reflection: Reflection,
    *,
    prompt: Prompt,
    sort: str,
    pk: int,
    verdict: str,
    evidence: str,
    version: int,
    by: Person,
    at: datetime,
) -> GoalVerdict:
    """Keep a verdict on one thing (`sort` and `pk`). `version` is the one that was on the page; 0 where none was.

    Raises `VerdictChanged` where a newer one stands there (nothing is overwritten), `ReflectionReady` after the
    reflection was handed in.
    """
    if Reflection.objects.filter(pk=reflection.pk, submitted_at__isnull=False).exists():
        raise ReflectionReady
    thing = {f"{sort}_id": pk}
    content = {"verdict": verdict, "evidence": evidence}
    found, is_new = _first(begin_answer(reflection, prompt, by=by, at=at), thing, content, at)
    if is_new or all(getattr(found, name) == value for name, value in content.items()):
        return found
    rows = GoalVerdict.objects.filter(pk=found.pk, version=version)
    changed = rows.update(**content, version=F("version") + 1, saved_at=at)
    found.refresh_from_db()
    if not changed:
        raise VerdictChanged(found)
    return found


def _first(answer: Answer, thing: dict[str, int], content: dict[str, str], at: datetime) -> tuple[GoalVerdict, bool]:
    """What stands there, or the first word on it."""
    found = GoalVerdict.objects.filter(answer=answer, **thing).first()
    if found:
        return found, False
    try:
        with transaction.atomic():
            return GoalVerdict.objects.create(answer=answer, **thing, **content, saved_at=at), True
    except IntegrityError:
        return GoalVerdict.objects.get(answer=answer, **thing), False


def begin_answer(reflection: Reflection, prompt: Prompt, *, by: Person, at: datetime) -> Answer:
    """The answer that something is to be part of; a first one has the audience that the page names before any saving.

    Its version 0 is the one that such a page carries, so that its words meet no conflict.
    """
    found = Answer.objects.filter(reflection=reflection, prompt=prompt).first()
    if found:
        return found
    offered = {one.audience for one in queries.audience_choices(reflection.session, by) if one.is_offered}
    audience = Audience(prompt.default_audience) if prompt.default_audience in offered else Audience.ME
    answer, is_new = Answer.objects.get_or_create(
        reflection=reflection, prompt=prompt, defaults={"audience": audience, "version": 0, "saved_at": at}
    )
    if is_new and audience == Audience.LEAD:
        answer.addressed_to.set(access.leads_of(reflection.session, by))
    return answer
