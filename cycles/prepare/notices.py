"""The reminder to prepare, to those who have not handed in.

Its rows are made, moved and cancelled with the meeting (`plan.around`); handing in voids one's own.
"""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy, gettext_noop

from cycles.plan import around
from cycles.plan.enums import MilestoneKind
from cycles.plan.models import ReflectionSession
from teams import notices as teams_notices

from .models import Reflection

REFLECTION_DUE = "reflection-due"


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
    around.remind(reflection.session, at=at, kinds=[MilestoneKind.TEMPLATE])


def _waiting(sessions: Sequence[ReflectionSession], circle: around.Circle) -> dict[int, around.People]:
    """Those of the team who are asked, come, and have not handed in, even on paper. 1 query, and the circle's."""
    ids = [session.pk for session in sessions]
    done = set(
        Reflection.objects.filter(session__in=ids, submitted_at__isnull=False).values_list("session_id", "person_id")
    )
    missing = {
        session.pk: frozenset(pk for pk in circle.coming(session) if (session.pk, pk) not in done)
        for session in sessions
    }
    return {pk: people for pk, people in missing.items() if people}


around.watch(
    MilestoneKind.TEMPLATE,
    notice=REFLECTION_DUE,
    label=gettext_lazy("Reminder to fill in your reflection"),
    waiting=_waiting,
    words=around.Words(
        subject=gettext_lazy("Your reflection before %(team)s meets, %(when)s"),
        lines=(
            gettext_lazy("%(team)s meets %(when)s, and your own reflection is not handed in yet."),
            gettext_lazy(
                "It takes about twenty minutes. What you began is saved, and you choose who sees each answer."
            ),
        ),
        action=gettext_lazy("Go to my reflection"),
        address=lambda session: reverse("cycles:prepare", args=[session.pk]),
    ),
)
