"""What is there: a sheet to fill in, and what a closed survey found."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language

from .enums import QuestionKind, SurveyState
from .models import Question, Survey, Ticket

STEP = 5


def in_readers_language(text: str, text_es: str) -> str:
    """English where Spanish is missing."""
    return (text_es if (get_language() or "en").startswith("es") else "") or text


def title_of(survey: Survey) -> str:
    return in_readers_language(survey.title, survey.title_es)


def words_of(question: Question) -> str:
    return in_readers_language(question.text, question.text_es)


@dataclass(frozen=True)
class Sheet:
    """A person's page of a survey without names: the questions, never what anybody answered."""

    survey: Survey
    title: str
    questions: tuple[Question, ...]
    is_open: bool
    asks_words: bool


def sheet(ticket: Ticket, *, at: datetime) -> Sheet:
    """1 query."""
    survey = ticket.survey
    questions = tuple(survey.questions.order_by("position"))
    is_open = survey.state == SurveyState.OPEN and survey.closes_at is not None and at < survey.closes_at
    return Sheet(survey, title_of(survey), questions, is_open, any(one.kind == QuestionKind.TEXT for one in questions))


@dataclass(frozen=True)
class QuestionFound:
    """One question with what it found: rows of (option or nothing, share, mean), and words in no order."""

    text: str
    is_words: bool
    rows: tuple[tuple[str, str, str], ...]
    comments: tuple[str, ...]


def found(survey: Survey) -> tuple[QuestionFound, ...]:
    """What a closed survey found, question by question; nothing where too few answered. 3 queries."""
    questions = survey.questions.prefetch_related("findings", "comments").order_by("position")
    return tuple(
        QuestionFound(
            words_of(question),
            question.kind == QuestionKind.TEXT,
            tuple((one.option, one.share, one.mean) for one in sorted(question.findings.all(), key=lambda one: one.pk)),
            tuple(sorted(one.text for one in question.comments.all())),
        )
        for question in questions
    )


def answers_so_far(survey: Survey) -> int | None:
    """How many sheets are in, in steps of five; None below five. 1 query."""
    count = survey.ballots.count()
    return count // STEP * STEP or None
