"""Whether reminders are still wanted, asked for many at once, is what each of them says alone."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cycles.plan import actions, around
from cycles.plan.enums import MilestoneKind
from cycles.plan.models import Cycle, Milestone, ReflectionSession
from teams import notices
from teams.models import Notice, Team
from tests.cycles.making import hand_in
from tests.moments import travel

from .conftest import fresh, give_time, in_days


def put_all(people: Any, session: ReflectionSession) -> None:
    """A notice of every step to everybody around, for its day and for another one: what was never wanted among them."""
    at = timezone.now()
    for row in Milestone.objects.filter(session=session):
        for occurrence in (around.occurrence(row), "2020-01-01"):
            notices.put_many(
                around.WATCHES[MilestoneKind(row.kind)].notice,
                thing=session, people=[people.leader, people.lead, people.teacher, people.member, people.outsider],
                due_at=at, at=at, occurrence=occurrence, school=people.school,
            )  # fmt: skip


def asked() -> tuple[set[int], set[int]]:
    """Those that are wanted: asked for many at once, and each alone."""
    kinds = [watch.notice for watch in around.WATCHES.values()]
    rows = list(Notice.objects.filter(kind__in=kinds).select_related("person", "school"))
    together: set[int] = set()
    for kind in kinds:
        among = notices.KINDS[kind].wanted_among
        assert among is not None
        together |= among([row for row in rows if row.kind == kind])
    return together, {row.pk for row in rows if notices.KINDS[row.kind].still_wanted(row)}


@pytest.mark.parametrize("happened", ["nothing", "done", "moved", "cancelled", "met", "gone"])
def test_together_they_say_what_each_says_alone(people: Any, cycle: Cycle, happened: str) -> None:
    first = give_time(cycle.sessions.get(team=people.team), people, meets_on=in_days(25))
    second = give_time(cycle.sessions.get(team=people.ilt), people, meets_on=in_days(26))
    for session in (first, second):
        put_all(people, session)
    if happened == "done":
        hand_in(first, people.teacher)
        actions.finish_milestone(first, kind=MilestoneKind.FEEDBACK, is_done=True, by=people.lead, at=timezone.now())
    elif happened == "moved":
        give_time(fresh(first), people, meets_on=in_days(30))
    elif happened == "cancelled":
        actions.cancel_session(first, by=people.leader, at=timezone.now())
    elif happened == "met":
        ReflectionSession.objects.filter(pk=first.pk).update(state="met")
    elif happened == "gone":
        ReflectionSession.objects.filter(pk=first.pk).delete()
    with travel(timezone.now() + timedelta(days=1)):
        together, alone = asked()
    assert together == alone
    assert together


def test_asking_for_many_costs_what_asking_for_one_does(people: Any, cycle: Cycle, count_queries: Any) -> None:
    def cost() -> int:
        rows = list(Notice.objects.filter(kind="packet-due").select_related("person", "school"))
        among = notices.KINDS["packet-due"].wanted_among
        assert among is not None
        with count_queries() as queries:
            among(rows)
        return len(queries)

    put_all(people, give_time(cycle.sessions.get(team=people.team), people, meets_on=in_days(25)))
    few = cost()
    for number in range(5):
        team = Team.objects.create(school=people.school, kind="teacher", name=f"Team {number}")
        made = ReflectionSession.objects.create(cycle=cycle, team=team, minutes=60)
        put_all(people, give_time(fresh(made), people, meets_on=in_days(25)))
    assert cost() == few
