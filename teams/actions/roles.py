"""Appointments and supervision: who has which role where, and who evaluates whom."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from teams import access, audit
from teams.enums import Role
from teams.models import Appointment, Membership, Network, Person, School, SupervisionLink

from .dated import close, close_all, last_day_before
from .refusals import AlreadyThere, OwnRole, RoleNotHeld


def _check_may(by: Person, person: Person, role: str, school: School | None, network: Network | None) -> None:
    if by.pk == person.pk:
        raise OwnRole
    if not access.may_grant(by, role, school=school, network=network):
        raise RoleNotHeld


@transaction.atomic
def give_appointment(
    person: Person,
    *,
    role: str,
    starts_on: date,
    by: Person,
    at: datetime,
    school: School | None = None,
    network: Network | None = None,
) -> Appointment:
    """Give a role from a day on. Raises `OwnRole`, `RoleNotHeld`, `AlreadyThere`."""
    _check_may(by, person, role, school, network)
    same = Appointment.objects.filter(person=person, role=role, school=school, network=network)
    if same.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on)).exists():
        raise AlreadyThere(_("%(name)s has this role already.") % {"name": person.name})
    row: Appointment = Appointment.objects.create(
        person=person, role=role, school=school, network=network, starts_on=starts_on
    )
    audit.record("role given", row, by=by, at=at, subject=person, school=school)
    return row


@transaction.atomic
def end_appointment(appointment: Appointment, *, by: Person, at: datetime, last_day: date | None = None) -> None:
    """End a role: at once, or with `last_day`. The last role at a school takes teams and supervision there along."""
    _check_may(by, appointment.person, appointment.role, appointment.school, appointment.network)
    last_day = last_day or last_day_before(at)
    close(appointment, last_day=last_day)
    school, person = appointment.school, appointment.person
    audit.record("role ended", appointment, by=by, at=at, subject=person, school=school)
    if school is not None and appointment.role in (Role.LEADER, Role.STAFF):
        end_ties(person, school=school, last_day=last_day, by=by, at=at)


def end_ties(person: Person, *, school: School, last_day: date, by: Person, at: datetime) -> None:
    """Where no role is left at `school` after `last_day`: end its memberships and supervision there too."""
    left = Appointment.objects.filter(person=person, school=school, role__in=[Role.LEADER, Role.STAFF])
    if left.filter(Q(ends_on=None) | Q(ends_on__gt=last_day)).exists():
        return
    close_all(Membership.objects.filter(person=person, team__school=school), last_day=last_day)
    links = SupervisionLink.objects.filter(Q(supervisor=person) | Q(supervisee=person), school=school)
    for link in links.filter(Q(ends_on=None) | Q(ends_on__gt=last_day)).select_related("supervisee"):
        close(link, last_day=last_day)
        audit.record("supervision ended", link, by=by, at=at, subject=link.supervisee, school=school)


@transaction.atomic
def begin_supervision(
    school: School,
    *,
    supervisor: Person,
    supervisee: Person,
    starts_on: date,
    by: Person,
    at: datetime,
) -> SupervisionLink:
    """Say who evaluates whom. It opens evaluation records, so nobody says it about themselves."""
    if by.pk in (supervisor.pk, supervisee.pk):
        raise OwnRole
    same = SupervisionLink.objects.filter(school=school, supervisor=supervisor, supervisee=supervisee)
    if same.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on)).exists():
        raise AlreadyThere(
            _("%(supervisor)s evaluates %(supervisee)s already.")
            % {"supervisor": supervisor.name, "supervisee": supervisee.name}
        )
    row: SupervisionLink = SupervisionLink.objects.create(
        school=school, supervisor=supervisor, supervisee=supervisee, starts_on=starts_on
    )
    audit.record("supervision begun", row, by=by, at=at, subject=supervisee, school=school)
    return row


@transaction.atomic
def end_supervision(link: SupervisionLink, *, by: Person, at: datetime, last_day: date | None = None) -> None:
    """End it: access to old evaluation rows ends too."""
    if by.pk in (link.supervisor_id, link.supervisee_id):
        raise OwnRole
    close(link, last_day=last_day or last_day_before(at))
    audit.record("supervision ended", link, by=by, at=at, subject=link.supervisee, school=link.school)
