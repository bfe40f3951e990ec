"""What people are told of who steps in. Rows in the transaction of the change."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from teams import notices as teams_notices
from teams.enums import Role
from teams.models import Appointment, Notice, Person
from teams.notices import Mail
from teams.templatetags.school_time import school_time

from . import notices, parts
from .enums import Reply, SessionState
from .models import Invitation, ReflectionSession

FACILITATOR_AWAY = "facilitator-away"
SUBSTITUTED = "facilitator-substituted"


def tell_away(session: ReflectionSession, *, at: datetime) -> None:
    """Tell the deputy and the leaders, once, that the facilitator of a meeting ahead cannot come."""
    people = {one.pk: one for one in (*_leaders(session), session.deputy) if one and one.pk != session.facilitator_id}
    if session.state == SessionState.SCHEDULED:
        key = f"{notices.moment_key(session)} {session.facilitator_id}"
        _put(FACILITATOR_AWAY, session, people.values(), key, at)


def tell_substitute(session: ReflectionSession, former: Person | None, *, at: datetime) -> None:
    """Tell that somebody else facilitates: everybody by one change while the meeting is ahead, else those concerned.

    `former` facilitated until now; `session` is as it stands.
    """
    people = {one.pk: one for one in (*_leaders(session), session.facilitator, former) if one}
    asked = list(Person.objects.filter(invitations__session=session, is_active=True))
    starts_at = session.starts_at
    if session.state == SessionState.SCHEDULED and starts_at is not None and starts_at > at:
        notices.announce_time(session, asked, at=at)
        people = {pk: one for pk, one in people.items() if pk not in {person.pk for person in asked}}
    _put(SUBSTITUTED, session, people.values(), str(session.version), at)


def _leaders(session: ReflectionSession) -> list[Person]:
    held = Appointment.objects.on().filter(role=Role.LEADER, school=session.cycle.school_id)
    return list(Person.objects.filter(pk__in=held.values("person_id"), is_active=True))


def _put(kind: str, session: ReflectionSession, people: Iterable[Person], key: str, at: datetime) -> None:
    teams_notices.put_many(
        kind, thing=session, people=people, due_at=at, at=at, occurrence=key, school=session.cycle.school
    )


def _session_of(notice: Notice) -> ReflectionSession | None:
    related = ("cycle__school", "team", "facilitator", "stands_in_for")
    return teams_notices.load(notice, ReflectionSession, *related)


def _is_away(notice: Notice) -> bool:
    """The one who said no still facilitates a meeting ahead at that time."""
    session = _session_of(notice)
    if session is None or session.state != SessionState.SCHEDULED:
        return False
    said_no = Invitation.objects.filter(session=session, person=session.facilitator_id, reply=Reply.NO)
    return notice.occurrence == f"{notices.moment_key(session)} {session.facilitator_id}" and said_no.exists()


def _still_stands_in(notice: Notice) -> bool:
    session = _session_of(notice)
    is_near = session is not None and session.state in (SessionState.SCHEDULED, SessionState.MEETING)
    return session is not None and is_near and str(session.version) == notice.occurrence


def _letter(notice: Notice, subject: str, line: str) -> Mail:
    session = _session_of(notice)
    if session is None:
        return teams_notices.letter(notice, subject=_("Who facilitates"), lines=[])
    words = {
        "team": session.team.name,
        "when": school_time(session.starts_at, session.cycle.school),
        "name": session.facilitator.name if session.facilitator else "",
    }
    place = parts.in_place_of(session)
    return teams_notices.letter(
        notice,
        subject=subject % words,
        lines=[line % words],
        facts=[(_("Facilitator"), place)] if place else [],
        action=(_("Open the session"), reverse("cycles:session", args=[session.pk])),
    )


def _away(notice: Notice) -> Mail:
    line = _(
        "%(name)s was to facilitate and cannot come. On the session's page the deputy can step in, or the leader "
        "names somebody."
    )
    return _letter(notice, _("Who facilitates %(team)s, %(when)s?"), line)


def _substituted(notice: Notice) -> Mail:
    return _letter(
        notice,
        _("%(name)s facilitates %(team)s, %(when)s"),
        _("The reflection meeting of %(team)s is led by %(name)s."),
    )


def register() -> None:
    """Make the kinds known; called from `CyclesConfig.ready`."""
    for kind, label, wanted, render in (
        (FACILITATOR_AWAY, gettext_lazy("A facilitator cannot come"), _is_away, _away),
        (SUBSTITUTED, gettext_lazy("Somebody else facilitates"), _still_stands_in, _substituted),
    ):
        teams_notices.register(kind, label=label, still_wanted=wanted, render=render, is_optional=False)


register()
