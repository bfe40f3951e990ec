"""Learning cycles and maps for tests."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from cycles.listen import actions
from cycles.listen.models import LearningCycle, MapRound, ThinkingMap
from teams.enums import Position
from teams.models import Membership, Person, Team


def today_at(school: Any) -> date:
    return timezone.localdate(timezone=school.zone)


def set_cycle(people: Any, *, ends_in: int = 0, school: Any = None) -> LearningCycle:
    """A learning cycle of the fall that ends in so many days; its rounds stand, nobody is asked."""
    school = school or people.school
    ends_on = today_at(school) + timedelta(days=ends_in)
    days = [(people.fall.starts_on, ends_on)]
    actions.set_learning_cycles(school, term=people.fall, days=days, by=people.leader, at=timezone.now())
    return LearningCycle.objects.get(school=school, term=people.fall, number=1)


def ask(people: Any, *, naming: str = "named", team: Team | None = None, school: Any = None) -> MapRound:
    """The round of `people.team` (or another), whose members are asked since now."""
    cycle = set_cycle(people, school=school)
    MapRound.objects.filter(learning_cycle=cycle, team=team or people.team).update(naming=naming)
    actions.open_due_maps(at=timezone.now())
    return MapRound.objects.get(learning_cycle=cycle, team=team or people.team)


def ask_without_names(people: Any) -> MapRound:
    """The same team's round in the spring's first learning cycle, which ends today too, asked without names."""
    ends_on = today_at(people.school)
    days = {"starts_on": ends_on - timedelta(days=30), "ends_on": ends_on, "maps_until": ends_on + timedelta(days=7)}
    cycle = LearningCycle.objects.create(school=people.school, term=people.spring, number=1, **days)
    MapRound.objects.create(learning_cycle=cycle, team=people.team, lead=people.lead, naming="anonymous")
    actions.open_due_maps(at=timezone.now())
    return MapRound.objects.get(learning_cycle=cycle, team=people.team)


def crowd(team: Team, count: int) -> list[Person]:
    """So many more members of the team."""
    since = timezone.now().date() - timedelta(days=20)
    people = [Person(email=f"member{n}@example.org", name=f"Member {n}", password="!") for n in range(count)]
    made = Person.objects.bulk_create(people)
    for person in made:
        Membership.objects.create(team=team, person=person, position=Position.MEMBER, starts_on=since)
        person.appointments.create(role="staff", school=team.school, starts_on=since)
    return made


def map_of(found: MapRound, author: Person) -> ThinkingMap:
    return ThinkingMap.objects.select_related("round__lead", "round__learning_cycle__school", "author").get(
        round=found, author=author
    )


def write(found: MapRound, author: Person, text: str = "Calm starts", *, hand_in: bool = False) -> ThinkingMap:
    mine = map_of(found, author)
    actions.save_map(mine, well=text, improve="", other="", version=mine.version, at=timezone.now())
    if hand_in:
        actions.hand_in_map(mine, at=timezone.now())
    return map_of(found, author)


def answer(found: MapRound, lead: Person, *, publish: bool = True) -> None:
    """The lead tells back."""
    words = {"heard": "You want calmer starts", "will_try": "Begin with a minute of quiet"}
    actions.save_heard(found, **words, version=0, at=timezone.now())
    if publish:
        actions.publish_heard(found, by=lead, at=timezone.now())
