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
