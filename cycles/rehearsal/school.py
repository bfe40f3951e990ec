"""The example that a rehearsal is played with: made anew for each look, inside the transaction that takes it back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex

from django.utils import timezone

from cycles.adjust.models import ActionStep
from cycles.meet.enums import CardKind, Onward, ProtocolKind
from cycles.meet.models import Card, Cause, Meeting, ParkedTurn, Protocol, ProtocolChoice, Topic
from cycles.plan.enums import CycleState, SessionState
from cycles.plan.models import Cycle, Invitation, ReflectionSession
from teams.enums import CycleKind, Position, Role, TeamKind
from teams.models import Appointment, Membership, Person, School, SchoolYear, Team, Term, UipGoal

from . import words

HALF_YEAR = timedelta(days=180)


@dataclass(frozen=True)
class Cast:
    """The session that is rehearsed, who leads it, its people (the last is away), and what they meet with."""

    session: ReflectionSession
    facilitator: Person
    people: tuple[Person, ...]
    goals: tuple[UipGoal, ...]
    promise: ActionStep


def make_example(protocol: Protocol, *, minutes: int, is_ilt: bool, at: datetime) -> Cast:
    """A school with a team, seven people, two goals and a promise, whose session meets by `protocol` at `at`."""
    _put_in_use(protocol)
    school = School.objects.create(code=f"example-{token_hex(6)}", name=str(words.SCHOOL))
    year, term, earlier_term = _year(at)
    facilitator, *people = _people()
    kind = TeamKind.ILT if is_ilt else TeamKind.TEACHER
    team = Team.objects.create(school=school, kind=kind, name=str(words.ILT if is_ilt else words.TEAM))
    _place(school, team, [facilitator, *people], at)
    cycle_kind = CycleKind.END_OF_YEAR if protocol.kind == ProtocolKind.ILT_END_OF_YEAR else CycleKind.MID_YEAR
    cycle = _cycle(school, year, term, cycle_kind, at)
    before = _cycle(school, year, earlier_term, next(one for one in CycleKind if one != cycle_kind), at)
    earlier = _session(before, team, facilitator, at - HALF_YEAR, state=SessionState.MET)
    session = _session(cycle, team, facilitator, at, minutes=minutes, follows=earlier)
    ProtocolChoice.objects.create(session=session, kind=protocol.kind, chosen_at=at)
    Invitation.objects.bulk_create(Invitation(session=session, person=one) for one in (facilitator, *people))
    goals = tuple(UipGoal.objects.create(school=school, year=year, title=str(title)) for title in words.GOALS)
    if is_ilt:
        _brief(cycle, protocol, people[0], at)
    return Cast(session, facilitator, tuple(people), goals, _promise(earlier, people[1], at))


def plan_for(session: ReflectionSession, at: datetime) -> None:
    """Give the session the time at which it is to begin."""
    _set_time(session, at)
    session.save(update_fields=["meets_on", "meets_at"])


def _set_time(session: ReflectionSession, at: datetime) -> None:
    local = timezone.localtime(at, session.cycle.school.zone)
    session.meets_on, session.meets_at = local.date(), local.time().replace(second=0, microsecond=0)


def _put_in_use(protocol: Protocol) -> None:
    """A draft and an earlier version too can be rehearsed: for this play it is the one that meetings begin with."""
    if protocol.is_current:
        return
    Protocol.objects.filter(kind=protocol.kind, is_current=True).update(is_current=False)
    Protocol.objects.filter(pk=protocol.pk).update(is_draft=False, is_current=True)


def _year(at: datetime) -> tuple[SchoolYear, Term, Term]:
    start, day, end = (at + days for days in (-2 * HALF_YEAR, -HALF_YEAR / 2, HALF_YEAR))
    year, _made = SchoolYear.objects.get_or_create(
        name=str(words.YEAR)[:9], defaults={"starts_on": start.date(), "ends_on": end.date()}
    )
    names = iter((f"b{token_hex(4)}", f"a{token_hex(4)}"))
    term = Term.objects.create(year=year, name=next(names), starts_on=day.date(), ends_on=end.date())
    earlier = Term.objects.create(year=year, name=next(names), starts_on=start.date(), ends_on=day.date())
    return year, term, earlier


def _people() -> list[Person]:
    mark = token_hex(6)
    names = [str(name) for name in (words.FACILITATOR, *words.PEOPLE)]
    # an address where no mail can go; nobody can sign in with it
    made = [Person(email=f"{mark}.{number}@example.invalid", name=name) for number, name in enumerate(names)]
    for person in made:
        person.set_unusable_password()
    return Person.objects.bulk_create(made)


def _place(school: School, team: Team, people: list[Person], at: datetime) -> None:
    since = (at - 2 * HALF_YEAR).date()
    Appointment.objects.bulk_create(
        Appointment(person=person, role=Role.STAFF, school=school, starts_on=since) for person in people
    )
    Membership.objects.bulk_create(
        Membership(team=team, person=person, position=Position.MEMBER, starts_on=since) for person in people
    )


def _cycle(school: School, year: SchoolYear, term: Term, kind: CycleKind, at: datetime) -> Cycle:
    return Cycle.objects.create(
        school=school, year=year, term=term, kind=kind, state=CycleState.OPEN, opened_at=at - HALF_YEAR
    )


def _session(
    cycle: Cycle,
    team: Team,
    facilitator: Person,
    at: datetime,
    *,
    minutes: int = 60,
    state: SessionState = SessionState.SCHEDULED,
    follows: ReflectionSession | None = None,
) -> ReflectionSession:
    session = ReflectionSession(
        cycle=cycle,
        team=team,
        state=state,
        minutes=minutes,
        place=str(words.PLACE),
        facilitator=facilitator,
        follows=follows,
    )
    _set_time(session, at)
    session.save(force_insert=True)
    return session


def _promise(earlier: ReflectionSession, owner: Person, at: datetime) -> ActionStep:
    return ActionStep.objects.create(
        session=earlier,
        text=str(words.PROMISE),
        owner=owner,
        due_on=(at - HALF_YEAR / 4).date(),
        created_by=owner,
        created_at=at - HALF_YEAR,
    )


def _brief(cycle: Cycle, protocol: Protocol, person: Person, at: datetime) -> None:
    """Two teacher teams for the ILT to hear of: one has met, one has not."""
    met, waiting = (
        Team.objects.create(school=cycle.school, kind=TeamKind.TEACHER, name=str(name))
        for name in (words.OTHER_TEAM, words.TEAM)
    )
    _session(cycle, waiting, person, at + timedelta(days=7))
    session = _session(cycle, met, person, at - timedelta(days=7), state=SessionState.MET)
    phase = protocol.phases.order_by("position")[0]
    meeting = Meeting.objects.create(
        session=session, protocol=protocol, phase=phase, facilitator=person, opened_at=at, closed_at=at
    )
    said = {"meeting": meeting, "author": person, "written_at": at}
    text, because = map(str, words.BRIEF_SUCCESS)
    Card.objects.create(kind=CardKind.SUCCESS, text=text, because=because, is_celebrated=True, **said)
    ask = Card.objects.create(kind=CardKind.PARKED, text=str(words.BRIEF_ASK), **said)
    ParkedTurn.objects.create(card=ask, goes_to=Onward.ILT, said_by=person, said_at=at)
    topic = Topic.objects.create(meeting=meeting, title=str(words.BRIEF_TOPIC), is_chosen=True)
    agreed = {"is_within_control": True, "is_not_a_person": True, "agreed_at": at, "proposed_by": person}
    Cause.objects.create(topic=topic, text=str(words.BRIEF_CAUSE), category="time", **agreed)
