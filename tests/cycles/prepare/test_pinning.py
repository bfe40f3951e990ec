from datetime import time, timedelta
from typing import Any

from django.utils import timezone

from cycles.plan import actions as plan
from cycles.plan.models import Cycle, ReflectionSession
from cycles.prepare import actions, queries
from cycles.prepare.models import PinnedTemplate, Template
from tests.cycles.making import schedule


def newer(kind: str = "teacher") -> Template:
    """A second version, current from now on."""
    old = Template.objects.get(kind=kind, cycle_kind="mid_year", is_current=True)
    Template.objects.filter(pk=old.pk).update(is_current=False)
    return Template.objects.create(kind=kind, cycle_kind="mid_year", version=old.version + 1, title="Newer")


def give_time(session: ReflectionSession, people: Any, days: int) -> None:
    plan.schedule_session(
        session,
        meets_on=timezone.now().date() + timedelta(days=days),
        meets_at=time(15, 30),
        minutes=60,
        place="Library",
        facilitator=people.facilitator,
        version=ReflectionSession.objects.get(pk=session.pk).version,
        by=people.leader,
        at=timezone.now(),
    )


def test_a_session_without_a_time_asks_what_is_current(people: Any, cycle: Cycle) -> None:
    session = schedule(cycle, people.team, days=None)
    assert queries.current_template(session, people.teacher).version == 1
    assert queries.current_template(session, people.teacher) != newer()
    assert queries.current_template(session, people.teacher).title == "Newer"


def test_the_versions_are_pinned_with_the_time_and_stay(people: Any, cycle: Cycle) -> None:
    session = schedule(cycle, people.team, days=None)
    give_time(session, people, 9)
    pinned = queries.current_template(session, people.teacher)
    newer()
    give_time(session, people, 10)
    assert queries.current_template(session, people.teacher) == pinned
    assert queries.preparation(session, people.teacher).title == pinned.title
    assert sorted(PinnedTemplate.objects.values_list("kind", "template__version")) == [
        ("ilt_member", 1),
        ("lead", 1),
        ("leader", 1),
        ("teacher", 1),
    ]


def test_the_first_to_begin_pins_it_for_all_who_get_it(people: Any, session: ReflectionSession) -> None:
    first = actions.begin_reflection(session, by=people.teacher, at=timezone.now()).template
    newer()
    assert actions.begin_reflection(session, by=people.member, at=timezone.now()).template == first
