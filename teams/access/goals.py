"""Goals are a school's; an SLO is a teacher's, and part of what evaluates them."""

from typing import Any

from django.db.models import Q, QuerySet

from teams.enums import PartKind
from teams.models import (
    Challenge,
    Checkpoint,
    ImplementationBenchmark,
    InterimMeasure,
    Person,
    RootCause,
    School,
    Slo,
    Strategy,
    UipGoal,
)

from .doors import door
from .people import people_of, supervised_people
from .schools import is_district, known_schools, led_schools, overseen_schools, workplace
from .teams import led_teams

Part = Challenge | RootCause | Strategy | InterimMeasure | ImplementationBenchmark | Checkpoint


def goal_schools(person: Person) -> QuerySet[School]:
    """Schools with a UIP whose goals the person may write."""
    return led_schools(person).filter(uses_uip=True)


def readable_goals(person: Person) -> QuerySet[UipGoal]:
    """Goals of the schools that the person knows; a school without a UIP has none."""
    return UipGoal.objects.filter(school__in=known_schools(person).filter(uses_uip=True))


def editable_goals(person: Person) -> QuerySet[UipGoal]:
    """A leader's school's. The district reads them."""
    return UipGoal.objects.filter(school__in=goal_schools(person))


def readable_goal(person: Person, pk: int) -> UipGoal:
    return door(readable_goals(person).select_related("school", "year", "owner"), True, pk)


def editable_goal(person: Person, pk: int) -> UipGoal:
    return door(readable_goals(person).select_related("school", "year"), editable_goals(person), pk)


def part_of(goal: UipGoal, kind: PartKind, pk: int) -> Part:
    """One part of the plan around a goal that the caller's door let through; 404 for any other's."""
    rows: dict[PartKind, QuerySet[Any]] = {
        PartKind.CHALLENGE: Challenge.objects.filter(goals=goal),
        PartKind.CAUSE: RootCause.objects.filter(challenges__goals=goal).distinct(),
        PartKind.STRATEGY: Strategy.objects.filter(goals=goal),
        PartKind.MEASURE: InterimMeasure.objects.filter(goal=goal),
        PartKind.BENCHMARK: ImplementationBenchmark.objects.filter(goal=goal),
        PartKind.CHECKPOINT: Checkpoint.objects.filter(Q(measure__goal=goal) | Q(benchmark__goal=goal)),
    }
    part: Part = door(rows[kind], True, pk)
    return part


def checkpoint_of(goal: UipGoal, pk: int) -> Checkpoint:
    """One checkpoint of the goal's measures and benchmarks."""
    rows = Checkpoint.objects.filter(Q(measure__goal=goal) | Q(benchmark__goal=goal))
    return door(rows.select_related("measure", "benchmark"), True, pk)


# --- SLOs


def _close_to(person: Person) -> Q:
    """Its teacher, the lead of its team, the teacher's evaluator and the school's leader."""
    school = workplace(person)
    return (
        Q(person=person, school=school)
        | Q(team__in=led_teams(person).values("pk"))
        | Q(person__in=supervised_people(person).values("pk"), school=school)
        | Q(school__in=led_schools(person))
    )


def counted_slos(person: Person) -> QuerySet[Slo]:
    """SLOs whose counts of students the person may read: those close to it only."""
    return Slo.objects.filter(_close_to(person), school__uses_slo=True)


def readable_slos(person: Person) -> QuerySet[Slo]:
    """Those, and without its counts what a superintendent oversees; the district's all."""
    if is_district(person):
        return Slo.objects.filter(school__uses_slo=True)
    overseen = Q(school__in=overseen_schools(person).values("pk"))
    return Slo.objects.filter(_close_to(person) | overseen, school__uses_slo=True)


def editable_slos(person: Person) -> QuerySet[Slo]:
    """Written by its teacher and by those who lead them; approved apart."""
    return Slo.objects.filter(
        Q(person=person, school=workplace(person))
        | Q(team__in=led_teams(person).values("pk"))
        | Q(school__in=led_schools(person)),
        school__uses_slo=True,
    )


def approvable_slos(person: Person) -> QuerySet[Slo]:
    """Approved by the teacher's evaluator or the school's leader, never by its own teacher."""
    supervised = Q(person__in=supervised_people(person).values("pk"), school=workplace(person))
    scope = Slo.objects.filter(supervised | Q(school__in=led_schools(person)), school__uses_slo=True)
    return scope.exclude(person=person)


def _shown(scope: QuerySet[Slo]) -> QuerySet[Slo]:
    return scope.select_related("person", "school", "team", "year", "approved_by")


def readable_slo(person: Person, pk: int) -> Slo:
    return door(_shown(readable_slos(person)), True, pk)


def editable_slo(person: Person, pk: int) -> Slo:
    return door(_shown(readable_slos(person)), editable_slos(person), pk)


def approvable_slo(person: Person, pk: int) -> Slo:
    return door(_shown(readable_slos(person)), approvable_slos(person), pk)


def own_slo(person: Person, pk: int) -> Slo:
    """The teacher's own: only they hand it in."""
    return door(_shown(readable_slos(person)), Slo.objects.filter(person=person), pk)


def slo_authors_at(person: Person) -> QuerySet[Person]:
    """For whom the person may write an SLO: oneself at work, everyone at a led school."""
    school = workplace(person)
    if school is None or not school.uses_slo:
        return Person.objects.none()
    led = people_of(led_schools(person)).values("pk")
    return Person.objects.filter(Q(pk=person.pk) | Q(pk__in=led))
