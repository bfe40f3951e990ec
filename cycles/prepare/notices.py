"""The reminder to prepare: two school days before the meeting, to those who have not handed in.

Its rows are made, moved and cancelled with the meeting (`plan.notices`); handing in voids one's own.
"""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, gettext_noop

from cycles.plan import notices as plan_notices
from cycles.plan.models import Invitation
from teams import notices as teams_notices
from teams.models import Notice
from teams.notices import Mail
from teams.templatetags.school_time import school_time

from .models import Reflection

REFLECTION_DUE = "reflection-due"
DAYS_BEFORE = 2


def forget_reflection(reflection: Reflection, *, at: datetime) -> None:
    """Void the reminder of the person who handed in, in the caller's transaction."""
    teams_notices.void(
        reflection.session,
        at=at,
        kinds=[REFLECTION_DUE],
        person=reflection.person,
        reason=gettext_noop("The reflection is handed in."),
    )


def remind_again(reflection: Reflection, *, at: datetime) -> None:
    """The reminders of a person who took the reflection up again; those whose morning has passed are left out."""
    plan_notices.remind(reflection.session, [reflection.person], at=at)


def _is_waited_for(notice: Notice) -> bool:
    """Asked as one of the team, coming, and not handed in. Who cannot come may prepare, but is not reminded to."""
    session = plan_notices.session_of(notice)
    if session is None:
        return False
    asked = Invitation.objects.filter(session=session, person_id=notice.person_id, is_guest=False)
    done = Reflection.objects.filter(session=session, person_id=notice.person_id, submitted_at__isnull=False)
    return asked.exists() and plan_notices.is_coming(notice) and not done.exists()


def _mail(notice: Notice) -> Mail:
    session = plan_notices.session_of(notice)
    if session is None:
        return teams_notices.letter(notice, subject=_("Your reflection"), lines=[])
    words = {"team": session.team.name, "when": school_time(session.starts_at, session.cycle.school)}
    return teams_notices.letter(
        notice,
        subject=_("Your reflection before %(team)s meets, %(when)s") % words,
        lines=[
            _("%(team)s meets %(when)s, and your own reflection is not handed in yet.") % words,
            _("It takes about twenty minutes. What you began is saved, and you choose who sees each answer."),
        ],
        action=(_("Go to my reflection"), reverse("cycles:prepare", args=[session.pk])),
    )


plan_notices.remind_before(
    REFLECTION_DUE,
    label=gettext_lazy("Reminder to fill in your reflection"),
    days=DAYS_BEFORE,
    still_wanted=_is_waited_for,
    render=_mail,
)
