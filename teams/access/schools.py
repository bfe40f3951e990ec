"""Which schools: where one works (one at a time), leads, oversees, or all for the district."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils import timezone

from reflection_site.statements import Given, Statement
from teams.enums import Role
from teams.models import Appointment, CalendarBlock, Person, School, Term

from .doors import door

T = TypeVar("T")
ROLES = Statement(lambda: Appointment.objects.on(Given("day")).filter(person=Given("person")).select_related("school"))


def once(person: Person, question: str, ask: Callable[[], T]) -> T:
    """The answer, remembered while one request of the person is answered (`teams.middleware`); else asked again."""
    if person.remembered is None:
        return ask()
    if question not in person.remembered:
        person.remembered[question] = ask()
    found: T = person.remembered[question]
    return found


def remember(person: Person) -> Person:
    """The person for one request, with a fresh memory for `once`: nobody can change their own roles."""
    person.remembered = {}
    return person


def roles_today(person: Person) -> list[Appointment]:
    """The person's roles of today, with their schools. One query, once a request."""
    return once(person, "roles", lambda: ROLES.rows(person=person.pk, day=timezone.localdate()))


def _workplaces_among(held: Iterable[Appointment]) -> list[School]:
    works = {one.school for one in held if one.role in (Role.LEADER, Role.STAFF) and one.school is not None}
    return sorted(works, key=lambda school: (school.name, school.pk))


def own_workplaces(person: Person) -> list[School]:
    """Schools where the person is leader or staff today, by name. As `roles_today`."""
    return _workplaces_among(roles_today(person))


def workplaces(person: Person) -> QuerySet[School]:
    """The same, as a scope."""
    return School.objects.filter(pk__in=[school.pk for school in own_workplaces(person)])


def workplace_among(person: Person, held: Iterable[Appointment]) -> School | None:
    """The one school in which the person works now, by these roles: the chosen one, else the first by name."""
    mine = _workplaces_among(held)
    return next((school for school in mine if school.pk == person.workplace_id), mine[0] if mine else None)


def workplace(person: Person) -> School | None:
    """The one school in which the person works now. As `roles_today`."""
    return workplace_among(person, roles_today(person))


def working_school(person: Person) -> School:
    """The workplace; 403 for a person without one."""
    school = workplace(person)
    if school is None:
        raise PermissionDenied
    return school


def led_school(person: Person) -> School | None:
    """The current workplace, where the person leads it. As `roles_today`."""
    held = roles_today(person)
    here = workplace_among(person, held)
    return here if here and any(one.role == Role.LEADER and one.school_id == here.pk for one in held) else None


def led_schools(person: Person) -> QuerySet[School]:
    """The same, as a scope: one school, or none."""
    here = led_school(person)
    return School.objects.filter(pk__in=[here.pk] if here else [])


def _assigned(person: Person, role: Role) -> QuerySet[School]:
    held = [one for one in roles_today(person) if one.role == role]
    networks = [one.network_id for one in held if one.network_id]
    return School.objects.filter(Q(pk__in=[one.school_id for one in held if one.school_id]) | Q(network__in=networks))


def overseen_schools(person: Person) -> QuerySet[School]:
    """Schools of the superintendent: by network or one by one."""
    return _assigned(person, Role.SUPERINTENDENT)


def partnered_schools(person: Person) -> QuerySet[School]:
    """Schools of the network partner. It gives no row by itself: an invitation does."""
    return _assigned(person, Role.PARTNER)


def in_district_role(person: Person, *roles: Role) -> bool:
    """Whether the person holds one of `roles` for the whole district today. As `roles_today`."""
    held = (one.role for one in roles_today(person) if one.school_id is None and one.network_id is None)
    return any(role in roles for role in held)


def is_district(person: Person) -> bool:
    """District administrator: configures and reads no content."""
    return in_district_role(person, Role.DISTRICT)


def is_steward(person: Person) -> bool:
    """Data steward: a district administrator for imports, their previews and mappings only."""
    return in_district_role(person, Role.STEWARD)


def _own_schools(person: Person) -> QuerySet[School]:
    school = workplace(person)
    overseen = overseen_schools(person).values("pk")
    return School.objects.filter(Q(pk=school.pk if school else None) | Q(pk__in=overseen))


def visible_schools(person: Person) -> QuerySet[School]:
    """Schools that exist for the person: their workplace, those they oversee, all for district and steward.

    A steward needs a school's name to import into it; what is inside a school asks `known_schools`.
    """
    if in_district_role(person, Role.DISTRICT, Role.STEWARD):
        return School.objects.all()
    return _own_schools(person)


def known_schools(person: Person) -> QuerySet[School]:
    """Schools whose people, teams and goals the person may read: as above, but nothing for being a steward."""
    return School.objects.all() if is_district(person) else _own_schools(person)


def editable_schools(person: Person) -> QuerySet[School]:
    """Schools whose people, teams and calendar the person may change."""
    return School.objects.all() if is_district(person) else led_schools(person)


def readable_school(person: Person, pk: int) -> School:
    visible = visible_schools(person).select_related("network")
    return door(visible, known_schools(person), pk)


def editable_school(person: Person, pk: int) -> School:
    return door(visible_schools(person), editable_schools(person), pk)


def editable_term(person: Person, pk: int) -> Term:
    """A school's own term for its leader; a term of all schools for the district only."""
    visible = Term.objects.filter(Q(school=None) | Q(school__in=known_schools(person)))
    allowed = is_district(person) or Term.objects.filter(school__in=led_schools(person))
    return door(visible.select_related("school", "year"), allowed, pk)


def editable_block(person: Person, pk: int) -> CalendarBlock:
    """A school's own calendar block for its leader; one of all schools for the district only."""
    visible = CalendarBlock.objects.filter(Q(school=None) | Q(school__in=known_schools(person)))
    allowed = is_district(person) or CalendarBlock.objects.filter(school__in=led_schools(person))
    return door(visible.select_related("school"), allowed, pk)
