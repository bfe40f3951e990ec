"""A 1:1 arranged, moved, cancelled, held; a point of its checklist ticked."""

from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from cycles.confer import notices
from cycles.confer.access import Pair
from cycles.confer.enums import AROUND_MEETING, CheckInKind
from cycles.confer.models import CheckIn, CheckInSeries, TickedPoint
from cycles.plan import actions as plan_actions, slots
from cycles.plan.models import HeldCheckIn, ReflectionSession
from teams.models import Person, School, SchoolYear, Term

from .refusals import AlreadyWaiting, CheckInMoved, CheckInOver

LONGEST_SERIES = 26


def _whole(check_in: CheckIn) -> CheckIn:
    return CheckIn.objects.whole().get(pk=check_in.pk)


def _year(session: ReflectionSession | None, day: date) -> SchoolYear:
    """The school year of the session's cycle, else the one that the day lies in, else the nearest before it."""
    if session is not None:
        return session.cycle.year
    begun = SchoolYear.objects.filter(starts_on__lte=day).order_by("-starts_on").first()
    return begun or SchoolYear.objects.order_by("starts_on")[0]


@transaction.atomic
def arrange_check_in(
    pair: Pair,
    *,
    kind: CheckInKind,
    by: Person,
    at: datetime,
    session: ReflectionSession | None = None,
    meets_on: date | None = None,
    meets_at: time | None = None,
    minutes: int = 30,
    place: str = "",
    every_weeks: int = 0,
) -> CheckIn:
    """Make the 1:1 of a pair, and those after it until the term ends; both are told in this transaction.

    Only the first belongs to the session. Raises `AlreadyWaiting` where the two have one around it that is not held.
    """
    _settle_ticks(pair, session)
    today = timezone.localtime(at, pair.school.zone).date()
    first = CheckIn(
        **{"school": pair.school, "host": pair.host, "person": pair.person, "kind": kind},
        **{"year": _year(session, meets_on or today), "session": session, "made_by": by, "made_at": at},
        **{"meets_on": meets_on, "meets_at": meets_at, "minutes": minutes, "place": place, "changed_at": at},
    )
    days = _days(pair.school, meets_on, every_weeks) if meets_on and every_weeks else []
    if days:
        first.series = CheckInSeries.objects.create(every_weeks=every_weeks, until=days[-1])
    try:
        with transaction.atomic():
            first.save(force_insert=True)
    except IntegrityError as taken:
        raise AlreadyWaiting from taken
    notices.announce(first, at=at)
    for day in days:
        _repeat(first, day, at=at)
    return first


def arrange_again(pair: Pair, *, like: CheckIn, by: Person, at: datetime) -> CheckIn:
    """A 1:1 of a pair in the place of another's that ended: what it is about, around which meeting, and no more."""
    return arrange_check_in(pair, kind=CheckInKind(like.kind), session=like.session, minutes=like.minutes, by=by, at=at)


def _settle_ticks(pair: Pair, session: ReflectionSession | None) -> None:
    """A tick by hand belongs to the 1:1 that waited when it was made, not to one arranged after it."""
    ticked = HeldCheckIn.objects.filter(session=session, person=pair.person, check_ins=None) if session else None
    row = ticked.first() if ticked is not None else None
    if row is not None:
        waiting = CheckIn.objects.filter(session=session, host=pair.host, person=pair.person, held=None)
        waiting.filter(is_cancelled=False, kind__in=AROUND_MEETING, made_at__lte=row.marked_at).update(held=row)


def _days(school: School, first: date, every_weeks: int) -> list[date]:
    """The days after the first until the term ends; those on which school is closed are left out."""
    terms = Term.objects.filter(Q(school=school) | Q(school=None), starts_on__lte=first, ends_on__gte=first)
    term = terms.order_by(F("school").asc(nulls_last=True), "ends_on").first()
    if term is None:
        return []
    days = slots.school_days(school)
    wanted = (first + timedelta(weeks=every_weeks * number) for number in range(1, LONGEST_SERIES))
    return [day for day in wanted if day <= term.ends_on and days.is_open(day)]


def _repeat(first: CheckIn, day: date, *, at: datetime) -> None:
    again = CheckIn.objects.create(
        **{name: getattr(first, name) for name in ("school", "year", "kind", "host", "person", "series", "made_by")},
        **{name: getattr(first, name) for name in ("meets_at", "minutes", "place")},
        meets_on=day,
        made_at=at,
        changed_at=at,
    )
    notices.announce(again, at=at)


@transaction.atomic
def move_check_in(
    check_in: CheckIn,
    *,
    meets_on: date,
    meets_at: time,
    minutes: int,
    place: str,
    version: int,
    by: Person,
    at: datetime,
) -> CheckIn:
    """Give it a time, or another one. What was announced for the old time is void, and made anew for the new one.

    Raises `CheckInOver` once it was held or cancelled, `CheckInMoved` where the other one was faster.
    """
    values = {"meets_on": meets_on, "meets_at": meets_at, "minutes": minutes, "place": place}
    waiting = CheckIn.objects.filter(pk=check_in.pk, held=None, is_cancelled=False, version=version)
    changed = waiting.update(**values, version=F("version") + 1, changed_at=at)
    after = _whole(check_in)
    if not changed:
        raise CheckInOver if after.is_cancelled or after.held_id else CheckInMoved(after)
    notices.announce(after, at=at)
    return after


@transaction.atomic
def cancel_check_in(check_in: CheckIn, *, by: Person, at: datetime, with_following: bool = False) -> None:
    """Call it off, and those after it in its series if wanted; who had been told is told. Twice is once."""
    rows = CheckIn.objects.filter(pk=check_in.pk)
    if with_following and check_in.series_id and check_in.meets_on:
        rows = CheckIn.objects.filter(series=check_in.series_id, meets_on__gte=check_in.meets_on)
    found = list(rows.filter(held=None, is_cancelled=False).values_list("pk", flat=True))
    for pk in found:
        waiting = CheckIn.objects.filter(pk=pk, held=None, is_cancelled=False)
        if waiting.update(is_cancelled=True, version=F("version") + 1, changed_at=at):
            notices.announce_cancellation(CheckIn.objects.whole().get(pk=pk), at=at)


@transaction.atomic
def hold_check_in(check_in: CheckIn, *, is_held: bool, by: Person, at: datetime) -> None:
    """Say that the two have talked, or that they have not after all. Around a team's meeting this *is* the tick there.

    Nobody is reminded of it any more; taken back, both are reminded again if it is still ahead. Twice is once.
    """
    if is_held:
        _hold(check_in, by=by, at=at)
    else:
        _take_back(check_in, by=by, at=at)


def _hold(check_in: CheckIn, *, by: Person, at: datetime) -> None:
    if not CheckIn.objects.filter(pk=check_in.pk, held=None, is_cancelled=False).exists():
        return
    if _is_around_meeting(check_in) and check_in.session:
        among = {check_in.person_id}
        plan_actions.mark_check_ins(check_in.session, held=among, among=among, by=by, at=at)
        row = HeldCheckIn.objects.get(session=check_in.session_id, person=check_in.person_id)
    else:
        row = HeldCheckIn.objects.create(person=check_in.person, marked_at=at, marked_by=by)
    if not CheckIn.objects.filter(pk=check_in.pk, held=None, is_cancelled=False).update(held=row):
        HeldCheckIn.objects.filter(pk=row.pk, session=None).delete()
        return
    notices.forget(check_in, at=at, reason=gettext_noop("The 1:1 was held."))


def _is_around_meeting(check_in: CheckIn) -> bool:
    return check_in.session_id is not None and check_in.kind in AROUND_MEETING


def _take_back(check_in: CheckIn, *, by: Person, at: datetime) -> None:
    """The row goes with the last check-in that names it; a tick by hand goes as well."""
    row = CheckIn.objects.get(pk=check_in.pk).held_id
    CheckIn.objects.filter(pk=check_in.pk).update(held=None)
    is_named = row is not None and CheckIn.objects.filter(held=row).exists()
    if not is_named and _is_around_meeting(check_in) and check_in.session:
        plan_actions.mark_check_ins(check_in.session, held=(), among={check_in.person_id}, by=by, at=at)
    elif not is_named and row is not None:
        HeldCheckIn.objects.filter(pk=row).delete()
    notices.remind(_whole(check_in), at=at)


@transaction.atomic
def tick_point(check_in: CheckIn, *, point: str, is_ticked: bool, by: Person) -> None:
    """Tick a point of the kit's checklist, or take the tick back. Twice is once."""
    if is_ticked:
        TickedPoint.objects.get_or_create(check_in=check_in, point=point, defaults={"ticked_by": by})
    else:
        TickedPoint.objects.filter(check_in=check_in, point=point).delete()
