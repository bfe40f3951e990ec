"""Which people, and whose roles, memberships and supervision may be changed: never one's own."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet

from teams.enums import Role
from teams.models import Appointment, Membership, Network, Person, School, SupervisionLink

from .doors import door
from .schools import is_district, is_steward, known_schools, led_schools, overseen_schools, workplace
from .teams import editable_teams, visible_teams


def people_of(schools: QuerySet[School]) -> QuerySet[Person]:
    """Everyone with a role or a place in a team at `schools` today."""
    appointed = Appointment.objects.on().filter(person=OuterRef("pk"), school__in=schools)
    joined = Membership.objects.on().filter(person=OuterRef("pk"), team__school__in=schools)
    return Person.objects.filter(Exists(appointed) | Exists(joined))


def _ever_at(schools: QuerySet[School]) -> QuerySet[Person]:
    """Also those who left or are yet to come: their leader still sees and mends their rows."""
    appointed = Appointment.objects.filter(person=OuterRef("pk"), school__in=schools)
    joined = Membership.objects.filter(person=OuterRef("pk"), team__school__in=schools)
    return Person.objects.filter(Exists(appointed) | Exists(joined))


def knows_people(person: Person) -> bool:
    """Whether the person has a list of people at all: a steward without a school has none."""
    return not is_steward(person) or known_schools(person).exists()


def visible_people(person: Person) -> QuerySet[Person]:
    """Colleagues at the workplace, people of overseen schools, everyone for the district; oneself always."""
    if is_district(person):
        return Person.objects.all()
    now = people_of(known_schools(person)).values("pk")
    ever = _ever_at(led_schools(person)).values("pk")
    return Person.objects.filter(Q(pk=person.pk) | Q(pk__in=now) | Q(pk__in=ever))


def _only_ever_at(schools: QuerySet[School]) -> QuerySet[Person]:
    """Those of them with no role and no team anywhere else today: who moved on is another leader's to mend."""
    appointed = Appointment.objects.on().filter(person=OuterRef("pk")).exclude(school__in=schools)
    joined = Membership.objects.on().filter(person=OuterRef("pk")).exclude(team__school__in=schools)
    return _ever_at(schools).exclude(Exists(appointed) | Exists(joined))


def editable_people(person: Person) -> QuerySet[Person]:
    """Whose account, appointments, memberships and supervision the person may change: never their own."""
    if is_district(person):
        return Person.objects.exclude(pk=person.pk)
    schools = led_schools(person)
    here, formerly = people_of(schools).values("pk"), _only_ever_at(schools).values("pk")
    return Person.objects.filter(Q(pk__in=here) | Q(pk__in=formerly)).exclude(pk=person.pk)


def readable_person(person: Person, pk: int) -> Person:
    return door(visible_people(person), True, pk)


def editable_person(person: Person, pk: int) -> Person:
    return door(visible_people(person), editable_people(person), pk)


def replaceable_people(person: Person) -> QuerySet[Person]:
    """Whose place at a school the person may give to somebody else: also of those who work elsewhere by now."""
    scope = Person.objects.all() if is_district(person) else _ever_at(led_schools(person))
    return scope.exclude(pk=person.pk)


def replaceable_person(person: Person, pk: int) -> Person:
    return door(visible_people(person), replaceable_people(person), pk)


def may_set_email(person: Person, other: Person) -> bool:
    """Whether the person may change somebody's sign-in address: whoever holds it holds the account.

    The district may; a leader only for a colleague of this school alone who has never signed in.
    """
    if other.pk == person.pk:
        return False
    if is_district(person):
        return True
    schools = led_schools(person)
    elsewhere = Appointment.objects.on().filter(person=other).exclude(school__in=schools)
    return other.last_login is None and schools.exists() and not elsewhere.exists()


def grantable_roles(person: Person) -> list[Role]:
    """Roles that the person may give to others. The district's scope holds every role; a leader's the school's two."""
    if is_district(person):
        return list(Role)
    return [Role.STAFF, Role.LEADER] if led_schools(person).exists() else []


def may_grant(person: Person, role: str, *, school: School | None, network: Network | None) -> bool:
    """Whether the person may give or end this very role: nobody grants a role or a scope that they lack."""
    if is_district(person):
        return True
    if role not in (Role.STAFF, Role.LEADER) or school is None or network is not None:
        return False
    return led_schools(person).filter(pk=school.pk).exists()


def changeable_appointment(person: Person, pk: int) -> Appointment:
    visible: QuerySet[Any] = Appointment.objects.filter(person__in=visible_people(person))
    row: Appointment = door(visible.select_related("person", "school", "network"), True, pk)
    if row.person_id == person.pk or not may_grant(person, row.role, school=row.school, network=row.network):
        raise PermissionDenied
    return row


def changeable_membership(person: Person, pk: int) -> Membership:
    visible: QuerySet[Any] = Membership.objects.filter(team__in=visible_teams(person))
    allowed = visible.filter(team__in=editable_teams(person)).exclude(person=person)
    row: Membership = door(visible.select_related("person", "team__school"), allowed, pk)
    return row


# --- supervision


def visible_supervision(person: Person) -> QuerySet[Any]:
    """Links that the person may know of: those of one's own, a leader's school's, the district's all."""
    if is_district(person):
        return SupervisionLink.objects.all()
    return SupervisionLink.objects.filter(
        Q(supervisor=person) | Q(supervisee=person) | Q(school__in=led_schools(person))
    )


def changeable_supervision(person: Person, pk: int) -> SupervisionLink:
    visible = visible_supervision(person)
    scope = visible if is_district(person) else visible.filter(school__in=led_schools(person))
    allowed = scope.exclude(supervisor=person).exclude(supervisee=person)
    row: SupervisionLink = door(visible.select_related("supervisor", "supervisee", "school"), allowed, pk)
    return row


def held_supervision(person: Person) -> QuerySet[Any]:
    """Links by which the person evaluates somebody today, at the current workplace or at a school they oversee.

    The only way to somebody else's LEAP rows for a lead or a superintendent. It ends with the link, with the
    supervisor's own role and with the role of the one supervised, old rows included.
    """
    school = workplace(person)
    links = SupervisionLink.objects.on().filter(
        Q(school=school.pk if school else None) | Q(school__in=overseen_schools(person)), supervisor=person
    )
    employed = Appointment.objects.on().filter(person=OuterRef("supervisee"), school=OuterRef("school"))
    return links.filter(Exists(employed))


def supervised_people(person: Person) -> QuerySet[Person]:
    """Whom the person evaluates today."""
    return Person.objects.filter(pk__in=held_supervision(person).values("supervisee_id"))
