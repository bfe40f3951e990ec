"""When somebody takes the other way into their calendar: what came by mail is taken out, or comes by mail again.

One mail for each meeting ahead, because calendar programs read one message about one meeting (RFC 6047).
"""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _, gettext_lazy, gettext_noop

from teams import notices as teams_notices
from teams.enums import NoticeState
from teams.models import Notice, Person
from teams.notices import Mail

from . import access, calendar, mails, notices, turns
from .enums import CalendarWay, SessionState
from .models import CalendarChoice, ReflectionSession

TO_FEED = "session-to-feed"
TO_MAIL = "session-to-mail"
BROUGHT = (notices.INVITED, notices.CHANGED, TO_MAIL)


def held_by_mail(person: Person, *, at: datetime) -> list[ReflectionSession]:
    """Meetings ahead that stand in the person's calendar because of a mail, by what they were told last. Two queries.

    Where they took the feed in between, a meeting may be named that a mail without calendar part told of: taking out
    what does not stand there harms nobody, leaving what does would double it.
    """
    kinds = [*BROUGHT, notices.CANCELLED, TO_FEED]
    last: dict[int, tuple[tuple[int, int], bool]] = {}
    for row in Notice.objects.filter(person=person, kind__in=kinds, state__in=notices.TOLD):
        session, word = _word(row)
        last[session] = max(word, last.get(session, word))
    held = [session for session, (_rank, is_off) in last.items() if not is_off]
    sessions = ReflectionSession.objects.select_related("cycle__school", "team").filter(pk__in=held).order_by("pk")
    return [session for session in sessions if _is_ahead(session, at)]


def _word(row: Notice) -> tuple[int, tuple[tuple[int, int], bool]]:
    """The key of the session that a row is about; how late the word is, and whether it takes the meeting out."""
    if row.kind == TO_FEED:
        return row.payload["session"], ((row.payload["version"], turns.rank(row)[1]), True)
    return int(row.thing.rpartition(":")[2]), (turns.rank(row), row.kind == notices.CANCELLED)


def _is_ahead(session: ReflectionSession, at: datetime) -> bool:
    """Also one that began within the last day: its mail may still be on the way."""
    starts_at = session.starts_at
    return starts_at is not None and starts_at > at - timedelta(days=1)


def take_out(choice: CalendarChoice, sessions: list[ReflectionSession], *, at: datetime) -> None:
    """Put one mail for each of `sessions` that takes it out of the calendar; a cancellation under way does so itself.

    The rows are about the choice, so that moving or cancelling a meeting does not void them.
    """
    for session in sessions:
        waiting = Notice.objects.filter(
            thing=teams_notices.thing_key(session), kind=notices.CANCELLED, person=choice.person, state=NoticeState.DUE
        )
        if not waiting.update(payload={mails.TAKES_BACK: True}):
            teams_notices.put(
                TO_FEED,
                thing=choice,
                person=choice.person,
                due_at=at,
                at=at,
                occurrence=f"{session.pk}.{choice.turns}",
                school=session.cycle.school,
                payload={"session": session.pk, "version": session.version},
            )


def bring_by_mail(choice: CalendarChoice, *, at: datetime) -> None:
    """Put one mail for each meeting ahead that is the person's; an invitation not sent yet brings it anyway."""
    teams_notices.void(choice, kinds=[TO_FEED], at=at, reason=gettext_noop("The person chose e-mail again."))
    waiting = Notice.objects.filter(
        person=choice.person, kind__in=[notices.INVITED, notices.CHANGED], state=NoticeState.DUE
    )
    on_their_way = set(waiting.values_list("thing", flat=True))
    for session in access.own_meetings(choice.person).filter(state=SessionState.SCHEDULED).order_by("pk"):
        starts_at = session.starts_at
        if starts_at and starts_at > at and teams_notices.thing_key(session) not in on_their_way:
            turns.put(TO_MAIL, session, [choice.person], at=at)


# --- the two kinds


def _choice(person: Person) -> CalendarChoice:
    return CalendarChoice.objects.filter(person=person).first() or CalendarChoice(person=person)


def _taken(notice: Notice) -> ReflectionSession | None:
    rows = ReflectionSession.objects.select_related("cycle__school", "team", "facilitator")
    return rows.filter(pk=notice.payload.get("session")).first()


def _still_by_feed(notice: Notice) -> bool:
    return _choice(notice.person).way == CalendarWay.FEED and _taken(notice) is not None


def _still_by_mail(notice: Notice) -> bool:
    return _choice(notice.person).way == CalendarWay.MAIL and notices.is_current(notice)


def _to_feed(notice: Notice) -> Mail:
    session = _taken(notice)
    subject = _("In your feed now: %(team)s reflection, %(when)s")
    line = _(
        "You chose a calendar feed. This mail takes the copy that came by e-mail out of your calendar, so that the "
        "meeting does not stand there twice. The meeting itself stays as it is."
    )
    if session is None:
        return teams_notices.letter(notice, subject=_("In your feed now"), lines=[line])
    return mails.about(notice, session, subject, [line], calendar.CANCEL, _choice(notice.person))


def _to_mail(notice: Notice) -> Mail:
    session = notices.session_of(notice)
    line = _("You chose invitations by e-mail. This mail brings the meeting of %(team)s into your calendar.")
    if session is None:
        return teams_notices.letter(notice, subject=_("For your calendar"), lines=[])
    subject = _("For your calendar: %(team)s reflection, %(when)s")
    return mails.about(notice, session, subject, [line], calendar.REQUEST, _choice(notice.person))


def register() -> None:
    """Make the kinds known; called from `CyclesConfig.ready`."""
    for kind, label, wanted, render in (
        (TO_FEED, gettext_lazy("A meeting moved to your feed"), _still_by_feed, _to_feed),
        (TO_MAIL, gettext_lazy("A meeting for your calendar"), _still_by_mail, _to_mail),
    ):
        teams_notices.register(
            kind, label=label, still_wanted=wanted, render=render, is_optional=False, stale_after=None
        )


register()
