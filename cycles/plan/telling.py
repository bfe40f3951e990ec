"""What people are told of passes and of who steps in. Rows in the transaction of the change."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from teams import notices as teams_notices
from teams.models import Notice
from teams.notices import Mail
from teams.templatetags.school_time import day

from . import access
from .enums import SessionState
from .models import Pass

FEEDBACK_ASKED = "feedback-asked"


# --- feedback from outside


def ask(given: Pass, *, at: datetime) -> None:
    """Tell somebody with an account that they are asked."""
    if given.person:
        teams_notices.put(
            FEEDBACK_ASKED,
            thing=given,
            person=given.person,
            due_at=at,
            at=at,
            occurrence=f"{given.answers_by}",
            school=given.session.cycle.school,
        )


def _pass_of(notice: Notice) -> Pass | None:
    return teams_notices.load(notice, Pass, "session__cycle__school", "session__team")


def _is_asked(notice: Notice) -> bool:
    """The pass holds, nothing is sent, and its day is not over."""
    given = _pass_of(notice)
    if given is None or given.session.state not in (SessionState.PLANNED, SessionState.SCHEDULED):
        return False
    today = timezone.localdate(timezone=given.session.cycle.school.zone)
    holds = Pass.objects.filter(access.living(), pk=given.pk, is_sent=False, answers_by__gte=today)
    return str(given.answers_by) == notice.occurrence and holds.exists()


def _asking(notice: Notice) -> Mail:
    given = _pass_of(notice)
    if given is None:
        return teams_notices.letter(notice, subject=_("You are asked for feedback"), lines=[])
    words = {"team": given.session.team.name, "day": day(given.answers_by)}
    return teams_notices.letter(
        notice,
        subject=_("What did you see? %(team)s asks for your feedback by %(day)s") % words,
        lines=[
            _("%(team)s meets to look at its semester, and asks what you saw from where you stand.") % words,
            _("Four open questions; one answer is enough. The page says who will read it before you write."),
        ],
        action=(_("Answer the questions"), reverse("cycles:feedback", args=[given.pk])),
    )


def register() -> None:
    """Make the kinds known; called from `CyclesConfig.ready`."""
    teams_notices.register(
        FEEDBACK_ASKED,
        label=gettext_lazy("You are asked for feedback before a meeting"),
        still_wanted=_is_asked,
        render=_asking,
        is_optional=False,
    )


register()
