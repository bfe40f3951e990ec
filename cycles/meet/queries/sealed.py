"""Cards without names, while nobody may see them."""

from dataclasses import dataclass

from django.db.models import QuerySet

from cycles.meet import phases
from cycles.meet.boxes import CardBox
from cycles.meet.enums import RevealRule, Writers
from cycles.meet.models import Card, Meeting
from cycles.plan.models import Invitation, ReflectionSession
from cycles.prepare.enums import Audience
from cycles.prepare.models import Answer, Example


@dataclass(frozen=True)
class Writing:
    """How people write in a phase: into `box` (its key), or with names because too few are here.

    `is_late`: the others' cards are shown already. Never how many cards there are, or whose.
    """

    box: str
    is_late: bool
    is_few: bool


def shut_box(meeting: Meeting) -> CardBox | None:
    """Where cards go in the phase that the meeting is in; None where they have names. 1 query, or none."""
    if meeting.phase.reveal != RevealRule.ANONYMOUS:
        return None
    return sealed_boxes(meeting.session_id).filter(phase=meeting.phase_id, is_early=False).first()


def sealed_boxes(session: int) -> QuerySet[CardBox]:
    """The session's boxes that nobody has opened."""
    return CardBox.objects.filter(session=session, seal_salt__isnull=False)


def early_box(session: int, kind: str) -> CardBox | None:
    """What lies sealed from before the meeting for a step of this kind, and is not the step's own box yet. 1 query."""
    return sealed_boxes(session).filter(phase__kind=kind, is_early=True).first()


def writing(meeting: Meeting) -> Writing:
    """How people write now. 1 query in a phase without names, else none."""
    box = shut_box(meeting)
    phase = meeting.phase
    asks = phase.reveal == RevealRule.ANONYMOUS and phase.writers == Writers.EVERYONE
    asks = asks and bool(phases.kind(phase.kind).writes)
    return Writing(str(box.pk) if box else "", bool(box and box.is_late), asks and box is None)


def present(meeting: Meeting) -> int:
    """How many of those invited have come. 1 query."""
    return Invitation.objects.filter(session=meeting.session_id, has_attended=True).count()


def is_read_under_a_name(session: ReflectionSession, text: str) -> bool:
    """Whether just these words stand on a named card, or in an answer that its author shared or showed. 3 queries."""
    wanted = _plain(text)
    named = Card.objects.filter(meeting__session=session, author__isnull=False).values_list("text", "because")
    shared = Answer.objects.filter(reflection__session=session, reflection__submitted_at__isnull=False)
    told = shared.exclude(audience=Audience.ME).values_list("text", "second_text", "third_text")
    models = Example.objects.filter(reflection__session=session)
    told_as_model = models.values_list("text", "second_text", "third_text")
    return any(wanted == _plain(words) for row in (*named, *told, *told_as_model) for words in row)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
