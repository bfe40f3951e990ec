"""Whatever is done in whatever order, and whenever the mail goes out: what stands in a calendar is what is true."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from cycles.plan import actions
from cycles.plan.enums import SessionState
from cycles.plan.models import ReflectionSession
from teams import outbox
from teams.models import Membership

from .calendars import Program
from .conftest import fresh, give_time, in_days

STEPS = 14


class World:
    """One meeting, one member of the team, and what may happen to the two."""

    def __init__(self, people: Any, session: ReflectionSession, chance: random.Random) -> None:
        self.people, self.session, self.chance = people, session, chance
        self.member = Membership.objects.filter(team=people.team, person=people.teacher)

    def take_feed(self) -> None:
        actions.make_feed(by=self.people.teacher, at=timezone.now())

    def take_mail(self) -> None:
        actions.close_feed(by=self.people.teacher, at=timezone.now())

    def move(self) -> None:
        """Also holds again what was cancelled."""
        give_time(fresh(self.session), self.people, meets_on=in_days(self.chance.randint(5, 40)))

    def cancel(self) -> None:
        if fresh(self.session).state == SessionState.SCHEDULED:
            actions.cancel_session(self.session, by=self.people.leader, at=timezone.now())

    def leave(self) -> None:
        self.member.update(ends_on=in_days(-1))
        actions.follow_teams(at=timezone.now())

    def come_back(self) -> None:
        self.member.update(ends_on=None)
        actions.follow_teams(at=timezone.now())

    @property
    def truth(self) -> list[str]:
        is_on = fresh(self.session).state == SessionState.SCHEDULED and self.member.filter(ends_on=None).exists()
        return [self.session.uid] if is_on else []


@pytest.mark.parametrize("seed", range(10))
def test_any_order_leaves_what_is_true(people: Any, timed: ReflectionSession, smtp: Any, seed: int) -> None:
    chance = random.Random(seed)
    world, program = World(people, timed, chance), Program(people.teacher)
    steps: list[Callable[[], None]] = [
        world.take_feed, world.take_mail, world.move, world.cancel, world.leave, world.come_back,
    ]  # fmt: skip
    done = []
    for _count in range(STEPS):
        step = chance.choice(steps)
        step()
        done.append(step.__name__)
        if chance.random() < 0.5:
            outbox.send_due(timezone.now)
            program.take_in(smtp.to(people.teacher.email))
            done.append("deliver")
            assert program.shown() == world.truth, done
