"""Who may have a 1:1 with whom: a dated relationship gives the pair, and no other way does.

School leader and lead; lead and member of the team; school leader and who oversees or supports the school. Source:
`privacy.md` section 3, rows "1:1 private note" and "1:1 shared part".
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from django.db.models import Q

from cycles.confer.enums import CheckInKind
from teams import access as teams_access
from teams.enums import LEADING, Role
from teams.models import Appointment, Membership, Person, School

FROM_OUTSIDE = (Role.SUPERINTENDENT, Role.PARTNER)
WITH_MEMBER = (CheckInKind.READINESS, CheckInKind.FOLLOW_UP)


@dataclass(frozen=True)
class Pair:
    """Two people who may talk 1:1 at a school; `teams` are those through which they are tied."""

    host: Person
    person: Person
    school: School
    kinds: tuple[CheckInKind, ...]
    teams: frozenset[int] = field(default=frozenset())

    def other(self, reader: Person) -> Person:
        return self.person if self.host.pk == reader.pk else self.host


def pairs(reader: Person) -> list[Pair]:
    """Everybody with whom `reader` may have a 1:1 now, by name. At most 8 queries."""
    school = teams_access.workplace(reader)
    found: dict[tuple[int, int, int], Pair] = {}
    for one in (*(_at_work(reader, school) if school else ()), *_from_outside(reader)):
        key = (one.host.pk, one.person.pk, one.school.pk)
        teams = one.teams | (found[key].teams if key in found else frozenset())
        found[key] = replace(found.get(key, one), teams=teams)
    return sorted(found.values(), key=lambda pair: (pair.other(reader).name, pair.school.name))


def pair_with(reader: Person, other_pk: int) -> Pair | None:
    """The pair of `reader` and somebody, where there is one."""
    return next((pair for pair in pairs(reader) if pair.other(reader).pk == other_pk), None)


def _at_work(reader: Person, school: School) -> Iterator[Pair]:
    held = Appointment.objects.on().filter(role=Role.LEADER, school=school, person__is_active=True)
    leaders = {one.person_id: one.person for one in held.select_related("person")}
    joined = Membership.objects.on().filter(team__school=school, person__is_active=True).select_related("person")
    places = list(joined.order_by("person__name", "pk"))
    leads = [one for one in places if one.position in LEADING]
    if reader.pk in leaders:
        yield from (_planning(reader, one, school) for one in leads if one.person_id not in leaders)
        yield from (_looking(one.person, reader, school) for one in _supporters(school) if one.person_id != reader.pk)
        return
    led = {one.team_id for one in leads if one.person_id == reader.pk}
    for lead in leads:
        if lead.person_id == reader.pk:
            yield from (_planning(leader, lead, school) for leader in leaders.values())
    yield from _in_teams(reader, places, led, leaders, school)


def _in_teams(
    reader: Person, places: Iterable[Membership], led: set[int], leaders: dict[int, Person], school: School
) -> Iterator[Pair]:
    """A lead with the members of their teams, a member with their leads."""
    mine = {one.team_id for one in places if one.person_id == reader.pk}
    for one in places:
        if one.person_id == reader.pk or one.person_id in leaders or one.team_id not in mine:
            continue
        teams = frozenset({one.team_id})
        if one.team_id in led and one.position not in LEADING:
            yield Pair(reader, one.person, school, WITH_MEMBER, teams)
        elif one.team_id not in led and one.position in LEADING:
            yield Pair(one.person, reader, school, WITH_MEMBER, teams)


def _planning(leader: Person, lead: Membership, school: School) -> Pair:
    return Pair(leader, lead.person, school, (CheckInKind.FACILITATION,), frozenset({lead.team_id}))


def _looking(supporter: Person, leader: Person, school: School) -> Pair:
    return Pair(supporter, leader, school, (CheckInKind.BEFORE_ILT,))


def _supporters(school: School) -> Iterable[Appointment]:
    """Instructional superintendents and network partners of the school today."""
    near = Q(school=school) | (Q(network=school.network_id) & ~Q(network=None))
    held = Appointment.objects.on().filter(near, role__in=FROM_OUTSIDE, person__is_active=True)
    return held.select_related("person").order_by("person__name", "pk")


def _from_outside(reader: Person) -> Iterator[Pair]:
    """Who oversees or supports schools, with their leaders."""
    schools = supported_schools(reader)
    if not schools:
        return
    held = Appointment.objects.on().filter(role=Role.LEADER, school__in=schools, person__is_active=True)
    for one in held.exclude(person=reader).select_related("person", "school").order_by("person__name", "pk"):
        if one.school:
            yield _looking(reader, one.person, one.school)


def supported_schools(person: Person) -> list[School]:
    """Schools that the person oversees or supports from outside. 1 query for most people, else 2."""
    held = Appointment.objects.on().filter(person=person, role__in=FROM_OUTSIDE)
    places = list(held.values_list("school_id", "network_id"))
    if not places:
        return []
    where = Q(pk__in=[one for one, _ in places if one]) | Q(network__in=[one for _, one in places if one])
    return list(School.objects.filter(where))


def is_partner_only(person: Person, school: School) -> bool:
    """Whether somebody comes to the school as a network partner and in no other role. 1 query.

    The matrix gives a network partner no notes of a 1:1: nothing they write is kept, and no shared part.
    """
    near = Q(school=school) | (Q(network=school.network_id) & ~Q(network=None))
    held = set(Appointment.objects.on().filter(near, person=person).values_list("role", flat=True))
    return Role.PARTNER in held and not held & {Role.SUPERINTENDENT, Role.LEADER, Role.STAFF}
