"""Meetings ahead pass to a successor when a person is replaced: their parts in them, and their invitations."""

from datetime import date, datetime

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from teams import audit, handover
from teams.handover import Held
from teams.models import Person, School

from . import notices
from .actions.invitations import whole_session
from .enums import SessionState
from .models import Invitation, ReflectionSession

PARTS = ("facilitator", "deputy", "note_taker", "timekeeper")


def _part_of(person: Person) -> Q:
    return (
        Q(facilitator=person)
        | Q(deputy=person)
        | Q(note_taker=person)
        | Q(timekeeper=person)
        | Q(invitations__person=person)
    )


def _ahead(person: Person, schools: QuerySet[School], since: date) -> QuerySet[ReflectionSession]:
    """Sessions from `since` on, or without a day yet, in which the person has a part or to which they are invited."""
    rows = ReflectionSession.objects.filter(
        _part_of(person),
        Q(meets_on=None) | Q(meets_on__gte=since),
        state__in=[SessionState.PLANNED, SessionState.SCHEDULED],
        cycle__school__in=schools,
    )
    return rows.select_related("cycle__school", "team", "facilitator").order_by("meets_on", "pk").distinct()


def _words(session: ReflectionSession, person: Person) -> str:
    facilitates = session.facilitator_id == person.pk
    words = _("%(team)s, facilitates") if facilitates else _("%(team)s")
    return words % {"team": session.team.name}


def _held(person: Person, schools: QuerySet[School], since: date) -> list[Held]:
    return [
        Held(_words(session, person), session.meets_on, reverse("cycles:session", args=[session.pk]))
        for session in _ahead(person, schools, since)
    ]


def _hand_over(
    person: Person, *, successor: Person, schools: QuerySet[School], since: date, by: Person, at: datetime
) -> int:
    sessions = list(_ahead(person, schools, since))
    for session in sessions:
        _pass_on(session, person, successor, by=by, at=at)
    return len(sessions)


def _pass_on(session: ReflectionSession, person: Person, successor: Person, *, by: Person, at: datetime) -> None:
    """The successor is told as one who joins, everybody of a changed part, and who leaves that it is off for them."""
    parts = {part: successor for part in PARTS if getattr(session, f"{part}_id") == person.pk}
    if parts:
        ReflectionSession.objects.filter(pk=session.pk).update(version=F("version") + 1, changed_at=at, **parts)
    left = Invitation.objects.filter(session=session, person=person)
    was_guest = left.values_list("is_guest", flat=True).first()
    left.delete()

    Invitation.objects.get_or_create(session=session, person=successor, defaults={"is_guest": bool(was_guest)})
    after = whole_session(session)
    if after.state == SessionState.SCHEDULED:
        if parts:
            notices.announce_time(after, Person.objects.filter(invitations__session=after, is_active=True), at=at)
        else:
            notices.announce_to(after, [successor], at=at)
        notices.announce_leaving(after, [person], at=at)
    audit.record("meeting handed over", after, by=by, at=at, subject=person, school=after.cycle.school)


handover.register("meetings", label=gettext_lazy("Meetings ahead"), held=_held, hand_over=_hand_over)
