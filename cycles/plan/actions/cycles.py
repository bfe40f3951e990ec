"""Opening and closing a school's cycle."""

import logging
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction

from cycles.plan import notices, slots
from cycles.plan.enums import CycleState, SessionState
from cycles.plan.models import Cycle, CycleAim, ReflectionSession
from reflection_site import failpoints
from teams import audit
from teams.enums import Role
from teams.models import Appointment, Person, School, Team, Term

from .invitations import invite_members
from .proposals import renew_proposals
from .refusals import CycleIsClosed, NoReflectionAtClose

logger = logging.getLogger(__name__)


def school_term(school: School, term: Term) -> Term:
    """The term that counts at `school`: its own in place of the district's."""
    if term.school_id is not None or not term.closes:
        return term
    own = Term.objects.filter(school=school, year=term.year_id, closes=term.closes).order_by("-ends_on").first()
    return own or term


@transaction.atomic
def open_cycle(school: School, *, term: Term, by: Person | None, at: datetime, ilt_on: date | None = None) -> Cycle:
    """Open the reflection at the close of `term`: a session, with a proposed slot, for the ILT and each teacher team.

    Opening twice is opening once. `by` is None where the calendar opened it; then the leaders are told. `ilt_on` is
    the day that the leader has in mind for the ILT. Refuses with `NoReflectionAtClose` a term that calls for no cycle.
    """
    term = school_term(school, term)
    if not term.closes:
        raise NoReflectionAtClose
    cycle, is_new = Cycle.objects.get_or_create(
        school=school,
        year_id=term.year_id,
        kind=term.closes,
        defaults={"term": term, "opened_at": at, "opened_by": by},
    )
    if is_new:
        for team in school.teams.filter(is_active=True):
            _plan_session(cycle, team, at)
        failpoints.reach("cycles.opening")
        if ilt_on is not None:
            CycleAim.objects.create(cycle=cycle, ilt_on=ilt_on)
        renew_proposals(cycle, at=at)
        audit.record("cycle opened", cycle, by=by, at=at, school=school)
        if by is None:
            notices.tell_opened(cycle, _leaders(school, at), at=at)
    return cycle


@transaction.atomic
def open_cycles(school: School, *, days: Mapping[Term, date | None], by: Person, at: datetime) -> list[Cycle]:
    """Open both turning points of a year at once, each around the day that the leader chose for its ILT."""
    return [open_cycle(school, term=term, by=by, at=at, ilt_on=day) for term, day in days.items()]


def _leaders(school: School, at: datetime) -> list[Person]:
    held = Appointment.objects.on(at.astimezone(school.zone).date()).filter(role=Role.LEADER, school=school)
    return list(Person.objects.filter(pk__in=held.values("person_id"), is_active=True))


def _plan_session(cycle: Cycle, team: Team, at: datetime) -> None:
    session = ReflectionSession.objects.create(
        cycle=cycle,
        team=team,
        minutes=slots.extended_minutes(team),
        place=team.usual_place,
        follows=_previous_session(cycle, team),
    )
    invite_members(session, at)


def _previous_session(cycle: Cycle, team: Team) -> ReflectionSession | None:
    """The same team's session in the latest earlier cycle, across school years."""
    earlier = ReflectionSession.objects.filter(team=team, cycle__term__ends_on__lt=cycle.term.ends_on)
    return earlier.exclude(state=SessionState.CANCELLED).order_by("-cycle__term__ends_on", "-pk").first()


@transaction.atomic
def close_cycle(cycle: Cycle, *, by: Person, at: datetime) -> None:
    """Close it: guests' passes end thirty days later. Refuses with `CycleIsClosed` a second time."""
    closed = Cycle.objects.filter(pk=cycle.pk, state=CycleState.OPEN).update(state=CycleState.CLOSED, closed_at=at)
    if not closed:
        raise CycleIsClosed
    audit.record("cycle closed", cycle, by=by, at=at, school=cycle.school)


def near_terms(at: datetime) -> list[tuple[School, Term]]:
    """Schools with the term of theirs that closes within the weeks before which cycles open, and has no cycle yet."""
    latest = at.date() + timedelta(weeks=settings.CYCLE_OPENS_WEEKS_BEFORE)
    closing = Term.objects.exclude(closes="").filter(ends_on__range=(at.date() - timedelta(days=1), latest))
    rows = list(closing.select_related("year").order_by("ends_on", "pk"))
    taken = set(Cycle.objects.values_list("school_id", "year_id", "kind"))
    own = {(row.school_id, row.year_id, row.closes) for row in Term.objects.filter(school__isnull=False)}
    pairs: dict[tuple[int, int, str], tuple[School, Term]] = {}
    for school in School.objects.filter(teams__is_active=True).distinct().order_by("pk"):
        for term in rows:
            key = (school.pk, term.year_id, term.closes)
            is_ours = term.school_id == school.pk or (term.school_id is None and key not in own)
            if is_ours and key not in taken:
                pairs.setdefault(key, (school, term))
    return list(pairs.values())


def open_near_cycles(*, at: datetime) -> int:
    """Open what the calendar says is near, each school in a transaction of its own; returns how many.

    Running it twice, or two at once, opens nothing more. A school that cannot be opened stops no other.
    """
    opened = 0
    for school, term in near_terms(at):
        try:
            open_cycle(school, term=term, by=None, at=at)
        except Exception as error:  # noqa: BLE001  whatever one school's calendar holds, the others go on
            logger.error("the cycle of school %s was not opened: %s", school.pk, type(error).__name__)
        else:
            opened += 1
    return opened
