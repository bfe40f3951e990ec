"""What follows a meeting waits on the school's leader until it is advised on and decided."""

from typing import Any

from django.utils import timezone

from cycles.adjust import actions
from cycles.plan import around
from cycles.plan.enums import MilestoneKind
from cycles.plan.models import ReflectionSession
from tests.cycles import agreeing
from tests.cycles.making import schedule


def waits(people: Any, session: ReflectionSession) -> dict[str, bool]:
    """Whether advice and decision wait on the leader; they wait on nobody else."""
    kinds = (MilestoneKind.ADVICE, MilestoneKind.DECISION)
    found = {kind.value: around.waiting_for(kind, [session])[session.pk] for kind in kinds}
    assert all(waiting <= {people.leader.pk} for waiting in found.values())
    return {kind: bool(waiting) for kind, waiting in found.items()}


def test_advice_and_decision_wait_for_what_was_proposed(people: Any, session: ReflectionSession) -> None:
    at = timezone.now()
    assert waits(people, session) == {"advice": True, "decision": True}  # nobody knows yet what will be proposed
    agreeing.begin(session)
    agreeing.end(session)
    assert waits(people, session) == {"advice": False, "decision": False}
    change = agreeing.adjustment(session)
    assert waits(people, session) == {"advice": True, "decision": True}
    ask = {"question": "Right size?", "due_on": None, "by": people.leader, "at": at}
    advice = actions.ask_advice(change, adviser=people.superintendent, **ask)
    assert waits(people, session) == {"advice": True, "decision": True}
    actions.give_advice(advice, text="Yes", by=people.superintendent, at=at)
    assert waits(people, session) == {"advice": False, "decision": True}
    change.refresh_from_db()
    actions.decide_adjustment(
        change, state="agreed", decision="Yes", used_how="As it was given", by=people.leader, at=at
    )
    assert waits(people, session) == {"advice": False, "decision": False}


def test_it_costs_the_same_for_more(people: Any, cycle: Any, session: Any, count_queries: Any) -> None:
    def counted(sessions: list[ReflectionSession]) -> int:
        circle = around.Circle(sessions)
        with count_queries() as asked:
            for kind in MilestoneKind:
                around.waiting_for(kind, sessions, circle)
        return len(asked)

    agreeing.begin(session)
    agreeing.adjustment(session)
    agreeing.end(session)
    first = counted([session])
    for _more in range(3):
        agreeing.adjustment(session)
    other = schedule(cycle, people.other_team, facilitator=people.facilitator)
    agreeing.adjustment(other)
    assert counted([session, other]) == first == 11
