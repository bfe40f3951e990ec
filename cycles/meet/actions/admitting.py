"""People in the room without a sign-in at hand: they ask by name, and who leads answers. The attack: `entering.py`."""

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.meet import entering
from cycles.meet.entrances import Admission, AdmittedCard, NameDoor
from cycles.meet.models import Card, Cause, Finished, Meeting, Vote
from cycles.plan.models import Invitation
from teams import audit
from teams.models import Person

from .refusals import RoomRefusal
from .steps import attend_meeting, touch
from .topics import clear_empty_topics
from .writing import write_in_phase

MOST_FOR_ONE, MOST_WAITING = 3, 30


class NotAtTheDoor(RoomRefusal):
    """Answered already, or not waiting any more."""

    status = 409


class DoorCrowded(RoomRefusal):
    """Too many ask at once, or too many under one name."""


# --- the door


@transaction.atomic
def open_door(meeting: Meeting, *, by: Person, at: datetime) -> None:
    """Let people ask by name, with the code on the screen from now on. Twice is once."""
    touch(meeting)
    NameDoor.objects.get_or_create(meeting=meeting, defaults={"opened_by": by, "opened_at": at})


@transaction.atomic
def shut_door(meeting: Meeting, *, by: Person, at: datetime) -> None:
    """Nobody asks any more, and who waits is declined; those who were admitted stay."""
    touch(meeting)
    NameDoor.objects.filter(meeting=meeting).delete()
    _waiting(meeting).update(ended_at=at, ended_by=by)


def _waiting(meeting: Meeting) -> Any:
    return Admission.objects.filter(meeting=meeting, admitted_at=None, ended_at=None)


@transaction.atomic
def ask_admission(meeting: Meeting, *, person: Person, at: datetime) -> str:
    """Somebody taps a name: who leads is shown it. Returns the browser's key.

    Refuses with `NotAtTheDoor` once it is shut, and with `DoorCrowded`.
    """
    touch(meeting)
    if not NameDoor.objects.filter(meeting=meeting).exists():
        raise NotAtTheDoor(_("Nobody is let in by name any more. Tell your facilitator who you are, or sign in."))
    waiting = _waiting(meeting)
    if waiting.filter(person=person).count() >= MOST_FOR_ONE or waiting.count() >= MOST_WAITING:
        raise DoorCrowded(_("Somebody has tapped this name already. Tell your facilitator who you are."))
    key = secrets.token_urlsafe(24)
    Admission.objects.create(meeting=meeting, person=person, key_hash=entering.key_hash(key), asked_at=at)
    return key


# --- who leads answers


@transaction.atomic
def admit(admission: Admission, *, by: Person, at: datetime) -> None:
    """Let this browser write in this meeting under the person's name; everyone sees that the person is here.

    Others who ask under the same name are declined. Refuses with `NotAtTheDoor`.
    """
    meeting = admission.meeting
    touch(meeting)
    same = Admission.objects.filter(meeting=meeting, person=admission.person_id, ended_at=None)
    is_taken = same.filter(admitted_at__isnull=False).exists()
    asks = _waiting(meeting).filter(pk=admission.pk) if not is_taken else Admission.objects.none()
    if not asks.update(admitted_at=at, admitted_by=by):
        raise NotAtTheDoor(_("This was answered already."))
    same.filter(admitted_at=None).update(ended_at=at, ended_by=by)
    attend_meeting(meeting, by=admission.person, at=at)
    _record("admitted by name", admission, by=by, at=at)


@transaction.atomic
def decline(admission: Admission, *, by: Person, at: datetime) -> None:
    """Not this person, or not now. Refuses with `NotAtTheDoor`."""
    touch(admission.meeting)
    if not _waiting(admission.meeting).filter(pk=admission.pk).update(ended_at=at, ended_by=by):
        raise NotAtTheDoor(_("This was answered already."))


@transaction.atomic
def end_admission(admission: Admission, *, by: Person, at: datetime, was_another: bool = False) -> None:
    """This browser writes no more. What was written stays, unless somebody else wrote it under the person's name.

    Then cards, votes and "finished" go, causes lose the name, and the person counts as not here yet. What lies sealed
    is nobody's and stays.
    """
    touch(admission.meeting)
    if not Admission.objects.filter(pk=admission.pk, ended_at=None).update(ended_at=at, ended_by=by):
        raise NotAtTheDoor(_("This was answered already."))
    if was_another:
        _take_out(admission)
    _record("admission taken back" if was_another else "admission ended", admission, by=by, at=at)


def _take_out(admission: Admission) -> None:
    meeting, person = admission.meeting, admission.person
    Card.objects.filter(admitted__admission=admission).delete()
    clear_empty_topics(meeting)
    Vote.objects.filter(topic__meeting=meeting, person=person).delete()
    Finished.objects.filter(meeting=meeting, person=person).delete()
    Cause.objects.filter(topic__meeting=meeting, proposed_by=person).update(proposed_by=None)
    Invitation.objects.filter(session=meeting.session_id, person=person).update(has_attended=None)


def _record(verb: str, admission: Admission, *, by: Person, at: datetime) -> None:
    session = admission.meeting.session
    audit.record(verb, session, by=by, at=at, subject=admission.person, school=session.cycle.school)


@transaction.atomic
def come_signed_in(meeting: Meeting, *, by: Person, at: datetime) -> None:
    """The person is here with their own sign-in: whoever asks, or writes, under their name does so no more."""
    if meeting.is_open and Admission.objects.filter(meeting=meeting, person=by, ended_at=None).exists():
        touch(meeting)
        Admission.objects.filter(meeting=meeting, person=by, ended_at=None).update(ended_at=at, ended_by=by)
    attend_meeting(meeting, by=by, at=at)


# --- what an admitted browser writes


@transaction.atomic
def write_admitted(admission: Admission, *, at: datetime, **said: Any) -> Card:
    """Write one card under the person's name, kept apart from what they wrote with their sign-in."""
    card = write_in_phase(admission.meeting, by=admission.person, at=at, **said)
    # sent again after a lost answer it is there already
    AdmittedCard.objects.get_or_create(card=card, defaults={"admission": admission})
    return card
