"""Surveys, and people to ask, for tests."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from surveys import actions
from surveys.enums import STAFF, Naming, QuestionKind, Thresholds
from surveys.models import Question, Survey, Ticket
from teams.models import Person, School

KINDS = {
    QuestionKind.RATING: actions.AskedQuestion(QuestionKind.RATING, "Our meetings help", "Las reuniones ayudan"),
    QuestionKind.CHOICE: actions.AskedQuestion(QuestionKind.CHOICE, "Keep it?", "¿Seguir?", ("Yes", "No")),
    QuestionKind.TEXT: actions.AskedQuestion(QuestionKind.TEXT, "What helps?", "¿Qué ayuda?"),
}
NONCE = "0123456789abcdef" * 4


def crowd(count: int) -> list[Person]:
    """So many people without any role."""
    made = [Person(email=f"voice{n}@example.org", name=f"Voice {n}", password="!") for n in range(count)]
    return Person.objects.bulk_create(made)


def make(
    school: School,
    *,
    naming: Naming = Naming.ANONYMOUS,
    thresholds: Thresholds = STAFF,
    kinds: Any = KINDS,
    **more: Any,
) -> Survey:
    words = {"title": "How do our meetings go?", "title_es": "¿Cómo van las reuniones?"}
    asked = [KINDS[kind] for kind in kinds]
    return actions.make_survey(school, **words, questions=asked, naming=naming, thresholds=thresholds, **more)


def opened(school: School, people: list[Person], **more: Any) -> Survey:
    """Open for a week from now."""
    survey, now = make(school, **more), timezone.now()
    actions.open_survey(survey, people=people, closes_at=now + timedelta(days=7), by=None, at=now)
    return survey


def question(survey: Survey, kind: QuestionKind) -> Question:
    return survey.questions.get(kind=kind)


def token_of(survey: Survey, person: Person, nonce: str = "") -> str:
    ticket = Ticket.objects.get(survey=survey, person=person)
    return actions.draw_ballot(ticket, nonce=nonce or f"{person.pk:064}", at=timezone.now())


def cast(survey: Survey, person: Person, *, at: datetime | None = None, **said: str) -> str:
    """Hand in a sheet: `rating="4"`, `choice="Yes"`, `text="…"`. Returns the token."""
    token = token_of(survey, person)
    content = {str(question(survey, QuestionKind(kind)).pk): value for kind, value in said.items()}
    actions.cast_ballot(Survey.objects.get(pk=survey.pk), token=token, content=content, at=at or timezone.now())
    return token


def cast_words(survey: Survey, person: Person, text: str) -> None:
    """Hand in a sheet with these words under the first question that asks for words, where one does."""
    content = {str(asked.pk): text for asked in survey.questions.filter(kind=QuestionKind.TEXT).order_by("pk")[:1]}
    actions.cast_ballot(survey, token=token_of(survey, person), content=content, at=timezone.now())


def closed(survey: Survey) -> Survey:
    """The survey after its end."""
    actions.close_survey(survey, at=timezone.now())
    return Survey.objects.get(pk=survey.pk)
