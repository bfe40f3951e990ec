"""One ballot each, and nobody knows whose.

Signed in, a person's browser has a number of its own choosing signed once (`draw_ballot`); with that token it puts
its sheet into the box as nobody (`cast_ballot`), again where it changes its mind. A lost answer of either changes
nothing: both may be asked twice.
"""

import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from reflection_site import sealing
from reflection_site.encryption import keyed_hash
from surveys.enums import RECEIPTS, SurveyState
from surveys.models import Draw, Survey, Ticket

from .refusals import DrawnElsewhere, NotYourBallot, SheetTooLong, SurveyOver

SHORTEST, LONGEST = 32, 128


def _signature(survey: Survey, nonce: str) -> str:
    return keyed_hash(f"{survey.pk}:{nonce}", "ballot token")


def mark_of(survey: Survey, person_pk: int) -> str:
    """How the draw of a person is known while the survey is open; without its salt, nobody can tell again."""
    return keyed_hash(f"{bytes(survey.seal_salt or b'').hex()}:{person_pk}", "ballot draw")


def _checked_open(survey: Survey, at: datetime) -> None:
    is_open = survey.state == SurveyState.OPEN and survey.is_sealed
    if not is_open or survey.closes_at is None or at >= survey.closes_at:
        raise SurveyOver


@transaction.atomic
def draw_ballot(ticket: Ticket, *, nonce: str, at: datetime) -> str:
    """The token of the person's one ballot, for the number that their browser chose.

    Asked again with the same number it is the same token; with another one, `DrawnElsewhere`.
    """
    survey = Survey.objects.select_for_update().get(pk=ticket.survey_id)
    _checked_open(survey, at)
    if not SHORTEST <= len(nonce) <= LONGEST or not nonce.isalnum():
        raise NotYourBallot
    nonce_hash = keyed_hash(f"{survey.pk}:{nonce}", "ballot nonce")
    draw, _made = Draw.objects.get_or_create(
        survey=survey, mark=mark_of(survey, ticket.person_id), defaults={"nonce_hash": nonce_hash}
    )
    if not hmac.compare_digest(draw.nonce_hash, nonce_hash):
        raise DrawnElsewhere
    return f"{nonce}.{_signature(survey, nonce)}"


def check_token(survey: Survey, token: str) -> None:
    """`NotYourBallot`, unless it was drawn for this survey."""
    nonce, _, signature = token.partition(".")
    if not hmac.compare_digest(signature.encode(), _signature(survey, nonce).encode()):
        raise NotYourBallot


def cast_ballot(survey: Survey, *, token: str, content: Mapping[str, Any], at: datetime) -> None:
    """Seal a sheet, or put it in the place of the one that the same token handed in. Nothing tells when.

    Raises `NotYourBallot`, `SurveyOver`, `SheetTooLong`.
    """
    check_token(survey, token)
    _checked_open(survey, at)
    try:
        sealing.put(survey, survey.ballots, content, token=token)
    except sealing.BoxOpened as opened:
        raise SurveyOver from opened
    except sealing.TooLong as long:
        raise SheetTooLong from long


@transaction.atomic
def confirm_ballot(ticket: Ticket, *, at: datetime) -> None:
    """The browser says that its sheet is in. Tickets learn it once five have said so, or at the end."""
    survey = Survey.objects.select_for_update().get(pk=ticket.survey_id)
    _checked_open(survey, at)
    if survey.keeps_receipts:
        Draw.objects.filter(survey=survey, mark=mark_of(survey, ticket.person_id)).update(is_done=True)
        write_receipts(survey, at_least=RECEIPTS)


def write_receipts(survey: Survey, *, at_least: int) -> None:
    """Flag the tickets of those who said so, if they are at least so many that are not flagged yet."""
    done = set(Draw.objects.filter(survey=survey, is_done=True).values_list("mark", flat=True))
    waiting = Ticket.objects.filter(survey=survey, has_answered=False).values_list("pk", "person_id")
    found = [pk for pk, person_pk in waiting if mark_of(survey, person_pk) in done]
    if len(found) >= at_least:
        Ticket.objects.filter(pk__in=found).update(has_answered=True)
