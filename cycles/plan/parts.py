"""Who does what in a meeting, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from teams.models import Person

from .models import ReflectionSession


@dataclass(frozen=True)
class Part:
    """One part of a meeting and who has it; an empty name where nobody does."""

    label: str
    name: str


def parts(session: ReflectionSession) -> list[Part]:
    """The four parts, the facilitator always. Needs them fetched; no query."""
    held = [
        (_("Facilitator"), session.facilitator),
        (_("Deputy"), session.deputy),
        (_("Note-taker"), session.note_taker),
        (_("Timekeeper"), session.timekeeper),
    ]
    return [Part(label, person.name if person else "") for label, person in held if person or label == held[0][0]]


def own_parts(session: ReflectionSession, person: Person) -> list[str]:
    """What is asked of the person in the meeting, a sentence each. No query."""
    asked = [
        (session.facilitator_id, _("You facilitate: you open the room and lead the group through the agenda.")),
        (session.deputy_id, _("You are the deputy: you step in if the facilitator cannot.")),
        (session.note_taker_id, _("You take the notes, and tick who came.")),
        (session.timekeeper_id, _("You keep the time, so that every step gets its minutes.")),
    ]
    return [words for holder, words in asked if holder == person.pk]


def length(session: ReflectionSession) -> str:
    """How long it takes; extended time is said. Needs `team` fetched; no query."""
    words = {"minutes": session.minutes, "usual": session.team.usual_minutes}
    if session.minutes > session.team.usual_minutes:
        return _("%(minutes)s minutes: extended time, usually %(usual)s") % words
    return _("%(minutes)s minutes") % words


def in_place_of(session: ReflectionSession, leads: Person | None = None, *, is_today: bool = False) -> str:
    """That somebody facilitates in another's place, where it is so; `leads` is who leads the meeting now, if it is on.

    Needs the facilitator, and who they stand in for, fetched; no query.
    """
    who, former = leads or session.facilitator, session.stands_in_for or session.facilitator
    if who is None or former is None or who.pk == former.pk:
        return ""
    names = {"name": who.name, "former": former.name}
    if is_today:
        return _("%(name)s facilitates today in place of %(former)s") % names
    return _("%(name)s facilitates in place of %(former)s") % names
