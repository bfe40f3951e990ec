"""What people are told of a time poll: asked once, reminded while they have not answered, its end to who asked."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy, gettext_noop

from teams import notices as teams_notices
from teams.models import Notice, Person
from teams.notices import Mail
from teams.templatetags.school_time import day, school_time

from . import slots
from .enums import PollState, SessionState
from .models import Invitation, PollAnswer, SlotPoll

ASKED = "time-poll"
REMINDER = "time-poll-reminder"
CLOSED = "time-poll-closed"


def _asked(poll: SlotPoll) -> list[Person]:
    return list(Person.objects.filter(invitations__session=poll.session_id, is_active=True))


def ask(poll: SlotPoll, *, at: datetime) -> None:
    """Ask everyone invited now, and remind them on the morning of the school day before the deadline."""
    school, people = poll.session.cycle.school, _asked(poll)
    teams_notices.put_many(ASKED, thing=poll, people=people, due_at=at, at=at, school=school)
    last = poll.closes_at.astimezone(school.zone).date()
    due_at = teams_notices.morning_of(school, slots.school_days(school).before(last, 1))
    if due_at > at + timedelta(hours=12):
        teams_notices.put_many(REMINDER, thing=poll, people=people, due_at=due_at, at=at, school=school)


def thank(poll: SlotPoll, person: Person, *, at: datetime) -> None:
    """Who has answered is neither asked nor reminded any more."""
    reason = gettext_noop("They have answered.")
    teams_notices.void(poll, at=at, kinds=[ASKED, REMINDER], person=person, reason=reason)


def end(poll: SlotPoll, *, at: datetime) -> None:
    """Take back what is unsent."""
    teams_notices.void(poll, at=at, kinds=[ASKED, REMINDER], reason=gettext_noop("The poll is over."))


def tell_closed(poll: SlotPoll, *, at: datetime) -> None:
    """The deadline has passed: who asked is told to settle it."""
    if poll.asked_by is not None:
        school = poll.session.cycle.school
        teams_notices.put_many(CLOSED, thing=poll, people=[poll.asked_by], due_at=at, at=at, school=school)


def _poll(notice: Notice) -> SlotPoll | None:
    return teams_notices.load(notice, SlotPoll, "session__cycle__school", "session__team", "asked_by")


def _is_on(poll: SlotPoll) -> bool:
    is_over = poll.session.state in (SessionState.CANCELLED, SessionState.MEETING, SessionState.MET)
    return poll.state == PollState.OPEN and poll.closes_at > timezone.now() and not is_over


def _is_unanswered(notice: Notice) -> bool:
    """The poll is open, the person still invited, and has not answered."""
    poll = _poll(notice)
    if poll is None or not _is_on(poll):
        return False
    invited = Invitation.objects.filter(session=poll.session_id, person_id=notice.person_id).exists()
    return invited and not PollAnswer.objects.filter(slot__poll=poll, person_id=notice.person_id).exists()


def _is_closed(notice: Notice) -> bool:
    poll = _poll(notice)
    return poll is not None and poll.state == PollState.CLOSED


def _letter(notice: Notice, subject: str, line: str, button: str) -> Mail:
    poll = _poll(notice)
    if poll is None:
        return teams_notices.letter(notice, subject=subject, lines=[])
    school = poll.session.cycle.school
    words = {
        "team": poll.session.team.name,
        "name": poll.asked_by.name if poll.asked_by else school.name,
        "until": school_time(poll.closes_at, school),
    }
    offered = poll.slots.order_by("meets_on", "meets_at")
    facts = [(day(one.meets_on), slots.clock(slots.minute_of(one.meets_at))) for one in offered]
    action = (button, reverse("cycles:poll", args=[poll.pk]))
    return teams_notices.letter(notice, subject=subject % words, lines=[line % words], facts=facts, action=action)


def _ask_mail(notice: Notice) -> Mail:
    return _letter(
        notice,
        _("When can you meet? %(team)s reflection"),
        _("%(name)s asks which of these times suit you for the reflection of %(team)s. Please answer by %(until)s."),
        _("Say which times suit you"),
    )


def _remind_mail(notice: Notice) -> Mail:
    return _letter(
        notice,
        _("Your answer is missing: when %(team)s meets"),
        _("You have not said yet which times suit you for the reflection of %(team)s. The poll closes %(until)s."),
        _("Say which times suit you"),
    )


def _closed_mail(notice: Notice) -> Mail:
    return _letter(
        notice,
        _("The answers are in: when %(team)s meets"),
        _("Your poll about the reflection of %(team)s has closed. Choose the time, and everyone invited is told."),
        _("Choose the time"),
    )


teams_notices.register(
    ASKED, label=gettext_lazy("A poll about a meeting's time"), still_wanted=_is_unanswered, render=_ask_mail,
    is_optional=False,
)  # fmt: skip
teams_notices.register(
    REMINDER, label=gettext_lazy("Reminder of a poll"), still_wanted=_is_unanswered, render=_remind_mail
)
teams_notices.register(CLOSED, label=gettext_lazy("A poll has closed"), still_wanted=_is_closed, render=_closed_mail)
