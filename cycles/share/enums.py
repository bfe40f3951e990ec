"""How a summary and its review stand."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SummaryState(TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")


class Response(TextChoices):
    """A superintendent's response to a summary."""

    WAITING = "waiting", _("Waiting for review")
    RESPONDED = "responded", _("Reviewed")
    QUESTIONS = "questions", _("Questions asked")


# a question that was answered can become a review; a review can be followed by a question
RESPONSE_STEPS: dict[Response, tuple[Response, ...]] = {
    Response.WAITING: (Response.RESPONDED, Response.QUESTIONS),
    Response.QUESTIONS: (Response.RESPONDED, Response.QUESTIONS),
    Response.RESPONDED: (Response.QUESTIONS,),
}
