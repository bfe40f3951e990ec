"""Learning cycles set, maps asked for, written, handed in, read, answered to."""

import itertools
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from cycles.listen import actions, queries
from cycles.listen.models import Heard, LearningCycle, MapRound, ThinkingMap
from surveys.enums import Naming, QuestionKind
from surveys.models import Survey
from teams.enums import Position
from teams.models import Membership, Notice, SchoolYear, Term

from .making import answer, ask, crowd, map_of, set_cycle, today_at, write

pytestmark = pytest.mark.django_db


def states(kind: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for notice in Notice.objects.filter(kind=kind).select_related("person"):
        found.setdefault(notice.state, []).append(notice.person.name)
    return {state: sorted(names) for state, names in found.items()}


# --- learning cycles


def test_cycles_are_proposed_from_the_term(people: Any) -> None:
    term = Term(starts_on=today_at(people.school), ends_on=today_at(people.school) + timedelta(weeks=18, days=-1))
    days = queries.proposed(term)
    assert (len(days), days[0][0], days[-1][1]) == (3, term.starts_on, term.ends_on)
    assert [last.weekday() for _first, last in days[:-1]] == [4, 4]
    assert all(before[1] < after[0] for before, after in itertools.pairwise(days))
    short = Term(starts_on=term.starts_on, ends_on=term.starts_on + timedelta(days=9))
    assert queries.proposed(short) == [(short.starts_on, short.ends_on)]


def test_cycles_are_set_moved_and_taken_out(people: Any) -> None:
    first, day = people.fall.starts_on, timedelta(days=1)

    def set_to(*days: Any) -> list[Any]:
        kept = {"term": people.fall, "by": people.leader, "at": timezone.now()}
        actions.set_learning_cycles(people.school, days=list(days), **kept)
        return list(
            LearningCycle.objects.order_by("number").values_list("number", "starts_on", "ends_on", "maps_until")
        )

    assert set_to((first, first + 9 * day), (first + 10 * day, first + 20 * day)) == [
        (1, first, first + 9 * day, first + 16 * day),
        (2, first + 10 * day, first + 20 * day, first + 27 * day),
    ]
    assert set_to((first, first + 12 * day)) == [(1, first, first + 12 * day, first + 19 * day)]
    assert set_to() == []


def test_a_round_stands_for_each_teacher_team_with_a_lead(people: Any) -> None:
    set_cycle(people, ends_in=5)
    rounds = MapRound.objects.order_by("team__name").values_list("team__name", "lead__name", "naming", "opened_at")
    assert list(rounds) == [("Grade 4", "Sam O'Brien", "named", None), ("Grade 5", "Cora Webb", "named", None)]


def test_what_people_were_asked_in_stays(people: Any) -> None:
    cycle = ask(people).learning_cycle
    kept = {"term": people.fall, "by": people.leader, "at": timezone.now()}
    for days in ([], [(cycle.starts_on, cycle.ends_on - timedelta(days=1))]):
        with pytest.raises(actions.DatesFixed):
            actions.set_learning_cycles(people.school, days=days, **kept)
    actions.set_learning_cycles(people.school, days=[(cycle.starts_on, cycle.ends_on)], **kept)
    assert LearningCycle.objects.get().asked_at == cycle.asked_at


# --- asked


def test_members_are_asked_once_about_their_one_lead(people: Any) -> None:
    set_cycle(people, ends_in=1)
    assert actions.open_due_maps(at=timezone.now()) == 0
    found = ask(people)
    assert actions.open_due_maps(at=timezone.now()) == 0
    asked = ThinkingMap.objects.order_by("author__name").values_list("author__name", "round__lead__name")
    assert list(asked) == [("Malik Johnson", "Sam O'Brien"), ("Teresa Núñez", "Sam O'Brien")]
    assert found.closes_at is not None
    assert timezone.localdate(found.closes_at, people.school.zone) == found.learning_cycle.maps_until
    everyone = ["Malik Johnson", "Teresa Núñez"]
    assert (states("map-asked"), states("map-reminder")) == ({"due": everyone}, {"due": everyone})
    assert states("maps-in") == {"due": ["Sam O'Brien"]}


def test_a_cycle_whose_days_for_maps_have_passed_asks_nobody(people: Any) -> None:
    set_cycle(people, ends_in=-8)
    assert (actions.open_due_maps(at=timezone.now()), ThinkingMap.objects.count()) == (0, 0)


def test_the_round_follows_the_lead_until_it_opens(people: Any) -> None:
    set_cycle(people)
    MapRound.objects.filter(team=people.team).update(naming=Naming.ANONYMOUS)
    Membership.objects.filter(team=people.team, person=people.lead).update(position=Position.MEMBER)
    Membership.objects.filter(team=people.team, person=people.member).update(position=Position.LEAD)
    actions.open_due_maps(at=timezone.now())
    found = MapRound.objects.get(team=people.team)
    assert (found.lead, found.naming) == (people.member, Naming.NAMED)
    assert sorted(found.maps.values_list("author__name", flat=True)) == ["Sam O'Brien", "Teresa Núñez"]


# --- without names


@pytest.mark.parametrize(
    ("more", "naming", "kinds"),
    [
        (2, Naming.NAMED, set()),
        (3, Naming.ANONYMOUS, {QuestionKind.RATING}),
        (5, Naming.ANONYMOUS, {QuestionKind.RATING}),
        (6, Naming.ANONYMOUS, {QuestionKind.RATING, QuestionKind.TEXT}),
    ],
)
def test_without_names_by_how_many_are_asked(people: Any, more: int, naming: Naming, kinds: set[str]) -> None:
    """Hidden below five asked, ratings only at five to seven, words from eight on; two are in the team already."""
    crowd(people.team, more)
    found = ask(people, naming=Naming.ANONYMOUS)
    survey = Survey.objects.filter(map_round=found).first()
    asked = set(survey.questions.values_list("kind", flat=True)) if survey else set()
    assert (found.naming, asked) == (naming, kinds)
    assert found.maps.count() == (2 + more if naming == Naming.NAMED else 0)
    assert survey is None or (survey.reader, survey.asked, survey.keeps_receipts) == (people.lead, 2 + more, False)


def test_naming_is_fixed_when_people_are_asked(people: Any) -> None:
    crowd(people.team, 4)
    set_cycle(people, ends_in=3)
    found = MapRound.objects.get(team=people.team)
    change = {"naming": Naming.ANONYMOUS, "by": people.lead, "at": timezone.now()}
    actions.choose_naming(found, **change)
    assert MapRound.objects.get(pk=found.pk).naming == Naming.ANONYMOUS
    found = ask(people, naming=Naming.NAMED)
    with pytest.raises(actions.NamingFixed):
        actions.choose_naming(found, **change)
    assert MapRound.objects.get(pk=found.pk).naming == Naming.NAMED


# --- written and handed in


def test_words_are_sealed_at_rest_and_never_overwritten(people: Any) -> None:
    found = ask(people)
    mine = write(found, people.teacher, "canary")
    assert (mine.version, mine.well) == (1, "canary")
    with pytest.raises(actions.MapChanged) as changed:
        actions.save_map(mine, well="other window", improve="", other="", version=0, at=timezone.now())
    assert changed.value.newer.well == "canary"
    with connection.cursor() as cursor:
        cursor.execute("SELECT well FROM cycles_thinkingmap")
        assert "canary" not in str(cursor.fetchall())


def test_handed_in_nobody_is_reminded_and_taken_up_again_they_are(people: Any) -> None:
    found = ask(people)
    mine = write(found, people.teacher, hand_in=True)
    assert states("map-reminder") == {"void": ["Teresa Núñez"], "due": ["Malik Johnson"]}
    with pytest.raises(actions.MapHandedIn):
        actions.save_map(mine, well="more", improve="", other="", version=1, at=timezone.now())
    actions.take_up_map(mine, at=timezone.now())
    assert states("map-reminder") == {"due": ["Malik Johnson", "Teresa Núñez"]}
    assert map_of(found, people.teacher).handed_in_at is None


def test_what_is_read_stays(people: Any) -> None:
    mine = write(ask(people), people.teacher, hand_in=True)
    first = timezone.now()
    actions.mark_read(mine, at=first)
    actions.mark_read(mine, at=first + timedelta(hours=1))
    with pytest.raises(actions.MapRead):
        actions.take_up_map(mine, at=timezone.now())
    assert ThinkingMap.objects.get(pk=mine.pk).read_at == first


def test_nothing_is_read_before_it_is_handed_in(people: Any) -> None:
    mine = write(ask(people), people.teacher)
    actions.mark_read(mine, at=timezone.now())
    assert ThinkingMap.objects.get(pk=mine.pk).read_at is None


def test_an_empty_map_is_not_handed_in_but_one_on_paper_is(people: Any) -> None:
    mine = map_of(ask(people), people.teacher)
    with pytest.raises(actions.NothingWritten):
        actions.hand_in_map(mine, at=timezone.now())
    actions.hand_in_map(mine, at=timezone.now(), is_on_paper=True)
    assert ThinkingMap.objects.get(pk=mine.pk).is_on_paper is True


def test_after_the_days_it_stays_as_it_is(people: Any) -> None:
    mine = write(ask(people), people.teacher)
    late = timezone.now() + timedelta(days=9)
    tries: list[Callable[[], object]] = [
        lambda: actions.save_map(mine, well="x", improve="", other="", version=1, at=late),
        lambda: actions.hand_in_map(mine, at=late),
        lambda: actions.take_up_map(mine, at=late),
    ]
    for one in tries:
        with pytest.raises(actions.MapsOver):
            one()


def test_its_author_deletes_the_words_and_that_it_was_done_stays(people: Any) -> None:
    mine = write(ask(people), people.teacher, hand_in=True)
    actions.delete_map(mine)
    stands = ThinkingMap.objects.get(pk=mine.pk)
    assert (stands.boxes, stands.handed_in_at is None) == (("", "", ""), False)


def test_maps_go_with_the_end_of_the_next_school_year(people: Any) -> None:
    write(ask(people), people.teacher, hand_in=True)
    year = people.year
    SchoolYear.objects.create(
        name="next", starts_on=year.ends_on + timedelta(days=40), ends_on=year.ends_on + timedelta(days=330)
    )
    noon = timezone.now()

    def left(days: int) -> int:
        actions.purge_old_maps(at=noon + timedelta(days=(year.ends_on - timezone.localdate(noon)).days + days))
        return ThinkingMap.objects.count()

    assert [left(days) for days in (1, 100, 329, 332)] == [2, 2, 2, 0]


# --- told back


def test_what_was_heard_is_told_to_the_team_once(people: Any) -> None:
    found = ask(people)
    with pytest.raises(actions.NothingHeard):
        actions.publish_heard(found, by=people.lead, at=timezone.now())
    answer(found, people.lead)
    first = Heard.objects.get().published_at
    actions.publish_heard(found, by=people.lead, at=timezone.now() + timedelta(hours=1))
    assert Heard.objects.get().published_at == first
    assert states("map-heard") == {"due": ["Malik Johnson", "Teresa Núñez"]}


def test_two_windows_of_the_lead_meet(people: Any) -> None:
    found = ask(people)
    answer(found, people.lead, publish=False)
    with pytest.raises(actions.HeardChanged) as changed:
        actions.save_heard(found, heard="other", will_try="", version=0, at=timezone.now())
    assert changed.value.newer.heard == "You want calmer starts"
