"""What people asked for feedback are told: that they are asked, and once more on the school day before their last.

Those with an account by notices, the others by `letters`. Nobody is told who needed no reminder: that would say who has
answered, and so who may have written a line without a name.
"""

from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from teams import notices as teams_notices
from teams.models import Notice
from teams.notices import Mail
from teams.templatetags.school_time import day

from . import access, letters, slots
from .enums import SessionState
from .models import Pass, ReflectionSession

FEEDBACK_ASKED = "feedback-asked"
FEEDBACK_REMINDER = "feedback-reminder"
DAYS_BEFORE = 1
AHEAD = (SessionState.PLANNED, SessionState.SCHEDULED)


def tell(given: Pass, *, at: datetime) -> None:
    """Tell somebody that they are asked, by notice or by a mail with their link, and remind them before their day."""
    if given.person:
        _put(FEEDBACK_ASKED, given, due_at=at, at=at)
    elif given.token:
        letters.invite(given, at=at)
    remind(given, at=at)


def remind(given: Pass, *, at: datetime) -> None:
    """Put the one reminder, unless its morning has passed. Whether it is needed is asked again when it is due."""
    morning = _morning(given)
    if morning is None or morning <= at:
        return
    if given.person:
        _put(FEEDBACK_REMINDER, given, due_at=morning, at=at)
    elif given.token:
        letters.remind(given, due_at=morning)


def remind_all(session: ReflectionSession, *, at: datetime) -> None:
    """Do so for everyone who is asked before a meeting that is on again. Putting twice is putting once."""
    asked = Pass.objects.filter(access.living(), session=session, allows_feedback=True, answers_by__gte=at.date())
    for given in asked.select_related("person"):
        given.session = session
        remind(given, at=at)


def forget(given: Pass, *, at: datetime, reason: str) -> None:
    """Take back what is unsent, in the caller's transaction. `reason` as in `teams.notices.void`."""
    teams_notices.void(given, at=at, reason=reason)
    letters.forget([given.pk], reason=reason)


def forget_all(session: ReflectionSession, *, at: datetime, reason: str) -> None:
    """The same for everyone who is asked before the meeting."""
    for given in Pass.objects.filter(session=session, allows_feedback=True).only("pk"):
        forget(given, at=at, reason=reason)


def _morning(given: Pass) -> datetime | None:
    """Of the school day before the last one for answers."""
    last: date | None = given.answers_by
    if last is None:
        return None
    school = given.session.cycle.school
    return teams_notices.morning_of(school, slots.school_days(school).before(last, DAYS_BEFORE))


def _put(kind: str, given: Pass, *, due_at: datetime, at: datetime) -> None:
    if given.person:
        teams_notices.put(
            kind,
            thing=given,
            person=given.person,
            due_at=due_at,
            at=at,
            occurrence=f"{given.answers_by}",
            school=given.session.cycle.school,
        )


def _pass_of(notice: Notice) -> Pass | None:
    return teams_notices.load(notice, Pass, "session__cycle__school", "session__team")


def _is_asked(notice: Notice) -> bool:
    """The pass holds, nothing is sent, and its day is not over."""
    given = _pass_of(notice)
    if given is None or given.session.state not in AHEAD:
        return False
    today = timezone.localdate(timezone=given.session.cycle.school.zone)
    holds = Pass.objects.filter(access.living(), pk=given.pk, is_sent=False, answers_by__gte=today)
    return str(given.answers_by) == notice.occurrence and holds.exists()


def _asking(notice: Notice) -> Mail:
    given = _pass_of(notice)
    if given is None:
        return teams_notices.letter(notice, subject=_("You are asked for feedback"), lines=[])
    return _letter(notice, given, *letters.asking(given))


def _reminding(notice: Notice) -> Mail:
    given = _pass_of(notice)
    if given is None:
        return teams_notices.letter(notice, subject=_("You are asked for feedback"), lines=[])
    return _letter(notice, given, *letters.reminding(given))


def _letter(notice: Notice, given: Pass, subject: str, lines: list[str]) -> Mail:
    action = (_("Answer the questions"), reverse("cycles:feedback", args=[given.pk]))
    facts = [(_("Answers by"), day(given.answers_by))]
    return teams_notices.letter(notice, subject=subject, lines=lines, facts=facts, action=action)


def register() -> None:
    """Make the kinds known; called from `CyclesConfig.ready`."""
    teams_notices.register(
        FEEDBACK_ASKED,
        label=gettext_lazy("You are asked for feedback before a meeting"),
        still_wanted=_is_asked,
        render=_asking,
        is_optional=False,
    )
    teams_notices.register(
        FEEDBACK_REMINDER,
        label=gettext_lazy("Reminder to give the feedback you are asked for"),
        still_wanted=_is_asked,
        render=_reminding,
        is_confidential=True,
    )


register()
