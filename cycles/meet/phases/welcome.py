"""Welcome: how we work today, and the questions that the meeting answers."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from cycles.confer.queries import AgreedArea, agreed_areas, raised_lines
from cycles.meet import queries
from cycles.meet.enums import Beside
from cycles.meet.models import Meeting
from cycles.plan.queries import Voices

from .base import PhaseKind, Seat

NORMS = (
    _("We speak from evidence, and say what it is."),
    _("Everyone writes before anyone talks; every voice counts the same."),
    _("We look for causes in what we do and how we work, never in a person."),
    _("What is said here to learn from stays here; what we agree on goes into the record."),
)
# after the guide's essential questions, in our own words
QUESTIONS = (
    _("How do we celebrate what went well, and keep what led to it?"),
    _("How do we find the cause of what stalled, and adjust?"),
    _("How does the evidence guide what we change next?"),
)
ILT_QUESTION = _("How do we know how our teacher teams are doing, and what they need from us?")


@dataclass(frozen=True)
class Shown:
    """Norms and questions in the reader's language; what was agreed on, raised and said from outside before."""

    norms: tuple[str, ...]
    questions: tuple[str, ...]
    areas: tuple[AgreedArea, ...]
    raised: tuple[str, ...]
    heard: Voices | None


def show(meeting: Meeting, seat: Seat) -> Shown:
    """The same for everyone, but for what people from outside said. At most 4 queries; 6 for the ILT's meeting."""
    is_ilt, shows = meeting.session.team.is_ilt, meeting.phase.shows
    questions = QUESTIONS + ((ILT_QUESTION,) if is_ilt else ())
    return Shown(
        norms=tuple(map(str, NORMS)),
        questions=tuple(map(str, questions)),
        areas=agreed_areas(meeting.session) if is_ilt and Beside.AREAS in shows else (),
        raised=raised_lines(meeting.session) if Beside.RAISED in shows else (),
        heard=queries.heard(meeting, None if seat.is_screen else seat.person),
    )


PHASE = PhaseKind(
    key="welcome",
    label=_("Welcome"),
    show=show,
    beside=(Beside.AREAS, Beside.RAISED, Beside.VOICES),
    tips=(
        _("Say who leads, who takes notes and who keeps time."),
        _("Read one norm aloud and ask which one needs care today."),
    ),
)
