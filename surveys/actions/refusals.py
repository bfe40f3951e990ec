"""What a survey refuses. The text is for the person."""

from django.utils.translation import gettext as _

from surveys.models import Answer


class SurveyRefused(Exception):
    """A change of a survey, or an answer, that cannot be; its text is for the person."""


class TooFewAsked(SurveyRefused):
    def __init__(self, least: int) -> None:
        words = _("Without names is offered only where at least %(least)s people are asked.")
        super().__init__(words % {"least": least})


class OpenedBefore(SurveyRefused):
    def __init__(self) -> None:
        super().__init__(_("This was opened before, so its questions and its rules stay."))


class SurveyOver(SurveyRefused):
    def __init__(self) -> None:
        super().__init__(_("The time for answers has passed. Nothing was kept of this one. Thank you."))


class NotYourBallot(SurveyRefused):
    def __init__(self) -> None:
        super().__init__(_("This sheet has no valid token. Open the page again from your own sign-in."))


class DrawnElsewhere(SurveyRefused):
    def __init__(self) -> None:
        super().__init__(
            _(
                "You took your one sheet in another browser. Only that one can hand it in or change it: "
                "the site itself does not know which sheet is yours."
            )
        )


class SheetTooLong(SurveyRefused):
    def __init__(self) -> None:
        super().__init__(_("This is longer than a sheet may be. Shorten one of the texts, then hand it in."))


class AnswerChanged(SurveyRefused):
    """Another window saved something else. `newer` is what stands now."""

    def __init__(self, newer: Answer) -> None:
        super().__init__(_("This was changed in another window. Below is what you typed here; saving keeps it."))
        self.newer = newer
