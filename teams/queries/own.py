"""A person's own page, and the trail."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from teams import access
from teams.enums import role_label
from teams.models import Appointment, AuditEntry, Membership, Person, School
from teams.words import verb_words

PAGE = 50


@dataclass(frozen=True)
class TrailRow:
    """One row of the trail in words: names where the people and schools are still known."""

    at: datetime
    when: str
    actor: str
    words: str
    subject: str
    school: str
    purpose: str
    count: int | None


@dataclass(frozen=True)
class TrailPage:
    rows: list[TrailRow]
    page: Page[AuditEntry]


def _told(viewer: Person, entries: Any) -> list[TrailRow]:
    found = list(entries)
    school = access.workplace(viewer) or access.known_schools(viewer).first()
    zone = school.zone if school else None
    ids = {pk for row in found for pk in (row.actor_id, row.subject_id) if pk}
    names = dict(Person.objects.filter(pk__in=ids).values_list("pk", "name"))
    school_ids = {row.school_id for row in found if row.school_id}
    schools = dict(School.objects.filter(pk__in=school_ids).values_list("pk", "name"))
    return [
        TrailRow(
            row.at,
            formats.date_format(timezone.localtime(row.at, zone), _("M j, Y, g:i A")),
            names.get(row.actor_id, ""),
            verb_words(row.verb),
            names.get(row.subject_id, ""),
            schools.get(row.school_id, ""),
            row.purpose,
            row.count,
        )
        for row in found
    ]


def trail_page(viewer: Person, entries: QuerySet[AuditEntry], *, number: str | int = 1) -> TrailPage:
    """Newest first, on the clock of the reader's school. At most 8 queries, however many rows there are."""
    page = Paginator(entries.order_by("-at", "-pk"), PAGE).get_page(number)
    return TrailPage(_told(viewer, page.object_list), page)


@dataclass(frozen=True)
class OwnPage:
    """What a person is here, and who opened or changed something about them."""

    person: Person
    roles: list[str]
    teams: list[Membership]
    workplaces: list[School]
    workplace: School | None
    has_second_factor: bool
    history: list[TrailRow]
    more_history: bool
    may_read_audit: bool


def own_page(person: Person) -> OwnPage:
    """At most 14 queries."""
    today = timezone.localdate()
    held = Appointment.objects.on(today).filter(person=person).select_related("school", "network").order_by("pk")
    teams = Membership.objects.on(today).filter(person=person, team__school=access.workplace(person))
    history = access.own_access_history(person).order_by("-at", "-pk")[:21]
    rows = _told(person, history)
    return OwnPage(
        person=person,
        roles=[f"{role_label(row.role)}{_place(row)}" for row in held],
        teams=list(teams.select_related("team").order_by("team__kind", "team__name")),
        workplaces=list(access.workplaces(person).order_by("name")),
        workplace=access.workplace(person),
        has_second_factor=Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists(),
        history=rows[:20],
        more_history=len(rows) > 20,
        may_read_audit=access.may_read_audit(person),
    )


def _place(row: Appointment) -> str:
    place = row.school or row.network
    return f", {place.name}" if place else ""
