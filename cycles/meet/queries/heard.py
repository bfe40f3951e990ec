"""What people from outside said before the meeting, for those whom they said it to."""

from django.utils import timezone

from cycles.meet.enums import Beside
from cycles.meet.models import Meeting
from cycles.plan import access as plan_access
from cycles.plan.enums import VoiceQuestion
from cycles.plan.queries import Voices, voices
from teams.models import Person


def heard(meeting: Meeting, reader: Person | None, *questions: VoiceQuestion) -> Voices | None:
    """What was said under `questions` (all where none is named); None where this reader reads nothing.

    The readers are those whom the page of questions names: guests in the room are not among them, nor is who stands
    before the projector (`reader` None). At most 3 queries; 1 where nobody was asked, none where the phase lays it not
    beside.
    """
    if reader is None or Beside.VOICES not in meeting.phase.shows:
        return None
    said = voices(meeting.session, reader, at=timezone.now())
    found = said.under(questions) if questions else said
    if (
        (questions and not found.heard)
        or found.is_empty
        or not plan_access.voice_readers(meeting.session).filter(pk=reader.pk).exists()
    ):
        return None
    return found
