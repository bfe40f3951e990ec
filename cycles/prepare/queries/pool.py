"""Lines of small teams for the ILT: unnamed, pooled over the school, so that neither person nor team can be told."""

from dataclasses import dataclass

from cycles.plan.enums import SessionState
from cycles.plan.models import Invitation, ReflectionSession
from cycles.prepare import access
from cycles.prepare.enums import Audience, TemplateKind
from cycles.prepare.models import Reflection
from teams.enums import LEADING, Role, TeamKind
from teams.models import Appointment, Membership, Person

from .kinds import has_begun

SMALLEST_GROUP = 5


@dataclass(frozen=True)
class Pool:
    """Who could write a pooled line, by (session, kind of template): only teams where *unnamed* is not offered."""

    small: dict[tuple[int, TemplateKind], frozenset[int]]

    def people(self, kind: TemplateKind) -> set[int]:
        """Everyone with one kind of template, in whichever small team."""
        return {pk for (_session, of), people in self.small.items() if of == kind for pk in people}

    def is_large_enough(self, kind: TemplateKind, readers: set[int]) -> bool:
        """Whether five people could have written a line, whichever reader is left out."""
        people = self.people(kind)
        return min((len(people - {reader}) for reader in readers), default=0) >= SMALLEST_GROUP


def ilt_session(session: ReflectionSession) -> ReflectionSession | None:
    """Where pooled lines of a team's session go; None for the ILT's own, and where the ILT does not meet. 1 query."""
    meets = ReflectionSession.objects.filter(cycle=session.cycle_id, team__kind=TeamKind.ILT).exclude(
        state=SessionState.CANCELLED
    )
    return None if session.team.is_ilt else meets.select_related("cycle__school", "team").first()


def pool_of(cycle_id: int, school_id: int) -> Pool:
    """The pool of one cycle. 4 queries, however many teams."""
    sessions = ReflectionSession.objects.filter(cycle=cycle_id, team__kind=TeamKind.TEACHER).exclude(
        state=SessionState.CANCELLED
    )
    by_pk = {one.pk: one for one in sessions}
    asked = Invitation.objects.filter(session__in=by_pk, is_guest=False).values_list("session_id", "person_id")
    leads = set(
        Membership.objects.on()
        .filter(team__in={one.team_id for one in by_pk.values()}, position__in=LEADING)
        .values_list("team_id", "person_id")
    )
    leaders = set(
        Appointment.objects.on().filter(role=Role.LEADER, school=school_id).values_list("person_id", flat=True)
    )
    alike: dict[tuple[int, TemplateKind], set[int]] = {}
    for session_pk, person in asked:
        leads_it = (by_pk[session_pk].team_id, person) in leads
        kind = TemplateKind.LEADER if person in leaders else TemplateKind.LEAD if leads_it else TemplateKind.TEACHER
        alike.setdefault((session_pk, kind), set()).add(person)
    small = {
        key: frozenset(people)
        for key, people in alike.items()
        if len(people) - _reads_too(by_pk[key[0]], key[1], people) < SMALLEST_GROUP
    }
    return Pool(small)


def _reads_too(session: ReflectionSession, kind: TemplateKind, people: set[int]) -> int:
    """1 where somebody among them reads what is meant for the group."""
    return int(kind != TemplateKind.TEACHER or bool(people & {session.facilitator_id, session.deputy_id}))


@dataclass(frozen=True)
class PoolOffer:
    """Whether a person may pass a line to the ILT: `is_small` where *unnamed* can't be offered in their team."""

    readers: tuple[Person, ...] = ()
    is_small: bool = False
    is_large_enough: bool = False


def pool_offer(session: ReflectionSession, author: Person) -> PoolOffer:
    """At most 6 queries; the ILT must not have begun, so that all lines come at once."""
    ilt = ilt_session(session)
    if ilt is None or has_begun(ilt):
        return PoolOffer()
    pool = pool_of(session.cycle_id, session.cycle.school_id)
    kind = next((of for (pk, of), people in pool.small.items() if pk == session.pk and author.pk in people), None)
    if kind is None:
        return PoolOffer()
    readers = tuple(access.readers_of_group(ilt).order_by("name"))
    return PoolOffer(readers, True, pool.is_large_enough(kind, {one.pk for one in readers}))


def pooled_reflections(ilt: ReflectionSession, reader: Person) -> set[int]:
    """Reflections whose pooled lines this reader of the ILT's session may see. 5 queries.

    None before the ILT's meeting has begun; then those that were handed in on screen before it, where at least five
    people besides the reader, over all small teams, handed in the same template.
    """
    if not (ilt.team.is_ilt and has_begun(ilt)):
        return set()
    found, people = _ready_by_template(ilt)
    large = [template for template, them in people.items() if len(them - {reader.pk}) >= SMALLEST_GROUP]
    return {pk for template in large for pk in found[template]}


def pooled_for_all(ilt: ReflectionSession) -> set[int]:
    """Reflections whose pooled lines every reader of the ILT's session sees, once it has begun. At most 5 queries."""
    if not (ilt.team.is_ilt and has_begun(ilt)):
        return set()
    found, people = _ready_by_template(ilt)
    return {pk for template, them in people.items() if len(them) > SMALLEST_GROUP for pk in found[template]}


def reaches_ilt(reflection: Reflection, session: ReflectionSession) -> bool | None:
    """Whether anybody of the ILT may read what was passed on of it; None before the ILT meets. At most 8 queries."""
    ilt = ilt_session(session)
    if ilt is None or not has_begun(ilt):
        return None
    found, people = _ready_by_template(ilt)
    template = reflection.template_id
    them = people[template] if reflection.pk in found.get(template, ()) else set()
    readers = access.readers_of_group(ilt).values_list("pk", flat=True)
    return any(len(them - {reader}) >= SMALLEST_GROUP for reader in readers)


def _ready_by_template(ilt: ReflectionSession) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """Reflections of small teams that were handed in on screen before the ILT met, and their people. 5 queries."""
    pool = pool_of(ilt.cycle_id, ilt.cycle.school_id)
    ready = Reflection.objects.filter(
        session__cycle=ilt.cycle_id, submitted_at__isnull=False, is_after_ilt=False, is_on_paper=False
    ).values_list("pk", "session_id", "person_id", "template_id", "template__kind")
    found: dict[int, set[int]] = {}
    people: dict[int, set[int]] = {}
    for pk, session, person, template, kind in ready:
        if person in pool.small.get((session, TemplateKind(kind)), ()):
            found.setdefault(template, set()).add(pk)
            people.setdefault(template, set()).add(person)
    return found, people


def has_pooled_lines(reflection: Reflection) -> bool:
    """Whether the ILT may be reading something of it. 1 query."""
    return reflection.answers.filter(audience=Audience.POOLED).exists()
