"""Which teams: of the schools one knows; changed by leader and district, tended by their leads too."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from reflection_site.statements import Given, Statement
from teams.enums import LEADING
from teams.models import Expectation, Membership, Person, Team

from .doors import door
from .schools import is_district, known_schools, led_schools, once, workplace

PLACES = Statement(
    lambda: (
        Membership.objects.on(Given("day"))
        .filter(person=Given("person"), team__school=Given("school"))
        .select_related("team")
    )
)


def places_today(person: Person) -> list[Membership]:
    """The person's places in teams of the current workplace, today. One query, once a request."""

    def ask() -> list[Membership]:
        school = workplace(person)
        return PLACES.rows(person=person.pk, school=school.pk, day=timezone.localdate()) if school else []

    return once(person, "places", ask)


def member_teams(person: Person) -> QuerySet[Team]:
    """Teams at the current workplace in which the person is today, whatever their position."""
    return Team.objects.filter(pk__in=[one.team_id for one in places_today(person)])


def led_teams(person: Person) -> QuerySet[Team]:
    """Teams at the current workplace that the person leads (senior lead or lead) today."""
    return Team.objects.filter(pk__in=[one.team_id for one in places_today(person) if one.position in LEADING])


def visible_teams(person: Person) -> QuerySet[Team]:
    """Teams of the schools that the person knows."""
    return Team.objects.filter(school__in=known_schools(person))


def editable_teams(person: Person) -> QuerySet[Team]:
    """Teams whose name, kind and members the person may change: a leader's, the district's all."""
    return Team.objects.all() if is_district(person) else Team.objects.filter(school__in=led_schools(person))


def tended_teams(person: Person) -> QuerySet[Team]:
    """Teams whose usual slot and expectations the person may change: the above, and those they lead."""
    if is_district(person):
        return Team.objects.all()
    return Team.objects.filter(Q(school__in=led_schools(person)) | Q(pk__in=led_teams(person).values("pk")))


def readable_team(person: Person, pk: int) -> Team:
    return door(visible_teams(person).select_related("school"), True, pk)


def editable_team(person: Person, pk: int) -> Team:
    return door(visible_teams(person).select_related("school"), editable_teams(person), pk)


def tended_team(person: Person, pk: int) -> Team:
    return door(visible_teams(person).select_related("school"), tended_teams(person), pk)


def tended_expectation(person: Person, pk: int) -> Expectation:
    visible = Expectation.objects.filter(team__in=visible_teams(person))
    allowed = visible.filter(team__in=tended_teams(person))
    return door(visible.select_related("team__school"), allowed, pk)
