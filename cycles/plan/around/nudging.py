"""A nudge: one person asks those on whom a step waits, at most once a day each. And one asks a school's leader."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from cycles.plan.enums import CycleState, MilestoneKind
from cycles.plan.models import Cycle, ReflectionSession
from teams import notices as teams_notices
from teams.enums import Role
from teams.models import Appointment, Notice, Person, School
from teams.notices import Mail

from .reminding import letter, waits_on

NUDGE = "nudge"
LEADER_NUDGE = "nudge-leader"


def nudge(session: ReflectionSession, people: Iterable[Person], *, what: str, by: Person, at: datetime) -> list[Person]:
    """Put it, in the caller's transaction; returns those who had none of it today."""
    return _put(NUDGE, session, people, what=what, school=session.cycle.school, by=by, at=at)


def nudge_leaders(cycle: Cycle, people: Iterable[Person], *, by: Person, at: datetime) -> list[Person]:
    return _put(LEADER_NUDGE, cycle, people, what="cycle", school=cycle.school, by=by, at=at)


def _put(
    kind: str, thing: Model, people: Iterable[Person], *, what: str, school: School, by: Person, at: datetime
) -> list[Person]:
    today: date = timezone.localtime(at, school.zone).date()
    occurrence = f"{what}/{today:%Y-%m-%d}"
    rows = Notice.objects.filter(kind=kind, thing=teams_notices.thing_key(thing), occurrence=occurrence)
    had = set(rows.values_list("person_id", flat=True))
    fresh = [person for person in people if person.pk not in had and person != by]
    teams_notices.put_many(
        kind,
        thing=thing,
        people=fresh,
        due_at=at,
        at=at,
        occurrence=occurrence,
        school=school,
        payload={"what": what, "by": by.pk},
    )
    return fresh


def nudged_today(session: ReflectionSession, now: datetime) -> str:
    """The end of the occurrence of today's nudges at that school."""
    return f"/{timezone.localtime(now, session.cycle.school.zone):%Y-%m-%d}"


def _asker(notice: Notice) -> str:
    name = Person.objects.filter(pk=notice.payload.get("by")).values_list("name", flat=True).first()
    return name or _("Your school")


def _wanted(notice: Notice) -> bool:
    return waits_on(notice, MilestoneKind(notice.payload["what"])) is not None


def _mail(notice: Notice) -> Mail:
    first = _("%(name)s asks you to look at this.") % {"name": _asker(notice)}
    return letter(notice, MilestoneKind(notice.payload["what"]), first=first)


def _leader_wanted(notice: Notice) -> bool:
    """The cycle is open, and they still lead the school."""
    cycle = teams_notices.load(notice, Cycle)
    held = Appointment.objects.on().filter(role=Role.LEADER, person=notice.person_id)
    return cycle is not None and cycle.state == CycleState.OPEN and held.filter(school=cycle.school_id).exists()


def _leader_mail(notice: Notice) -> Mail:
    cycle = teams_notices.load(notice, Cycle, "school")
    if cycle is None:
        raise LookupError(notice.thing)
    put = {"name": _asker(notice), "school": cycle.school.name}
    return teams_notices.letter(
        notice,
        subject=_("%(name)s asks about the reflection at %(school)s") % put,
        lines=[
            _("%(name)s has looked at how far the teams of %(school)s have come, and asks you to look too.") % put,
            _("The board says what is late, and why; one click there nudges those on whom it waits."),
        ],
        action=(_("Open the board"), f"{reverse('cycles:board')}?cycle={cycle.pk}"),
    )


def register() -> None:
    """Make both kinds known; called from `plan.notices`."""
    teams_notices.register(
        NUDGE, label=gettext_lazy("Somebody asks you to look at a step"), still_wanted=_wanted, render=_mail
    )
    teams_notices.register(
        LEADER_NUDGE,
        label=gettext_lazy("Your superintendent asks how far the teams are"),
        still_wanted=_leader_wanted,
        render=_leader_mail,
    )
