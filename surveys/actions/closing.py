"""A survey comes to its end: counted in memory, told as coarsely as it must be, the box emptied, the key destroyed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import SystemRandom
from typing import Any

from django.db import transaction

from data_imports import privacy
from reflection_site import sealing
from surveys.enums import COMMENT_DAYS, FAVOURABLE_FROM, FINDING_DAYS, QuestionKind, SurveyState
from surveys.models import Comment, Draw, Finding, Question, Survey
from teams import audit, retention

from .voting import write_receipts

Sheets = Sequence[Mapping[str, Any]]


def close_due_surveys(*, at: datetime) -> int:
    """Close every survey whose end has come; returns how many."""
    due = Survey.objects.filter(state=SurveyState.OPEN, closes_at__lte=at).order_by("closes_at")
    return sum(close_survey(survey, at=at) for survey in due)


@transaction.atomic
def close_survey(survey: Survey, *, at: datetime) -> bool:
    """Close it and, if enough answered, publish what was found; False where somebody was faster."""
    survey = Survey.objects.select_for_update().select_related("school").get(pk=survey.pk)
    if survey.state != SurveyState.OPEN:
        return False
    if survey.is_anonymous:
        write_receipts(survey, at_least=1)
        _open_box(survey)
    # a survey with names is not told as findings: its answers stand under their names
    survey.state, survey.closed_at = SurveyState.CLOSED, at
    survey.save(update_fields=["state", "closed_at", "answered", "is_published"])
    audit.record("survey closed", survey, by=None, at=at, school=survey.school)
    return True


def _open_box(survey: Survey) -> None:
    sheets = sealing.take_out(survey, survey.ballots)
    Draw.objects.filter(survey=survey).delete()
    if not is_enough(survey, len(sheets)):
        return
    survey.answered, survey.is_published = len(sheets), True
    for question in survey.questions.order_by("position"):
        said = [sheet[str(question.pk)] for sheet in sheets if sheet.get(str(question.pk))]
        if question.kind == QuestionKind.TEXT:
            _keep_comments(question, said, enough=len(sheets) >= survey.least_comments)
        else:
            Finding.objects.bulk_create(_found(question, said, survey.least_answers))


def is_enough(survey: Survey, answered: int) -> bool:
    """Whether anything may be told when so many have answered."""
    has_majority = 2 * answered > survey.asked or not survey.needs_majority
    return answered >= survey.least_answers and has_majority


def _keep_comments(question: Question, said: Sequence[str], *, enough: bool) -> None:
    """Each question has an order of its own, so that nobody's words can be put together again."""
    if enough:
        mixed = list(said)
        SystemRandom().shuffle(mixed)
        Comment.objects.bulk_create(Comment(question=question, text=text) for text in mixed)


def _found(question: Question, said: Sequence[str], least: int) -> list[Finding]:
    """Shares in bands, and a mean from ten answers on; nothing where fewer than `least` answered this question."""
    if len(said) < least:
        return []
    if question.kind == QuestionKind.CHOICE:
        counted = Counter(said)
        shares = {option: privacy.favourable_band(counted[option], len(said)) for option in question.options}
        return [Finding(question=question, option=option, share=share.text) for option, share in shares.items()]
    ratings = [int(one) for one in said]
    favourable = sum(one >= FAVOURABLE_FROM for one in ratings)
    share = privacy.favourable_band(favourable, len(ratings)).text
    mean = privacy.survey_mean(sum(ratings) / len(ratings), len(ratings), favourable)
    return [Finding(question=question, share=share, mean="" if mean == privacy.HIDDEN else mean)]


@transaction.atomic
def purge_old_findings(*, at: datetime) -> int:
    """Delete words after two years and whole surveys after five; returns how many words."""
    comments = Comment.objects.filter(question__survey__closed_at__lt=at - timedelta(days=COMMENT_DAYS))
    school = "question__survey__school"
    words, _each = retention.unheld(comments, school=school, what="survey comments", at=at).delete()
    surveys = Survey.objects.filter(closed_at__lt=at - timedelta(days=FINDING_DAYS))
    retention.unheld(surveys, school="school", what="surveys", at=at).delete()
    if words:
        audit.record("survey comments deleted", by=None, at=at, count=words)
    return words
