"""What a mail about a session or a cycle says, in the reader's language and the school's time."""

from django.urls import reverse
from django.utils.translation import gettext as _

from teams import notices as teams_notices
from teams.models import Notice, Person, School
from teams.notices import Mail
from teams.templatetags.school_time import long_day, school_time

from . import calendar, parts
from .enums import SessionState
from .models import Cycle, ReflectionSession


def _session(notice: Notice) -> ReflectionSession | None:
    related = ("cycle__school", "team", "facilitator", "stands_in_for")
    return teams_notices.load(notice, ReflectionSession, *related)


def _facts(session: ReflectionSession, school: School, reader: Person) -> list[tuple[str, str]]:
    facts = [
        (_("When"), school_time(session.starts_at, school)),
        (_("How long"), parts.length(session)),
        (_("Where"), session.place),
        (_("Video link"), session.video_link),
        (_("Facilitator"), parts.in_place_of(session) or (session.facilitator.name if session.facilitator else "")),
        *((_("Your part"), words) for words in parts.own_parts(session, reader)),
    ]
    return [fact for fact in facts if fact[1]]


def attendees(session: ReflectionSession, reader: Person) -> list[calendar.Attendee]:
    """The team's people, and the reader; guests do not learn of each other. One query."""
    rows = session.invitations.select_related("person").order_by("person__name", "pk")
    return [
        calendar.Attendee(row.person.name, row.person.email, row.reply)
        for row in rows
        if not row.is_guest or row.person_id == reader.pk
    ]


def _letter(notice: Notice, subject: str, lines: list[str], method: str) -> Mail:
    session = _session(notice)
    if session is None:
        return teams_notices.letter(notice, subject=subject, lines=lines)
    school = session.cycle.school
    calendar_part = None
    if method and session.starts_at is not None:
        everyone = attendees(session, notice.person)
        calendar_part = calendar.calendar_file(session, method=method, attendees=everyone, at=notice.created_at)
    return teams_notices.letter(
        notice,
        subject=subject % {"team": session.team.name, "when": school_time(session.starts_at, school)},
        lines=[line % {"team": session.team.name, "when": school_time(session.starts_at, school)} for line in lines],
        facts=_facts(session, school, notice.person),
        action=(_("Open the session"), reverse("cycles:session", args=[session.pk])),
        calendar=calendar_part,
        calendar_method=method if calendar_part else "",
    )


def invitation(notice: Notice) -> Mail:
    return _letter(
        notice,
        _("%(team)s reflection: %(when)s"),
        [_("You are invited to the reflection meeting of %(team)s. Please say on its page whether you can come.")],
        calendar.REQUEST,
    )


def change(notice: Notice) -> Mail:
    return _letter(
        notice,
        _("Changed: %(team)s reflection, %(when)s"),
        [_("The reflection meeting of %(team)s was changed. This is how it stands now.")],
        calendar.REQUEST,
    )


def cancellation(notice: Notice) -> Mail:
    """The meeting is called off, or goes on without this person, who left the team."""
    session = _session(notice)
    if session is not None and session.state != SessionState.CANCELLED:
        line = _("You are no longer invited to the reflection meeting of %(team)s. Nobody will remind you of it.")
    else:
        line = _("The reflection meeting of %(team)s does not take place. Nobody will remind you of it any more.")
    return _letter(notice, _("Cancelled: %(team)s reflection, %(when)s"), [line], calendar.CANCEL)


def tomorrow(notice: Notice) -> Mail:
    return _letter(
        notice,
        _("Coming up: %(team)s reflection, %(when)s"),
        [_("The reflection meeting of %(team)s is on the next school day.")],
        "",
    )


def opened(notice: Notice) -> Mail:
    cycle = teams_notices.load(notice, Cycle, "school", "term")
    if cycle is None:
        return teams_notices.letter(notice, subject=_("A reflection cycle has opened"), lines=[])
    words = {"kind": cycle.get_kind_display(), "term": cycle.term.name, "day": long_day(cycle.term.ends_on)}
    return teams_notices.letter(
        notice,
        subject=_("%(kind)s reflection: sessions are waiting for a time") % words,
        lines=[
            _("%(term)s closes on %(day)s, so the reflection cycle has opened: one session for the ILT and each team.")
            % words,
            _("Please give each session a time, a place and a facilitator. A time is proposed for each."),
        ],
        action=(_("Plan the sessions"), reverse("cycles:cycle", args=[cycle.pk])),
    )
