from datetime import date, time, timedelta

from hypothesis import given, strategies as st

from cycles.plan.slots import Diary, minute_of, place
from cycles.plan.slots.search import booked

from .making import CLOSE, LAST_THURSDAY, THURSDAY, closed, frame, slot, standing, want

MORNING = minute_of(time(7, 30))


def test_the_usual_slot_is_taken_half_as_long_again_before_the_close() -> None:
    assert place(frame(), [want(1, 1)]) == {1: slot(THURSDAY)}


def test_the_ilt_meets_after_the_teams() -> None:
    assert place(frame(), [want(1, 1), want(2, 1, is_ilt=True)]) == {1: slot(THURSDAY), 2: slot(LAST_THURSDAY)}


def test_the_ilt_follows_a_team_that_meets_late() -> None:
    school = frame()
    late = standing(school, want(1, 1), date(2026, 12, 17))
    assert place(school, [want(2, 2, is_ilt=True)], [late]) == {2: slot(date(2026, 12, 24))}


def test_teams_keep_before_an_ilt_that_has_its_time() -> None:
    school = frame()
    early = standing(school, want(2, 2, is_ilt=True), date(2026, 12, 2))
    assert place(school, [want(1, 1)], [early]) == {1: slot(date(2026, 11, 26))}


def test_breaks_are_skipped_and_so_are_past_days() -> None:
    week_off = closed(date(2026, 12, 7), date(2026, 12, 11))
    assert place(frame(week_off), [want(1)])[1].meets_on == date(2026, 12, 3)
    assert place(frame(week_off, today=date(2026, 12, 3)), [want(1)])[1].meets_on == date(2026, 12, 17)
    assert place(frame(today=CLOSE + timedelta(days=40)), [want(1)]) == {}


def test_two_teams_with_one_person_meet_one_after_the_other() -> None:
    found = place(frame(), [want(1, 7, 8), want(2, 8, 9)])
    assert sorted(one.meets_on for one in found.values()) == [date(2026, 12, 3), THURSDAY]


def test_two_teams_in_one_room_too() -> None:
    found = place(frame(), [want(1, 1, place="library"), want(2, 2, place="library")])
    assert found[1].meets_on != found[2].meets_on


def test_no_alternate_reaches_further_beyond_the_contract_day_than_the_usual_slot() -> None:
    school = frame(first_day := closed(date(2026, 11, 20), date(2026, 12, 9)),
                   closed(date(2026, 12, 11), date(2027, 1, 15)))  # fmt: skip
    assert first_day.covers(date(2026, 12, 1))
    found = place(school, [want(1, 1), want(2, 1)])
    assert {one.meets_on for one in found.values()} == {THURSDAY}
    assert sorted(one.meets_at for one in found.values()) == [time(14, 0), time(15, 30)]


def test_a_meeting_moves_another_out_of_its_way() -> None:
    """The first has the whole day, the second only the afternoon that the first took."""
    school = frame(closed(date(2026, 11, 20), date(2026, 12, 9)), closed(date(2026, 12, 11), date(2027, 1, 15)))
    long = want(2, 1, starts=MORNING, minutes=420)
    found = place(school, [want(1, 1, 2, 3), long, want(3, 2)])
    diary = Diary()
    assert set(found) == {1, 2, 3}
    for key, one in found.items():
        meeting = {1: want(1, 1, 2, 3), 2: long, 3: want(3, 2)}[key]
        booking = booked(school, meeting, one.meets_on, minute_of(one.meets_at))
        assert diary.is_free(booking)
        diary.add(booking)


def test_where_no_day_is_left_for_the_ilt_the_teams_meet_earlier() -> None:
    school = frame(closed(date(2026, 12, 11), date(2027, 1, 15)))
    found = place(school, [want(1, 1), want(2, 2, is_ilt=True)])
    assert found == {1: slot(date(2026, 12, 3)), 2: slot(THURSDAY)}


@given(
    weekday=st.integers(0, 6),
    lead=st.integers(0, 60),
    blocks=st.lists(st.tuples(st.integers(-30, 30), st.integers(0, 9)), max_size=6),
)
def test_a_slot_is_an_open_day_ahead_and_near_the_close(weekday: int, lead: int, blocks: list[tuple[int, int]]) -> None:
    offs = [closed(CLOSE + timedelta(days=first), CLOSE + timedelta(days=first + more)) for first, more in blocks]
    school = frame(*offs, today=CLOSE - timedelta(days=lead))
    for found in place(school, [want(1, weekday=weekday)]).values():
        assert school.is_open(found.meets_on)
        assert found.meets_on > school.today
        assert abs((found.meets_on - CLOSE).days) <= 28
