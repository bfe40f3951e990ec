"""A survey made and opened. Its rules are fixed before the first answer."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from reflection_site.sealing import new_salt
from surveys.enums import Naming, QuestionKind, SurveyState, Thresholds
from surveys.models import Question, Survey, Ticket
from teams import audit
from teams.models import Person, School

from .refusals import OpenedBefore, TooFewAsked


@dataclass(frozen=True)
class AskedQuestion:
    """A question as it is asked, in both languages."""

    kind: QuestionKind
    text: str
    text_es: str
    options: tuple[str, ...] = ()


@transaction.atomic
def make_survey(
    school: School,
    *,
    title: str,
    title_es: str,
    questions: Sequence[AskedQuestion],
    naming: Naming,
    thresholds: Thresholds,
    reader: Person | None = None,
    keeps_receipts: bool = False,
) -> Survey:
    """A survey that nobody is asked yet."""
    survey = Survey.objects.create(
        school=school,
        title=title,
        title_es=title_es,
        naming=naming,
        reader=reader,
        keeps_receipts=keeps_receipts,
        seal_salt=new_salt() if naming == Naming.ANONYMOUS else None,
        **asdict(thresholds),
    )
    Question.objects.bulk_create(
        Question(survey=survey, position=place, **{**asdict(one), "options": list(one.options)})
        for place, one in enumerate(questions, 1)
    )
    return survey


@transaction.atomic
def open_survey(
    survey: Survey, *, people: Iterable[Person], closes_at: datetime, by: Person | None, at: datetime
) -> None:
    """Ask these people until `closes_at`. Raises `TooFewAsked`, and `OpenedBefore` the second time.

    Without names and with fewer than `least_comments` asked, it asks for no words.
    """
    asked = list({person.pk: person for person in people}.values())
    if survey.is_anonymous and len(asked) < survey.least_asked:
        raise TooFewAsked(survey.least_asked)
    opened = Survey.objects.filter(pk=survey.pk, state=SurveyState.DRAFT).update(
        state=SurveyState.OPEN, asked=len(asked), closes_at=closes_at
    )
    if not opened:
        raise OpenedBefore
    if survey.is_anonymous and len(asked) < survey.least_comments:
        survey.questions.filter(kind=QuestionKind.TEXT).delete()
    Ticket.objects.bulk_create(Ticket(survey=survey, person=person) for person in asked)
    survey.refresh_from_db()
    audit.record("survey opened", survey, by=by, at=at, school=survey.school, count=len(asked))
