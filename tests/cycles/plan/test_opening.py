"""The calendar opens cycles: twice is once, whatever is killed, doubled or broken; slots are proposed and stored."""

import signal
import subprocess
import sys
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from cycles.plan import actions, tasks
from cycles.plan.actions import cycles as opening
from cycles.plan.models import Cycle, ReflectionSession, SlotProposal
from cycles.plan.notices import CYCLE_OPENED
from teams.models import CalendarBlock, Notice, Team
from tests import moments
from tests.services import child_env


def counted() -> tuple[int, int, int, int]:
    return (
        Cycle.objects.count(),
        ReflectionSession.objects.count(),
        SlotProposal.objects.count(),
        Notice.objects.filter(kind=CYCLE_OPENED).count(),
    )


def test_the_doorbells_open_and_propose_once(people: Any) -> None:
    for _ in range(2):
        tasks.open_near_cycles()
        tasks.renew_proposals()
    assert counted() == (2, 5, 5, 2)


def test_a_school_that_cannot_be_opened_stops_no_other(people: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = opening.renew_proposals

    def renew(cycle: Cycle, *, at: Any) -> int:
        if cycle.school == people.school:
            raise RuntimeError("its calendar holds something odd")
        return whole(cycle, at=at)

    monkeypatch.setattr(opening, "renew_proposals", renew)
    assert actions.open_near_cycles(at=timezone.now()) == 1
    assert list(Cycle.objects.values_list("school", flat=True)) == [people.other_school.pk]
    monkeypatch.undo()
    assert actions.open_near_cycles(at=timezone.now()) == 1
    assert counted() == (2, 5, 5, 2)


def test_a_calendar_that_moves_moves_what_is_stored(people: Any) -> None:
    actions.open_near_cycles(at=timezone.now())
    before = SlotProposal.objects.get(session__team=people.team)
    CalendarBlock.objects.create(kind="holiday", name="Snow", starts_on=before.meets_on, ends_on=before.meets_on)
    assert actions.renew_open_proposals(at=timezone.now()) >= 1
    after = SlotProposal.objects.get(session__team=people.team)
    assert (after.meets_on != before.meets_on, after.reason, after.about) == (True, "closed", "Snow")
    assert actions.renew_open_proposals(at=timezone.now()) == 0


def test_a_team_that_changes_its_usual_day_is_proposed_anew(people: Any) -> None:
    actions.open_near_cycles(at=timezone.now())
    Team.objects.filter(pk=people.team.pk).update(usual_weekday=1)
    actions.renew_open_proposals(at=timezone.now())
    assert SlotProposal.objects.get(session__team=people.team).meets_on.weekday() == 1


def test_a_meeting_that_has_its_time_keeps_no_proposal(people: Any) -> None:
    cycle = actions.open_cycle(people.school, term=people.fall, by=people.leader, at=timezone.now())
    session = cycle.sessions.get(team=people.team)
    proposal = session.proposal
    actions.schedule_session(
        session, meets_on=moments.today() + timedelta(days=9), meets_at=proposal.meets_at, minutes=90,
        place="Gym", facilitator=people.lead, version=0, by=people.leader, at=timezone.now(),
    )  # fmt: skip
    actions.renew_proposals(cycle, at=timezone.now())
    assert not SlotProposal.objects.filter(session=session).exists()


def test_two_beats_at_once_open_nothing_twice(transactional_db: Any, people: Any) -> None:
    together = threading.Barrier(3)

    def beat() -> None:
        try:
            together.wait(timeout=20)
            actions.open_near_cycles(at=timezone.now())
        finally:
            connections.close_all()

    beats = [threading.Thread(target=beat) for _ in range(3)]
    for one in beats:
        one.start()
    for one in beats:
        one.join(timeout=60)
    actions.open_near_cycles(at=timezone.now())
    assert counted() == (2, 5, 5, 2)


KILLED = """
import django; django.setup()
from django.utils import timezone
from cycles.plan import actions
actions.open_near_cycles(at=timezone.now())
"""


def test_a_worker_that_is_killed_while_opening_leaves_nothing_half(
    transactional_db: Any, people: Any, smtp_server: Any
) -> None:
    env = child_env(smtp_server, FAILPOINT="cycles.opening")
    done = subprocess.run([sys.executable, "-c", KILLED], env=env, check=False, timeout=120)
    assert done.returncode == -signal.SIGKILL
    assert counted() == (0, 0, 0, 0)
    actions.open_near_cycles(at=timezone.now())
    assert counted() == (2, 5, 5, 2)
