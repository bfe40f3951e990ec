"""What a mail about a session or a cycle says, in the reader's language and the school's time."""

from django.urls import reverse
from django.utils.translation import gettext as _

from teams import notices as teams_notices
from teams.models import Notice, Person, School
from teams.notices import Mail
from teams.templatetags.school_time import long_day, school_time

from . import calendar, parts
from .enums import CalendarWay, Reply, SessionState
from .models import CalendarChoice, Cycle, ReflectionSession

# in the payload of a cancellation that still has to take the meeting out of the calendar of somebody with a feed
TAKES_BACK = "takes_back"


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


def _part(notice: Notice, session: ReflectionSession, method: str, choice: CalendarChoice) -> bytes | None:
    """The calendar file that goes with the mail. Who is let go is told of nobody else."""
    if not method or session.starts_at is None:
        return None
    person = notice.person
    if method == calendar.CANCEL:
        asked = [calendar.Attendee(person.name, person.email, Reply.NONE)]
    else:
        asked = attendees(session, person)
    return calendar.calendar_file(session, method=method, attendees=asked, at=notice.created_at, turns=choice.turns)


def _letter(notice: Notice, subject: str, lines: list[str], method: str) -> Mail:
    """The mail about `notice.thing`. Who has a feed gets the words only, so that nothing stands twice."""
    session = _session(notice)
    if session is None:
        return teams_notices.letter(notice, subject=subject, lines=lines)
    choice = CalendarChoice.objects.filter(person=notice.person_id).first() or CalendarChoice()
    is_fed = choice.way == CalendarWay.FEED and not notice.payload.get(TAKES_BACK)
    if is_fed and method == calendar.REQUEST:
        lines = [*lines, _("It comes into your calendar by itself, through your feed.")]
    return about(notice, session, subject, lines, "" if is_fed else method, choice)


def about(
    notice: Notice,
    session: ReflectionSession,
    subject: str,
    lines: list[str],
    method: str,
    choice: CalendarChoice,
) -> Mail:
    """A mail about `session`, with its calendar file where there is a `method`. At most one query."""
    school = session.cycle.school
    words = {"team": session.team.name, "when": school_time(session.starts_at, school)}
    part = _part(notice, session, method, choice)
    return teams_notices.letter(
        notice,
        subject=subject % words,
        lines=[line % words for line in lines],
        facts=_facts(session, school, notice.person),
        action=(_("Open the session"), reverse("cycles:session", args=[session.pk])),
        calendar=part,
        calendar_method=method if part else "",
    )


def invitation(notice: Notice) -> Mail:
    return _letter(
        notice,
        _("%(team)s reflection: %(when)s"),
        [
            _("You are invited to the reflection meeting of %(team)s. Please say on its page whether you can come."),
            _("If you cannot, you can write cards ahead there for the steps that take them."),
        ],
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
