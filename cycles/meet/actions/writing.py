"""Writing where the phase's rule says who does."""

from typing import Any

from django.utils.translation import gettext as _

from cycles.meet import phases
from cycles.meet.enums import CardKind, Writers
from cycles.meet.models import Card, Cause, Meeting, Topic
from teams.models import Person

from .cards import write_card
from .causes import propose_cause
from .refusals import NotYoursToWrite


def must_write(meeting: Meeting, by: Person) -> None:
    """Refuse who does not write in the current phase, by the rule that its protocol gives."""
    writers = meeting.phase.writers
    if writers == Writers.NOBODY:
        raise NotYoursToWrite(_("This step is for talking. You can park what should not be lost."))
    if writers == Writers.FACILITATOR and meeting.facilitator_id != by.pk:
        raise NotYoursToWrite(_("In this step who leads the meeting writes for the group. Say it aloud, or park it."))


def propose_in_phase(topic: Topic, *, by: Person, **said: Any) -> Cause:
    """Add to a chain of whys, where the rule of a phase that finds causes lets `by` write."""
    if phases.kind(topic.meeting.phase.kind).finds_causes:
        must_write(topic.meeting, by)
    return propose_cause(topic, by=by, **said)


def write_in_phase(meeting: Meeting, *, kind: CardKind | str, by: Person, **said: Any) -> Card:
    """Write one card of the current phase, where its rule lets `by` write; what is late is refused as late."""
    if kind in phases.kind(meeting.phase.kind).writes:
        must_write(meeting, by)
    return write_card(meeting, kind=kind, by=by, **said)
