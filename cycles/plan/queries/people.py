"""The people around one meeting: who came, who cannot, who could step in, whether enough have prepared."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from cycles.plan import access, slots
from cycles.plan.enums import Reply, SessionState
from cycles.plan.models import GoAhead, Invitation, ReflectionSession, Substitution
from reflection_site.statements import Given, Statement
from teams.models import Person

CONFIRMATIONS = 2
LATE = timedelta(minutes=5)
THIN_DAYS = 2
THIN_SHARE = 0.5
LATER_WEEKS = 4


# --- who came


@dataclass(frozen=True)
class Attendance:
    """Everyone invited, those who came marked."""

    session: ReflectionSession
    people: list[Invitation]

    @property
    def come(self) -> int:
        return sum(bool(one.has_attended) for one in self.people)


def attendance(session: ReflectionSession) -> Attendance:
    """One query."""
    return Attendance(session, list(session.invitations.select_related("person").order_by("person__name", "pk")))


DECLINED = Statement(
    lambda: (
        Invitation.objects.filter(session=Given("session"), reply=Reply.NO)
        .select_related("person")
        .order_by("person__name", "pk")
    )
)


def declined(session: ReflectionSession) -> list[Invitation]:
    """Who said that they cannot come, with their reason. One query."""
    return DECLINED.rows(session=session.pk)


# --- who steps in


SAID_NO = Statement(
    lambda: Invitation.objects.filter(session=Given("session"), person=Given("person"), reply=Reply.NO).values_list(
        "pk"
    )
)


def is_facilitator_missing(session: ReflectionSession, *, at: datetime) -> bool:
    """Whether somebody is to step in: there is no facilitator, they said no, or the room is not open when it should.

    Not after the meeting's day; in the meeting the room has its own way to take over. At most one query.
    """
    starts_at = session.starts_at
    if session.state != SessionState.SCHEDULED or starts_at is None:
        return False
    if timezone.localtime(at, session.cycle.school.zone).date() > starts_at.date():
        return False
    if session.facilitator_id is None or at >= starts_at + LATE:
        return True
    return bool(SAID_NO.rows(session=session.pk, person=session.facilitator_id))


@dataclass(frozen=True)
class SteppingIn:
    """Who could facilitate, and what the reader can do about it."""

    is_missing: bool
    is_late: bool
    claim: Substitution | None
    confirmed: int
    may_step_in: bool
    may_name: bool
    may_claim: bool
    may_confirm: bool
    is_own_claim: bool
    may_hand_back: bool

    @property
    def wanted(self) -> int:
        return CONFIRMATIONS


def stepping_in(session: ReflectionSession, person: Person, ties: access.Ties, *, at: datetime) -> SteppingIn:
    """At most 3 queries; the facilitator, and who they stand in for, fetched."""
    is_missing = is_facilitator_missing(session, at=at)
    open_claims = Substitution.objects.select_related("substitute").prefetch_related("confirmations")
    claim = open_claims.filter(session=session, settled_at=None, ended_at=None).first() if is_missing else None
    said = {one.person_id for one in claim.confirmations.all()} if claim else set()
    is_other = claim is not None and person.pk not in (claim.substitute_id, session.facilitator_id, *said)
    at_hand = session.state in (SessionState.SCHEDULED, SessionState.MEETING)
    facilitates = session.facilitator_id == person.pk
    return SteppingIn(
        is_missing=is_missing,
        is_late=session.starts_at is not None and at >= session.starts_at,
        claim=claim,
        confirmed=len(said),
        may_step_in=is_missing and session.deputy_id == person.pk,
        may_name=at_hand and (ties.leads_school or ties.leads_team),
        may_claim=is_missing and claim is None and ties.in_team and not facilitates and session.deputy_id != person.pk,
        may_confirm=is_missing and is_other and ties.in_team,
        is_own_claim=claim is not None and claim.substitute_id == person.pk,
        may_hand_back=at_hand and session.stands_in_for_id is not None and (facilitates or ties.leads_school),
    )


# --- whether enough have prepared


@dataclass(frozen=True)
class Thin:
    """Few have prepared and the meeting is near; `said` is the word to go ahead, where there is one."""

    is_asked: bool
    said: GoAhead | None


SAID = Statement(
    lambda: (
        GoAhead.objects.filter(session=Given("session"), meets_on=Given("day")).select_related("by").order_by("pk")[:1]
    )
)


def thin_preparation(
    session: ReflectionSession, *, ready: int, total: int, at: datetime, is_leading: bool = True
) -> Thin:
    """Whether to ask who leads it: within two school days of the meeting fewer than half are ready.

    At most 2 queries, and one for everybody else, who only reads the word that was given.
    """
    day = session.meets_on
    if session.state != SessionState.SCHEDULED or day is None:
        return Thin(is_asked=False, said=None)
    said = SAID.first(session=session.pk, day=day)
    if said is not None or not is_leading or ready >= total * THIN_SHARE:
        return Thin(is_asked=False, said=said)
    today = timezone.localtime(at, session.cycle.school.zone).date()
    first = slots.school_days(session.cycle.school).before(day, THIN_DAYS)
    return Thin(is_asked=first <= today <= day, said=None)


def later_slot(session: ReflectionSession) -> slots.Slot | None:
    """The same time in the next week that has that school day, else on the next school day a week on. One query."""
    if session.meets_on is None or session.meets_at is None:
        return None
    days = slots.school_days(session.cycle.school)
    weeks = [session.meets_on + timedelta(weeks=count) for count in range(1, LATER_WEEKS + 1)]
    others = (weeks[0] + timedelta(days=count) for count in range(7))
    open_day = next((day for day in (*weeks, *others) if days.is_open(day)), None)
    return slots.Slot(open_day, session.meets_at, session.minutes) if open_day else None
