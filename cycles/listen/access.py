"""May I? One's own map, the maps addressed to oneself, a school's learning cycles.

Upper bound: `privacy.md` section 3, "Thinking map, named": its author and the one lead addressed, nobody else.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from teams import access as teams_access
from teams.models import Membership, Person, School, Term

from .models import MapRound, ThinkingMap

WHOLE = ("learning_cycle__term__year", "learning_cycle__school", "team", "lead", "survey")


def workplace_of(person: Person) -> School | None:
    """Nothing of another workplace is shown here."""
    return teams_access.workplace(person)


def own_maps(person: Person) -> QuerySet[ThinkingMap]:
    """Maps that the person was asked for at the school where they work now."""
    related = (f"round__{one}" for one in WHOLE)
    at_work = ThinkingMap.objects.filter(round__team__school=workplace_of(person))
    return at_work.filter(author=person).select_related(*related)


def own_map(person: Person, pk: int) -> ThinkingMap:
    return teams_access.door(own_maps(person), True, pk)


def addressed_rounds(person: Person) -> QuerySet[MapRound]:
    """Rounds whose maps are addressed to the person, at the school where they work now."""
    rounds = MapRound.objects.filter(lead=person, team__school=workplace_of(person))
    return rounds.select_related(*WHOLE, "heard")


def addressed_round(person: Person, pk: int) -> MapRound:
    """An opened one."""
    return teams_access.door(addressed_rounds(person).filter(opened_at__isnull=False), True, pk)


def choosing_round(person: Person, pk: int) -> MapRound:
    """One whose naming the person may still choose, or could."""
    return teams_access.door(addressed_rounds(person), True, pk)


def told_map(person: Person, pk: int) -> ThinkingMap:
    """A map that was handed in to the person."""
    told = ThinkingMap.objects.filter(round__in=addressed_rounds(person), handed_in_at__isnull=False)
    return teams_access.door(told.select_related("round"), True, pk)


def heard_rounds(person: Person) -> QuerySet[MapRound]:
    """Rounds whose lead has told the team what they heard: for who is in the team today, and the lead."""
    inside = Membership.objects.on().filter(person=person, team=OuterRef("team"))
    at_work = MapRound.objects.filter(team__school=workplace_of(person), heard__published_at__isnull=False)
    return at_work.filter(Q(Exists(inside)) | Q(lead=person)).select_related(*WHOLE, "heard")


def heard_round(person: Person, pk: int) -> MapRound:
    return teams_access.door(heard_rounds(person), True, pk)


def cycling_school(person: Person) -> School:
    """The school whose learning cycles the person sets: its leader's."""
    school = teams_access.working_school(person)
    teams_access.only_if(teams_access.led_schools(person).filter(pk=school.pk).exists())
    return school


def may_set_cycles(person: Person) -> bool:
    """Whether the person leads the school where they work."""
    return teams_access.led_schools(person).exists()


def cycling_term(person: Person, pk: int) -> tuple[School, Term]:
    """A term of that school: its own, or the district's."""
    school = cycling_school(person)
    terms = Term.objects.filter(Q(school=school) | Q(school=None)).select_related("year")
    return school, teams_access.door(terms, True, pk)
