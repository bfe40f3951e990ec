"""Dating what is done around a meeting, and saying that it is done."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_noop

from cycles.plan import around, slots
from cycles.plan.enums import DONE_BY_HAND, USUAL_DAYS, MilestoneKind, SessionState
from cycles.plan.models import HeldCheckIn, Milestone, MilestoneDefault, ReflectionSession
from teams import audit
from teams.models import Person, School

from .invitations import whole_session
from .refusals import PlanRefused


class MeetingNotHeld(PlanRefused):
    def __init__(self) -> None:
        super().__init__(_("The meeting has not been held yet, so there is no record to confirm."))


class AskedHere(PlanRefused):
    def __init__(self) -> None:
        super().__init__(_("People are asked here: it is done when they have answered, or when their day is over."))


@transaction.atomic
def plan_around(session: ReflectionSession, *, at: datetime) -> None:
    """Give every step its day from the meeting's, in the transaction that gives the meeting its own.

    What somebody moved by hand keeps its distance in school days; the rest is where the school usually has it. A day
    that stays keeps since when. Reminders are not put here: `around.remind`.
    """
    if session.meets_on is None:
        return
    school, days = session.cycle.school, slots.school_days(session.cycle.school)
    usual, today = around.usual_days(school), _today(school, at)
    stored = {row.kind: row for row in Milestone.objects.filter(session=session)}
    rows = []
    for kind in around.kinds_of(session):
        old = stored.get(kind)
        count = old.days if old and old.is_by_hand else usual[kind]
        due_on = around.shifted(days, session.meets_on, count, not_after=session.cycle.year.ends_on)
        planned_on = old.planned_on if old and old.due_on == due_on else today
        rows.append(Milestone(session=session, kind=kind, days=count, due_on=due_on, planned_on=planned_on))
    Milestone.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["session", "kind"],
        update_fields=["days", "due_on", "planned_on"],
    )


def _today(school: School, at: datetime) -> date:
    return timezone.localtime(at, school.zone).date()


@transaction.atomic
def move_milestones(
    session: ReflectionSession, *, dates: Mapping[MilestoneKind, date | None], by: Person, at: datetime
) -> None:
    """Move some steps of this meeting to days of one's own choice; None is the usual day again.

    Reminders for the old days are void, and made for the new ones. The days are school days on their side of the
    meeting: the form sees to it.
    """
    now = whole_session(session)
    if now.meets_on is None or not dates:
        return
    days = slots.school_days(now.cycle.school)
    for kind, due_on in dates.items():
        count = around.distance(days, now.meets_on, due_on) if due_on else USUAL_DAYS[kind]
        values = {"is_by_hand": due_on is not None, "days": count, "planned_on": _today(now.cycle.school, at)}
        Milestone.objects.filter(session=now, kind=kind).update(**values, **({"due_on": due_on} if due_on else {}))
    if None in dates.values():
        plan_around(now, at=at)
    around.forget(now, dates, at=at, reason=gettext_noop("Its day was changed."))
    around.remind(now, at=at, kinds=list(dates))
    audit.record("steps around meeting moved", now, by=by, at=at, school=now.cycle.school, count=len(dates))


@transaction.atomic
def finish_milestone(
    session: ReflectionSession, *, kind: MilestoneKind, is_done: bool, by: Person | None, at: datetime
) -> None:
    """Say that a step is done which nothing else tells, or that it is not after all. Twice is once.

    Refuses with `MeetingNotHeld` a record before the meeting, with `AskedHere` feedback that the site itself gathers.
    """
    now = whole_session(session)
    if kind not in DONE_BY_HAND:
        raise ValueError(kind)
    if kind == MilestoneKind.RECORD and now.state != SessionState.MET:
        raise MeetingNotHeld
    if kind == MilestoneKind.FEEDBACK and around.asked_in([now]):
        raise AskedHere
    rows = Milestone.objects.filter(session=now, kind=kind, done_at__isnull=is_done)
    if not rows.update(done_at=at if is_done else None, done_by=by if is_done else None):
        return
    if is_done:
        around.forget(now, [kind], at=at, reason=gettext_noop("It is done."))
    else:
        around.remind(now, at=at, kinds=[kind])
    verb = "step around meeting done" if is_done else "step around meeting open again"
    audit.record(verb, now, by=by, at=at, school=now.cycle.school, purpose=kind)


def follow_feedback(session: ReflectionSession, *, at: datetime) -> None:
    """Let the step follow who is asked through the site, in the caller's transaction.

    While somebody is, they are reminded themselves and no tick counts; once nobody is, it waits on the leads again.
    """
    if around.asked_in([session]):
        step = Milestone.objects.filter(session=session, kind=MilestoneKind.FEEDBACK)
        step.update(done_at=None, done_by=None)
        around.forget(session, [MilestoneKind.FEEDBACK], at=at, reason=gettext_noop("Those asked are reminded."))
    else:
        around.remind(session, at=at, kinds=[MilestoneKind.FEEDBACK])


@transaction.atomic
def mark_check_ins(
    session: ReflectionSession, *, held: Collection[int], among: Collection[int], by: Person, at: datetime
) -> None:
    """Which 1:1s were held, for the people `among` by id: `held` were, the others not. Only that, never contents."""
    rows = HeldCheckIn.objects.filter(session=session, person__in=among)
    before = set(rows.values_list("person_id", flat=True))
    wanted = set(held) & set(among)
    rows.exclude(person__in=wanted).delete()
    HeldCheckIn.objects.bulk_create(
        [HeldCheckIn(session=session, person_id=pk, marked_at=at, marked_by=by) for pk in sorted(wanted - before)],
        ignore_conflicts=True,
    )
    if before == wanted:
        return
    now = whole_session(session)
    if around.waiting_for(MilestoneKind.CHECK_INS, [now])[now.pk]:
        around.remind(now, at=at, kinds=[MilestoneKind.CHECK_INS])
    else:
        around.forget(now, [MilestoneKind.CHECK_INS], at=at, reason=gettext_noop("It is done."))
    audit.record("1:1s marked", now, by=by, at=at, school=now.cycle.school, count=len(wanted))


@transaction.atomic
def choose_usual_days(
    school: School | None, *, days: Mapping[MilestoneKind, int | None], by: Person, at: datetime
) -> None:
    """Say how many school days from the meeting each step usually is; None leaves it to the district, or the house.

    It holds for meetings that get their time, or another one, from now on.
    """
    said = MilestoneDefault.objects.filter(school=school)
    before = dict(said.values_list("kind", "days"))
    wanted = {kind: count for kind, count in days.items() if count is not None}
    if before == wanted:
        return
    said.delete()
    MilestoneDefault.objects.bulk_create(
        [MilestoneDefault(school=school, kind=kind, days=count) for kind, count in wanted.items()]
    )
    audit.record("days around meetings chosen", by=by, at=at, school=school, count=len(wanted))
