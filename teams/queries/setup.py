"""The first day of a school: what is there and what is still to do."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from teams import access, welcome
from teams.enums import Role, TeamKind
from teams.models import Appointment, Membership, Person, School, SchoolYear, Team, Term, UipGoal


@dataclass(frozen=True)
class SetupStep:
    """One line of the checklist. `state`: done, current (the first that is not) or next."""

    label: str
    note: str
    url: str
    state: str


@dataclass(frozen=True)
class SetupPage:
    """The checklist, and people who have not signed in yet."""

    steps: list[SetupStep]
    is_ready: bool
    is_district: bool
    never_signed_in: int


@dataclass(frozen=True)
class _Check:
    label: str
    is_done: bool
    note: str
    url: str


def setup_page(viewer: Person) -> SetupPage:
    """The state of the schools that the person sets up. At most 16 queries, however many there are."""
    schools = access.editable_schools(viewer)
    first = schools.order_by("name").first()
    school_url = reverse("teams:school", args=[first.pk]) if first else reverse("teams:schools")
    people = reverse("teams:people")
    checks = [
        _schools(schools, reverse("teams:schools") if access.is_district(viewer) else school_url),
        _terms(schools, reverse("teams:schools") if access.is_district(viewer) else school_url),
        _leaders(schools, people),
        _staff(schools, people),
        _teams(schools, school_url),
        _goals(schools),
    ]
    open_ones = [index for index, check in enumerate(checks) if not check.is_done]
    steps = [
        SetupStep(
            check.label,
            check.note,
            check.url,
            "done" if check.is_done else ("current" if index == open_ones[0] else "next"),
        )
        for index, check in enumerate(checks)
    ]
    waiting = welcome.waited_for(access.editable_people(viewer)).count()
    return SetupPage(steps, not open_ones, access.is_district(viewer), waiting)


def _schools(schools: QuerySet[School], url: str) -> _Check:
    n = schools.count()
    note = ngettext("%(n)s school", "%(n)s schools", n) % {"n": n} if n else _("No school yet")
    return _Check(_("Schools with their time zone, and what they use"), n > 0, note, url)


def _terms(schools: QuerySet[School], url: str) -> _Check:
    today = timezone.localdate()
    year = SchoolYear.objects.filter(ends_on__gte=today).order_by("starts_on").first()
    if year is None:
        return _Check(_("School year and terms"), False, _("No current school year yet"), url)
    closing = Term.objects.filter(year=year).exclude(closes="")
    ours = closing.filter(Q(school=None) | Q(school__in=schools)).count()
    note = (
        _("%(year)s, %(n)s terms close with a reflection") % {"year": year.name, "n": ours}
        if ours
        else _("%(year)s is there; say which terms close with a reflection") % {"year": year.name}
    )
    return _Check(_("School year and terms"), ours > 0, note, url)


def _leaders(schools: QuerySet[School], url: str) -> _Check:
    held = Appointment.objects.on().filter(school=OuterRef("pk"), role=Role.LEADER)
    without = list(schools.exclude(Exists(held)).order_by("name").values_list("name", flat=True)[:3])
    note = _("Nobody yet at %(schools)s") % {"schools": ", ".join(without)} if without else _("Every school has one")
    return _Check(_("A leader for each school"), not without and schools.exists(), note if schools else "", url)


def _staff(schools: QuerySet[School], url: str) -> _Check:
    n = access.people_of(schools).count()
    note = ngettext("%(n)s person", "%(n)s people", n) % {"n": n} if n else _("Nobody yet")
    return _Check(_("People"), n > 1, note, url)


def _teams(schools: QuerySet[School], url: str) -> _Check:
    ilt = Team.objects.filter(school=OuterRef("pk"), kind=TeamKind.ILT, is_active=True)
    without = list(schools.exclude(Exists(ilt)).order_by("name").values_list("name", flat=True)[:3])
    held = Membership.objects.on().filter(team=OuterRef("pk"))
    empty = Team.objects.filter(school__in=schools, is_active=True).exclude(Exists(held)).count()
    n = Team.objects.filter(school__in=schools, is_active=True).count()
    if without:
        note = _("No ILT yet at %(schools)s") % {"schools": ", ".join(without)}
    elif empty:
        note = ngettext("%(n)s team without members", "%(n)s teams without members", empty) % {"n": empty}
    else:
        note = ngettext("%(n)s team", "%(n)s teams", n) % {"n": n} if n else _("No team yet")
    return _Check(_("An ILT and the teacher teams, with members"), n > 0 and not without and not empty, note, url)


def _goals(schools: QuerySet[School]) -> _Check:
    planned = schools.filter(uses_uip=True)
    goal = UipGoal.objects.filter(school=OuterRef("pk"), is_archived=False)
    without = list(planned.exclude(Exists(goal)).order_by("name").values_list("name", flat=True)[:3])
    note = _("None yet at %(schools)s") % {"schools": ", ".join(without)} if without else _("There, or not used")
    done = not without and schools.exists()
    return _Check(_("Goals (one line is enough)"), done, note if schools else "", reverse("teams:goals"))
