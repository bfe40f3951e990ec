"""What the group answers to the essential questions, and where it sends what it parked."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.meet.enums import Essential, Onward
from cycles.meet.models import Card, EssentialAnswer, Meeting, ParkedTurn
from teams.models import Person

from .refusals import NothingChosen
from .steps import touch


@transaction.atomic
def answer_essential(
    meeting: Meeting, *, question: Essential | str, text: str, by: Person, at: datetime
) -> EssentialAnswer:
    """Keep the group's answer for the record; a later one replaces it."""
    touch(meeting)
    said = {"text": text, "recorded_by": by, "recorded_at": at}
    answer, _made = EssentialAnswer.objects.update_or_create(meeting=meeting, question=question, defaults=said)
    return answer


@transaction.atomic
def send_parked(card: Card, *, goes_to: Onward | str, by: Person, at: datetime) -> None:
    """Say where a parked item goes; a later word replaces it. What is settled is not handed on.

    One that was taken back a moment ago goes nowhere (`NothingChosen`).
    """
    touch(card.meeting)
    if not Card.objects.filter(pk=card.pk).exists():
        raise NothingChosen(_("Its author has just taken this item back."))
    said = {"goes_to": goes_to, "said_by": by, "said_at": at}
    ParkedTurn.objects.update_or_create(card=card, defaults=said)
