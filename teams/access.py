"""May I? The role gives the verb, a dated relationship gives the row. Default deny.

Two shapes. A *scope* is a queryset of what a person may see or change (`visible_schools`, `led_schools`).
A *door* returns one object or refuses: 404 where the person may not even see it (missing and foreign look
alike), 403 where they see it without the right. Source of every line: `privacy.md` section 3.
"""

from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import Http404

from .enums import LEADING, Role
from .models import (
    Appointment,
    AuditEntry,
    Membership,
    Person,
    School,
    Slo,
    SupervisionLink,
    Team,
    UipGoal,
)

T = TypeVar("T", bound=Model)


def door(visible: QuerySet[T], allowed: QuerySet[T] | bool, pk: int | str) -> T:
    """The row `pk`: 404 unless in `visible`, 403 unless in `allowed`."""
    row = visible.filter(pk=pk).first()
    if row is None:
        raise Http404
    permitted = allowed if isinstance(allowed, bool) else allowed.filter(pk=pk).exists()
    if not permitted:
        raise PermissionDenied
    return row


def only_if(permitted: bool) -> None:
    """Refuse with 403 a page that a person's role does not have."""
    if not permitted:
        raise PermissionDenied


# --- scopes of schools


def workplaces(person: Person) -> QuerySet[School]:
    """Schools where the person is leader or staff today."""
    held = Appointment.objects.on().filter(
        person=person, role__in=[Role.LEADER, Role.STAFF]
    )
    return School.objects.filter(pk__in=held.values("school_id"))


def workplace(person: Person) -> School | None:
    """The one school in which the person works now: the chosen one, else the first by name."""
    mine = list(workplaces(person).order_by("name"))
    return next(
        (school for school in mine if school.pk == person.workplace_id),
        mine[0] if mine else None,
    )


def _at_workplace(person: Person, role: Role) -> QuerySet[School]:
    school = workplace(person)
    held = Appointment.objects.on().filter(person=person, role=role, school=school)
    return School.objects.filter(pk__in=held.values("school_id"))


def led_schools(person: Person) -> QuerySet[School]:
    """Where the person is school leader (their current workplace only)."""
    return _at_workplace(person, Role.LEADER)


def _assigned(person: Person, role: Role) -> QuerySet[School]:
    held = Appointment.objects.on().filter(person=person, role=role)
    return School.objects.filter(
        Q(pk__in=held.values("school_id")) | Q(network__in=held.values("network_id"))
    )


def overseen_schools(person: Person) -> QuerySet[School]:
    """Schools of the superintendent: by network or one by one."""
    return _assigned(person, Role.SUPERINTENDENT)


def partnered_schools(person: Person) -> QuerySet[School]:
    """Schools of the network partner. It gives no row by itself: an invitation does."""
    return _assigned(person, Role.PARTNER)


def in_district_role(person: Person, *roles: Role) -> bool:
    """Whether the person holds one of `roles` for the whole district today."""
    return (
        Appointment.objects.on()
        .filter(person=person, role__in=roles, school=None, network=None)
        .exists()
    )


def is_district(person: Person) -> bool:
    """District administrator: configures and reads no content."""
    return in_district_role(person, Role.DISTRICT)


def is_steward(person: Person) -> bool:
    """Data steward: a district administrator for imports only."""
    return in_district_role(person, Role.STEWARD)


def visible_schools(person: Person) -> QuerySet[School]:
    """Schools that exist for the person: their workplace, those they oversee, all for the district."""
    if is_district(person) or is_steward(person):
        return School.objects.all()
    school = workplace(person)
    mine = School.objects.filter(pk=school.pk if school else None)
    return (mine | overseen_schools(person)).distinct()


def editable_schools(person: Person) -> QuerySet[School]:
    """Schools whose people, teams and calendar the person may change."""
    return School.objects.all() if is_district(person) else led_schools(person)


def readable_school(person: Person, pk: int) -> School:
    return door(visible_schools(person), True, pk)


def editable_school(person: Person, pk: int) -> School:
    return door(visible_schools(person), editable_schools(person), pk)


# --- teams


def member_teams(person: Person) -> QuerySet[Team]:
    """Teams at the current workplace in which the person is today, whatever their position."""
    held = Membership.objects.on().filter(person=person)
    return Team.objects.filter(pk__in=held.values("team_id"), school=workplace(person))


def led_teams(person: Person) -> QuerySet[Team]:
    """Teams at the current workplace that the person leads (senior lead or lead) today."""
    held = Membership.objects.on().leading().filter(person=person)
    return Team.objects.filter(pk__in=held.values("team_id"), school=workplace(person))


def visible_teams(person: Person) -> QuerySet[Team]:
    return Team.objects.filter(school__in=visible_schools(person))


def editable_teams(person: Person) -> QuerySet[Team]:
    """Teams whose members and slots the person may change: a leader's, a lead's own, the district's all."""
    mine = Team.objects.filter(
        Q(school__in=led_schools(person)) | Q(pk__in=led_teams(person))
    )
    return Team.objects.all() if is_district(person) else mine


def readable_team(person: Person, pk: int) -> Team:
    return door(visible_teams(person).select_related("school"), True, pk)


def editable_team(person: Person, pk: int) -> Team:
    return door(
        visible_teams(person).select_related("school"), editable_teams(person), pk
    )


# --- people


def people_of(schools: QuerySet[School]) -> QuerySet[Person]:
    """Everyone with a role or a place in a team at `schools` today."""
    appointed = Appointment.objects.on().filter(
        person=OuterRef("pk"), school__in=schools
    )
    joined = Membership.objects.on().filter(
        person=OuterRef("pk"), team__school__in=schools
    )
    return Person.objects.filter(Exists(appointed) | Exists(joined))


def visible_people(person: Person) -> QuerySet[Person]:
    """Colleagues at the workplace, people of overseen schools, everyone for the district; oneself always."""
    if is_district(person):
        return Person.objects.all()
    return people_of(visible_schools(person)) | Person.objects.filter(pk=person.pk)


def editable_people(person: Person) -> QuerySet[Person]:
    """Whose appointments, memberships and supervision the person may change: never their own."""
    scope = (
        Person.objects.all() if is_district(person) else people_of(led_schools(person))
    )
    return scope.exclude(pk=person.pk)


def readable_person(person: Person, pk: int) -> Person:
    return door(visible_people(person), True, pk)


def editable_person(person: Person, pk: int) -> Person:
    return door(visible_people(person), editable_people(person), pk)


def grantable_roles(person: Person) -> list[Role]:
    """Roles that the person may give to others: nobody grants what they lack."""
    if is_district(person):
        return list(Role)
    return [Role.STAFF, Role.LEADER] if led_schools(person).exists() else []


def supervised_people(person: Person) -> QuerySet[Person]:
    """Whom the person evaluates today. The only way to somebody else's LEAP rows for a lead."""
    links = SupervisionLink.objects.on().filter(supervisor=person)
    return Person.objects.filter(pk__in=links.values("supervisee_id"))


# --- goals


def readable_goals(person: Person) -> QuerySet[UipGoal]:
    return UipGoal.objects.filter(
        school__in=visible_schools(person).filter(uses_uip=True)
    )


def readable_goal(person: Person, pk: int) -> UipGoal:
    return door(
        readable_goals(person).select_related("school", "year", "owner"),
        not is_steward(person),
        pk,
    )


def editable_goal(person: Person, pk: int) -> UipGoal:
    scope = readable_goals(person)
    return door(
        scope.select_related("school", "year"),
        scope.filter(school__in=led_schools(person)),
        pk,
    )


def readable_slos(person: Person) -> QuerySet[Slo]:
    """One's own; a lead's team's; a leader's and a superintendent's schools'; the district's all."""
    if is_district(person):
        return Slo.objects.filter(school__uses_slo=True)
    return Slo.objects.filter(
        Q(person=person, school=workplace(person))
        | Q(team__in=led_teams(person))
        | Q(person__in=supervised_people(person), school=workplace(person))
        | Q(school__in=led_schools(person))
        | Q(school__in=overseen_schools(person)),
        school__uses_slo=True,
    )


def readable_slo(person: Person, pk: int) -> Slo:
    return door(
        readable_slos(person).select_related("person", "school", "team", "year"),
        True,
        pk,
    )


def editable_slo(person: Person, pk: int) -> Slo:
    """Written by its teacher and by those who lead them; approved apart."""
    scope = readable_slos(person)
    mine = scope.filter(
        Q(person=person)
        | Q(team__in=led_teams(person))
        | Q(school__in=led_schools(person))
    )
    return door(scope.select_related("person", "school", "team", "year"), mine, pk)


# --- one's own trail


def own_access_history(person: Person) -> QuerySet[AuditEntry]:
    """Audit rows in which somebody else opened or changed something about the person."""
    return AuditEntry.objects.filter(subject_id=person.pk).exclude(actor_id=person.pk)


def readable_audit(person: Person) -> QuerySet[AuditEntry]:
    """A leader's school, the metadata of overseen schools, all for the district (no content is kept)."""
    if is_district(person):
        return AuditEntry.objects.all()
    schools = led_schools(person) | overseen_schools(person)
    return AuditEntry.objects.filter(school_id__in=schools.values("pk"))
