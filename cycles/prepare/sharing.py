"""What was done: an answer read by somebody, shown to the team as a model, taken back; one's own words deleted."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from cycles.plan.models import ReflectionSession
from teams import audit, retention
from teams.models import Person, SchoolYear

from . import actions, queries
from .models import Answer, Example, Reading, Reflection


class NothingToShow(Exception):
    """An empty answer is no model."""

    def __init__(self) -> None:
        super().__init__(_("Write something there first; then you can show it to your team."))


def note_readings(lines: Iterable[queries.SharedLine], session: ReflectionSession, *, by: Person, at: datetime) -> None:
    """Keep who opened which answers on which day at the school, once a day; one's own count for nothing. 2 queries."""
    day = at.astimezone(session.cycle.school.zone).date()
    asked = Answer.objects.filter(pk__in=[line.answer for line in lines]).exclude(reflection__person=by)
    readings = [Reading(answer_id=pk, reader=by, read_on=day) for pk in asked.values_list("pk", flat=True)]
    Reading.objects.bulk_create(readings, ignore_conflicts=True)


@transaction.atomic
def show_example(session: ReflectionSession, *, prompt: int, by: Person, at: datetime) -> Example:
    """Show the team what stands under one's own prompt now, as a model from the lead who wrote it.

    It is a copy: shown again, it is what stands there then. Raises `NothingToShow`.
    """
    answer = Answer.objects.filter(reflection__session=session, reflection__person=by, prompt=prompt).first()
    if answer is None or answer.is_empty:
        raise NothingToShow
    words = dict(zip(queries.FIELDS, answer.boxes, strict=True))
    example, _is_new = Example.objects.update_or_create(
        reflection_id=answer.reflection_id, prompt_id=prompt, defaults={**words, "shown_at": at}
    )
    audit.record("answer shown as a model", session, by=by, at=at, school=session.cycle.school)
    return example


@transaction.atomic
def take_back_example(session: ReflectionSession, *, prompt: int, by: Person, at: datetime) -> None:
    """The team no longer sees it."""
    mine = Example.objects.filter(reflection__session=session, reflection__person=by, prompt=prompt)
    if mine.delete()[0]:
        audit.record("model answer taken back", session, by=by, at=at, school=session.cycle.school)


@transaction.atomic
def delete_words(reflection: Reflection, *, by: Person, at: datetime) -> None:
    """Delete everything that its author wrote there. That they were ready stays true once people have met over it."""
    session = reflection.session
    try:
        actions.reopen_reflection(reflection, by=by, at=at)
    except actions.MeetingBegun:
        reflection.answers.all().delete()
        reflection.examples.all().delete()
    else:
        reflection.delete()
    audit.record("own reflection deleted", session, by=by, at=at, school=session.cycle.school)


def forget_old_words(*, at: datetime) -> int:
    """Delete what was written in school years whose following year is over too; how many answers."""
    later = SchoolYear.objects.filter(starts_on__gt=OuterRef("ends_on"), ends_on__lt=at.date())
    old = {"reflection__session__cycle__year__in": SchoolYear.objects.filter(Exists(later))}
    school = "reflection__session__cycle__school"
    retention.unheld(Example.objects.filter(**old), school=school, what="examples", at=at).delete()
    answers = retention.unheld(Answer.objects.filter(**old), school=school, what="reflections", at=at)
    return answers.delete()[1].get("cycles.Answer", 0)
