"""Answers under a name: saved as typed, handed in."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from surveys.enums import SurveyState
from surveys.models import Answer, Question, Survey, Ticket

from .refusals import AnswerChanged, SurveyOver


def _checked_open(ticket: Ticket, at: datetime) -> None:
    if not Survey.objects.filter(pk=ticket.survey_id, state=SurveyState.OPEN, closes_at__gt=at).exists():
        raise SurveyOver


@transaction.atomic
def save_answer(ticket: Ticket, *, question: Question, text: str, version: int, at: datetime) -> Answer:
    """Keep what was typed. `version` is the one that was on the page; 0 where none was.

    Raises `AnswerChanged` where a newer one stands there, `SurveyOver` after the end.
    """
    _checked_open(ticket, at)
    found = Answer.objects.filter(ticket=ticket, question=question).first()
    if found is None:
        try:
            with transaction.atomic():
                return Answer.objects.create(ticket=ticket, question=question, text=text)
        except IntegrityError:
            found = Answer.objects.get(ticket=ticket, question=question)
    if found.text == text:
        return found
    changed = Answer.objects.filter(pk=found.pk, version=version).update(text=text, version=F("version") + 1)
    found.refresh_from_db()
    if not changed:
        raise AnswerChanged(found)
    return found


@transaction.atomic
def finish_answers(ticket: Ticket, *, at: datetime) -> None:
    """Say that one is done: with names this is known at once. Twice is once."""
    _checked_open(ticket, at)
    Ticket.objects.filter(pk=ticket.pk).update(has_answered=True)
