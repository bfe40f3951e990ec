"""Proposals that hold are kept; where the calendar or a neighbour moved they are made anew, with the reason of now."""

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from cycles.plan.enums import SlotReason
from cycles.plan.slots import Booking, Frame, Reason, Stored, Want, basis_of, renewed, sentence

from .making import NAMES, THURSDAY, closed, frame, slot, standing, want

WEEK_BEFORE = date(2026, 12, 3)


def stored(of: Frame, meeting: Want, day: date, **changes: Any) -> dict[int, Stored]:
    return {meeting.key: Stored(slot(day), basis_of(of, meeting), **changes)}


def test_what_holds_is_kept_and_says_who_is_in_the_way() -> None:
    school, meeting = frame(), want(1, 1)
    taken = standing(school, want(9, 1), THURSDAY)
    other = replace(taken, is_ours=False)
    found = renewed(school, [meeting], stored(school, meeting, WEEK_BEFORE), [other], NAMES)[1]
    assert (found.slot, found.reason) == (
        slot(WEEK_BEFORE), Reason(SlotReason.PERSON, "Malik Johnson", THURSDAY),
    )  # fmt: skip


def test_once_nothing_is_in_the_way_the_usual_slot_comes_back() -> None:
    school, meeting = frame(), want(1, 1)
    found = renewed(school, [meeting], stored(school, meeting, WEEK_BEFORE), [], NAMES)[1]
    assert (found.slot, found.reason.kind) == (slot(THURSDAY), SlotReason.USUAL)


def test_a_new_break_moves_the_proposal_and_is_named() -> None:
    meeting = want(1, 1)
    school = frame(closed(THURSDAY, name="Snow day"))
    found = renewed(school, [meeting], stored(frame(), meeting, THURSDAY), [], NAMES)[1]
    assert found.slot.meets_on != THURSDAY
    assert found.reason == Reason(SlotReason.CLOSED, "Snow day", THURSDAY)


def test_a_changed_usual_slot_asks_for_another_proposal() -> None:
    school, old = frame(), want(1, 1)
    moved = replace(old, weekday=1)
    found = renewed(school, [moved], stored(school, old, THURSDAY), [], NAMES)[1]
    assert found.slot.meets_on == date(2026, 12, 8)


def test_what_was_chosen_by_hand_stays_until_its_day_is_closed() -> None:
    school, meeting = frame(), want(1, 1)
    chosen = {1: Stored(slot(date(2026, 12, 1), time(9, 0)), "", is_pinned=True)}
    found = renewed(school, [meeting], chosen, [], NAMES)[1]
    assert (found.slot, found.is_pinned) == (slot(date(2026, 12, 1), time(9, 0)), True)
    shut = renewed(frame(closed(date(2026, 12, 1))), [meeting], chosen, [], NAMES)[1]
    assert (shut.slot, shut.is_pinned) == (slot(THURSDAY), False)


@pytest.mark.parametrize(("key", "day"), [(0, WEEK_BEFORE), (9, THURSDAY)])
def test_of_two_schools_proposals_for_one_person_the_older_holds(key: int, day: date) -> None:
    school, meeting = frame(), want(1, 1)
    other: Booking = replace(standing(school, want(key, 1), THURSDAY), is_ours=False, is_soft=True)
    found = renewed(school, [meeting], stored(school, meeting, THURSDAY), [other], NAMES)[1]
    assert found.slot.meets_on == day


def test_a_postponed_one_looks_from_there_on() -> None:
    school, meeting = frame(), want(1, 1, not_before=date(2026, 12, 15))
    found = renewed(school, [meeting], {}, [], NAMES)[1]
    assert (found.slot.meets_on, found.reason.kind) == (date(2026, 12, 17), SlotReason.POSTPONED)


def test_a_new_team_makes_the_ilts_proposal_move() -> None:
    school = frame(today=date(2026, 12, 10))
    ilt, team = want(2, 2, is_ilt=True), want(1, 1)
    found = renewed(school, [team, ilt], stored(school, ilt, date(2026, 12, 11)), [], NAMES)
    assert found[1].slot.meets_on < found[2].slot.meets_on


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (Reason(SlotReason.USUAL), "The team's usual slot, half as long again."),
        (Reason(SlotReason.CLOSED, "Fall break", THURSDAY), "Not Thu, Dec 10: Fall break."),
        (Reason(SlotReason.CLOSED, "", THURSDAY), "Not Thu, Dec 10: the school is closed."),
        (Reason(SlotReason.PERSON, "Ann", THURSDAY), "Not Thu, Dec 10: Ann is in another meeting then."),
        (Reason(SlotReason.PLACE, "Library", THURSDAY), "Not Thu, Dec 10: Library is taken then."),
        (Reason(SlotReason.ORDER, on=THURSDAY), "Not Thu, Dec 10: teams meet before the ILT."),
        (Reason(SlotReason.PAST, on=THURSDAY), "Its usual day, Thu, Dec 10, has passed."),
        (Reason(SlotReason.POSTPONED, on=THURSDAY), "Postponed: the first free time from Thu, Dec 10 on."),
        (Reason(SlotReason.CHOSEN), "Chosen by hand."),
        (Reason(SlotReason.NO_USUAL), "No usual slot is known; everybody is free then."),
    ],
)  # fmt: skip
def test_reasons_in_words(reason: Reason, words: str) -> None:
    assert sentence(reason) == words
