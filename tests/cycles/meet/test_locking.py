"""Who changes a session and who ends its meeting hold the two rows in one order: neither waits for the other."""

from collections.abc import Callable
from contextlib import suppress
from threading import Barrier, BrokenBarrierError, Thread
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from cycles.meet import actions
from cycles.meet.models import Meeting
from cycles.plan import actions as plan
from cycles.plan.enums import SessionState
from cycles.plan.models import ReflectionSession

from .conftest import fresh

WAITS = 1.0


def end(people: Any, meeting: Meeting) -> None:
    actions.close_meeting(fresh(meeting.session), by=people.facilitator, at=timezone.now())


def pause(people: Any, meeting: Meeting) -> None:
    now = fresh(meeting.session)
    actions.pause_meeting(now, step=now.step, by=people.facilitator, at=timezone.now())


def name(people: Any, meeting: Meeting) -> None:
    now = ReflectionSession.objects.select_related("cycle__school", "team", "facilitator", "stands_in_for")
    plan.name_substitute(now.get(pk=meeting.session_id), person=people.member, by=people.leader, at=timezone.now())


def _is_held(sql: str) -> bool:
    words = sql.split()
    table = words[1].strip('"') if words[0] == "UPDATE" else ""
    return table in ("cycles_meeting", "cycles_reflectionsession") or "FOR NO KEY UPDATE" in sql


def together(*presses: Callable[[], None]) -> list[BaseException]:
    """Do them at once: each waits, once it holds its first row, until the others hold theirs too, or cannot."""
    barrier, failed = Barrier(len(presses)), list[BaseException]()

    def run(press: Callable[[], None]) -> None:
        is_first = True

        def wait(execute: Any, sql: str, *asked: Any) -> Any:
            nonlocal is_first
            found = execute(sql, *asked)
            if is_first and _is_held(sql):
                is_first = False
                with suppress(BrokenBarrierError):
                    barrier.wait(WAITS)
            return found

        try:
            with connection.execute_wrapper(wait):
                press()
        except Exception as error:  # noqa: BLE001  told to the test
            failed.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[press]) for press in presses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failed


@pytest.mark.parametrize(("press", "state"), [(end, SessionState.MET), (pause, SessionState.SCHEDULED)])
@pytest.mark.parametrize("is_named_first", [True, False])
def test_a_substitute_is_named_while_the_meeting_ends(
    many: Any, held: Meeting, press: Any, state: str, is_named_first: bool
) -> None:
    both = [lambda: name(many, held), lambda: press(many, held)]
    failed = together(*(both if is_named_first else reversed(both)))
    # one who comes after the end is told so; nobody is thrown out by the database
    assert [error for error in failed if not isinstance(error, plan.SomebodySteppedIn)] == []
    assert ReflectionSession.objects.get(pk=held.session_id).state == state
