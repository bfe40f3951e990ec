"""What a lead heard and will try, where their team looks: on the team's page, and in the next map."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from cycles.listen import actions
from cycles.listen.models import LearningCycle, MapRound

from .making import answer, ask, map_of, today_at
from .test_pages import shown

SAID, TRIES = "You want calmer starts", "Begin with a minute of quiet"


def next_round(people: Any) -> MapRound:
    """The same team's, of a learning cycle that began after the first one's."""
    LearningCycle.objects.update(ends_on=today_at(people.school) - timedelta(days=9))
    LearningCycle.objects.update(maps_until=today_at(people.school) - timedelta(days=2))
    days = {"starts_on": today_at(people.school) - timedelta(days=8), "ends_on": today_at(people.school)}
    until = {"maps_until": today_at(people.school) + timedelta(days=7)}
    cycle = LearningCycle.objects.create(school=people.school, term=people.fall, number=2, **days, **until)
    actions.open_due_maps(at=timezone.now())
    return MapRound.objects.get(learning_cycle=cycle, team=people.team)


def test_the_teams_page_tells_it_to_the_team(people: Any) -> None:
    found = ask(people)
    answer(found, people.lead, publish=False)
    assert SAID not in shown(people.teacher, "teams:team", people.team.pk)
    actions.publish_heard(found, by=people.lead, at=timezone.now())
    told, others = (people.teacher, people.member, people.lead), (people.leader, people.colleague)
    for person, is_told in ((one, one in told) for one in (*told, *others)):
        html = shown(person, "teams:team", people.team.pk)
        assert (SAID in html, TRIES in html) == (is_told, is_told), person


def test_the_next_map_begins_with_it(people: Any) -> None:
    first = ask(people)
    assert "Last time" not in shown(people.teacher, "cycles:map", map_of(first, people.teacher).pk)
    answer(first, people.lead)
    assert "Last time" not in shown(people.teacher, "cycles:map", map_of(first, people.teacher).pk)
    later = next_round(people)
    html = shown(people.teacher, "cycles:map", map_of(later, people.teacher).pk)
    assert (SAID in html, TRIES in html) == (True, True)


def test_what_another_lead_said_is_not_in_it(people: Any) -> None:
    first = ask(people)
    answer(first, people.lead)
    MapRound.objects.filter(pk=first.pk).update(lead=people.facilitator)
    assert SAID not in shown(people.teacher, "cycles:map", map_of(next_round(people), people.teacher).pk)
