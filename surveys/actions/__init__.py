"""What was done: a survey made, opened, answered with a name or without, closed."""

from .asking import AskedQuestion, make_survey, open_survey
from .closing import close_due_surveys, close_survey, purge_old_findings
from .naming import finish_answers, save_answer
from .refusals import (
    AnswerChanged,
    DrawnElsewhere,
    NotYourBallot,
    OpenedBefore,
    SheetTooLong,
    SurveyOver,
    SurveyRefused,
    TooFewAsked,
)
from .voting import cast_ballot, check_token, confirm_ballot, draw_ballot

__all__ = [
    "AnswerChanged",
    "AskedQuestion",
    "DrawnElsewhere",
    "NotYourBallot",
    "OpenedBefore",
    "SheetTooLong",
    "SurveyOver",
    "SurveyRefused",
    "TooFewAsked",
    "cast_ballot",
    "check_token",
    "close_due_surveys",
    "close_survey",
    "confirm_ballot",
    "draw_ballot",
    "finish_answers",
    "make_survey",
    "open_survey",
    "purge_old_findings",
    "save_answer",
]
