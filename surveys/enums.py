"""How a survey asks, whom, and how it stands; and how many it takes before anything is told."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Naming(TextChoices):
    NAMED = "named", _("With names")
    ANONYMOUS = "anonymous", _("Without names")


class SurveyState(TextChoices):
    DRAFT = "draft", _("Being prepared")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class QuestionKind(TextChoices):
    TEXT = "text", _("Text")
    RATING = "rating", _("Agreement, from 1 to 5")
    CHOICE = "choice", _("One of several")


TOP = 5
FAVOURABLE_FROM = 4
# a receipt is written for this many at once, or when the survey closes
RECEIPTS = 5
# how long what was found is kept
COMMENT_DAYS, FINDING_DAYS = 2 * 365, 5 * 365
RATINGS = [
    ("1", _("Disagree")),
    ("2", _("Rather disagree")),
    ("3", _("In between")),
    ("4", _("Rather agree")),
    ("5", _("Agree")),
]


@dataclass(frozen=True)
class Thresholds:
    """Fixed before the first answer: asked at least, answered at least, and for words; more than half of those asked?

    Below `least_comments` asked, a survey without names asks for no words at all.
    """

    least_asked: int
    least_answers: int
    least_comments: int
    needs_majority: bool


# without names; surveys with names have none
STAFF = Thresholds(8, 5, 8, True)
STUDENTS = Thresholds(16, 5, 8, False)
THINKING_MAPS = Thresholds(5, 5, 8, True)
NONE = Thresholds(0, 0, 0, False)
