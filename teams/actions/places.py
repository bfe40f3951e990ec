"""Schools, their settings and their calendar."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from teams import audit
from teams.enums import TermKind
from teams.models import CalendarBlock, Network, Person, School, SchoolYear, Term

from .dated import check_order
from .refusals import AlreadyThere, EndsBeforeStart, InUse


@transaction.atomic
def add_network(code: str, *, name: str, by: Person, at: datetime) -> Network:
    if Network.objects.filter(code=code).exists():
        raise AlreadyThere(_("A network with this code is there already."))
    row = Network.objects.create(code=code, name=name)
    audit.record("network added", row, by=by, at=at)
    return row


@transaction.atomic
def add_school(
    code: str,
    *,
    name: str,
    by: Person,
    at: datetime,
    network: Network | None = None,
    zone_name: str = "America/Denver",
    uses_leap: bool = True,
    uses_slo: bool = True,
    uses_uip: bool = True,
) -> School:
    if School.objects.filter(code=code).exists():
        raise AlreadyThere(_("A school with this code is there already."))
    school = School.objects.create(
        code=code,
        name=name,
        network=network,
        zone_name=zone_name,
        uses_leap=uses_leap,
        uses_slo=uses_slo,
        uses_uip=uses_uip,
    )
    audit.record("school added", school, by=by, at=at, school=school)
    return school


@transaction.atomic
def edit_school(
    school: School,
    *,
    name: str,
    network: Network | None,
    zone_name: str,
    uses_leap: bool,
    uses_slo: bool,
    uses_uip: bool,
    by: Person,
    at: datetime,
) -> School:
    """Change a school's settings. What it does not have (LEAP, SLOs, a UIP) is off everywhere."""
    school.name, school.network, school.zone_name = name, network, zone_name
    school.uses_leap, school.uses_slo, school.uses_uip = uses_leap, uses_slo, uses_uip
    school.save(update_fields=["name", "network", "zone_name", "uses_leap", "uses_slo", "uses_uip"])
    audit.record("school settings changed", school, by=by, at=at, school=school)
    return school


@transaction.atomic
def add_year(name: str, *, starts_on: date, ends_on: date, by: Person, at: datetime) -> SchoolYear:
    if ends_on <= starts_on:
        raise EndsBeforeStart
    if SchoolYear.objects.filter(name=name).exists():
        raise AlreadyThere(_("This school year is there already."))
    year = SchoolYear.objects.create(name=name, starts_on=starts_on, ends_on=ends_on)
    audit.record("school year added", year, by=by, at=at)
    return year


@transaction.atomic
def add_term(
    year: SchoolYear,
    *,
    school: School | None,
    name: str,
    starts_on: date,
    ends_on: date,
    closes: str,
    by: Person,
    at: datetime,
    kind: str = TermKind.SEMESTER,
) -> Term:
    """A term of all schools (`school` None) or one school's own. `closes`: which cycle its end calls for, or none."""
    if ends_on <= starts_on:
        raise EndsBeforeStart
    try:
        with transaction.atomic():
            term = Term.objects.create(
                year=year, school=school, kind=kind, name=name, starts_on=starts_on, ends_on=ends_on, closes=closes
            )
    except IntegrityError as error:
        raise AlreadyThere(_("A term with this name is there already in that year.")) from error
    audit.record("term added", term, by=by, at=at, school=school)
    return term


@transaction.atomic
def edit_term(
    term: Term,
    *,
    kind: str,
    name: str,
    starts_on: date,
    ends_on: date,
    closes: str,
    by: Person,
    at: datetime,
) -> Term:
    if ends_on <= starts_on:
        raise EndsBeforeStart
    term.kind, term.name, term.closes = kind, name, closes
    term.starts_on, term.ends_on = starts_on, ends_on
    try:
        with transaction.atomic():
            term.save(update_fields=["kind", "name", "starts_on", "ends_on", "closes"])
    except IntegrityError as error:
        raise AlreadyThere(_("A term with this name is there already in that year.")) from error
    audit.record("term changed", term, by=by, at=at, school=term.school)
    return term


@transaction.atomic
def remove_term(term: Term, *, by: Person, at: datetime) -> None:
    """Take a term out. One that a cycle stands on stays."""
    audit.record("term removed", term, by=by, at=at, school=term.school)
    try:
        term.delete()
    except ProtectedError as error:
        raise InUse(_("A reflection cycle belongs to this term, so it stays.")) from error


@transaction.atomic
def add_block(
    school: School | None,
    *,
    kind: str,
    name: str,
    starts_on: date,
    ends_on: date,
    by: Person,
    at: datetime,
) -> CalendarBlock:
    """Days on which meetings do not belong or deserve thought."""
    check_order(starts_on, ends_on)
    block = CalendarBlock.objects.create(school=school, kind=kind, name=name, starts_on=starts_on, ends_on=ends_on)
    audit.record("calendar block added", block, by=by, at=at, school=school)
    return block


@transaction.atomic
def remove_block(block: CalendarBlock, *, by: Person, at: datetime) -> None:
    audit.record("calendar block removed", block, by=by, at=at, school=block.school)
    block.delete()
