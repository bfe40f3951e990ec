"""A protocol in the time there is."""

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from cycles.meet.models import Phase, Protocol
from cycles.meet.protocols.minutes import LENGTHS, fitted, is_kept


@dataclass(frozen=True)
class Timed:
    minutes: int
    least: int = 2
    from_minutes: int = 0


def test_with_time_enough_it_stays_as_it_is() -> None:
    assert fitted([Timed(5), Timed(20)], 90) == [5, 20]


def test_with_less_each_keeps_its_least_and_the_rest_is_shared() -> None:
    assert fitted([Timed(4), Timed(20, 10), Timed(16, 6)], 30) == [3, 16, 11]
    # what is left over goes to the largest remainder, the earlier first
    assert fitted([Timed(4), Timed(4), Timed(4)], 8) == [3, 3, 2]


def test_where_even_the_least_is_too_much_it_is_said_and_not_cut() -> None:
    assert fitted([Timed(10, 5), Timed(10, 5)], 8) == [5, 5]


def test_a_phase_of_longer_meetings_is_left_out_of_shorter_ones() -> None:
    assert [is_kept(Timed(5, from_minutes=60), total) for total in (45, 59, 60, 90)] == [False, False, True, True]


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.lists(st.builds(Timed, st.integers(2, 60), st.integers(2, 60)), min_size=1, max_size=14), st.integers(15, 480)
)
def test_nothing_is_under_two_minutes_and_nothing_is_lost(phases: list[Timed], total: int) -> None:
    given_out = fitted(phases, total)
    wishes, floors = [one.minutes for one in phases], [min(one.least, one.minutes) for one in phases]
    assert min(given_out) >= 2
    assert all(low <= got <= high for low, got, high in zip(floors, given_out, wishes, strict=True))
    assert sum(given_out) == max(min(total, sum(wishes)), sum(floors))


@pytest.mark.parametrize("total", LENGTHS)
def test_every_default_fits_every_length(db: None, total: int) -> None:
    for protocol in Protocol.objects.filter(is_current=True):
        kept = [phase for phase in protocol.phases.order_by("position") if is_kept(phase, total)]
        assert sum(fitted(kept, total)) <= total, protocol
        assert kept[0].kind in ("welcome", "check")


def test_the_guide_in_45_minutes(db: None) -> None:
    phases = Phase.objects.filter(protocol__kind="team").exclude(kind="predict").order_by("position")
    kept = [phase for phase in phases if is_kept(phase, 45)]
    assert dict(zip([phase.kind for phase in kept], fitted(kept, 45), strict=True)) == {
        "welcome": 2, "commitments": 3, "goals": 5, "progress": 7, "growth": 9, "causes": 8, "action_steps": 7,
        "questions": 2, "close": 2,
    }  # fmt: skip
