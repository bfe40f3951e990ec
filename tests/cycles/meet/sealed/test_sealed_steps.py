"""Which steps are without names, what going on and back does to their cards, and late ones."""

from typing import Any

import pytest
from django.utils import timezone

from cycles.meet import actions
from cycles.meet.boxes import CardBox, CardSlip
from cycles.meet.enums import CardKind, Face, RevealRule
from cycles.meet.models import Card, Meeting, Reveal
from cycles.meet.room import enter
from teams.models import Person
from tests.cycles.meet.conftest import fresh

from .boxes import Browser, box_of, here, rule, show, texts

NOW = timezone.now


@pytest.mark.parametrize(("count", "is_offered"), [(4, False), (5, True)])
def test_it_is_offered_from_five_people_on(
    people: Any, meeting: Meeting, go_to: Any, growth: Any, count: int, is_offered: bool
) -> None:
    here(meeting, count)
    rule(meeting, "growth")
    there = go_to(meeting, "growth")
    writing = enter(there, people.teacher, Face.ROOM, at=NOW()).writing
    assert (bool(writing.box), writing.is_few) == (is_offered, not is_offered)
    if is_offered:
        with pytest.raises(actions.NamesNotShown):
            growth(there, people.teacher)
    else:
        assert growth(there, people.teacher).author == people.teacher


def test_after_names_were_shown_none_are_hidden(people: Any, meeting: Meeting, go_to: Any, growth: Any) -> None:
    rule(meeting, "growth")
    there = go_to(meeting, "growth")
    growth(there, people.teacher)
    show(there)
    actions.advance_phase(there, step=there.step, by=there.facilitator, at=NOW())
    here(meeting, 6)
    actions.return_phase(fresh(there.session), step=there.step, by=there.facilitator, at=NOW())
    assert CardBox.objects.count() == 0


def test_a_named_phase_is_as_it_was_and_at_once_is_shown_from_the_start(
    people: Any, meeting: Meeting, go_to: Any, success: Any
) -> None:
    rule(meeting, "progress", RevealRule.AT_ONCE)
    there = go_to(meeting, "progress")
    success(there, people.teacher)
    assert [line.by for line in enter(there, people.lead, Face.SCREEN, at=NOW()).shown.lines] == [people.teacher.name]
    there = go_to(there, "growth")
    assert (CardBox.objects.count(), Reveal.objects.filter(kind=CardKind.GROWTH).count()) == (0, 0)


def test_going_on_shows_them_and_going_back_does_not(people: Any, growing: Meeting) -> None:
    Browser(growing, people.teacher).write("Buses")
    actions.return_phase(growing, step=growing.step, by=growing.facilitator, at=NOW())
    assert Card.objects.count() == 0
    back = fresh(growing.session)
    actions.advance_phase(back, step=back.step, by=back.facilitator, at=NOW())
    Browser(growing, people.teacher).write("Rain", 1)
    there = fresh(growing.session)
    actions.advance_phase(there, step=there.step, by=there.facilitator, at=NOW())
    assert texts() == ["Buses", "Rain"]


def test_late_writing_after_the_group_has_gone_on_is_refused(people: Any, growing: Meeting) -> None:
    browser = Browser(growing, people.teacher)
    actions.advance_phase(growing, step=growing.step, by=growing.facilitator, at=NOW())
    with pytest.raises(actions.PhaseClosed):
        browser.write("Too late")
    browser.box = CardBox.objects.select_related("phase", "session").get(is_late=True)
    with pytest.raises(actions.PhaseClosed):
        browser.write("Later still")
    assert (Card.objects.count(), CardSlip.objects.count()) == (0, 0)


@pytest.mark.parametrize("browsers", [1, 2])
def test_late_cards_wait_for_five_people_however_many_browsers(people: Any, growing: Meeting, browsers: int) -> None:
    Browser(growing, people.teacher).write("First")
    show(growing)
    late = list(Person.objects.filter(name__startswith="Here").order_by("pk")[:5])
    made = [Browser(growing, late[0], number) for number in range(browsers)]
    for number, browser in enumerate([*made, *(Browser(growing, person) for person in late[1:4])]):
        browser.write(f"Late {number}")
    with pytest.raises(actions.TooFewLate):
        show(growing)
    assert (texts(), box_of(growing).slips.count()) == (["First"], 3 + browsers)
    Browser(growing, late[4]).write("Late too")
    show(growing)
    assert texts() == ["First", *(f"Late {n}" for n in range(3 + browsers)), "Late too"]
    assert set(Card.objects.values_list("author", "written_at")) == {(None, None)}


def test_who_writes_late_may_show_it_with_their_name(people: Any, growing: Meeting, growth: Any) -> None:
    show(growing)
    assert growth(fresh(growing.session), people.teacher, "Mine").author == people.teacher


def test_the_check_of_a_meeting_can_be_without_names(people: Any, meeting: Meeting, go_to: Any) -> None:
    here(meeting, 5)
    rule(meeting, "close")
    there = go_to(meeting, "close")
    Browser(there, people.teacher).write("Silence first", kind="plus")
    Browser(there, people.member).write("Start on time", kind="delta")
    actions.close_meeting(there, by=there.facilitator, at=NOW())
    assert set(Card.objects.values_list("kind", "text", "author")) == {
        ("plus", "Silence first", None), ("delta", "Start on time", None),
    }  # fmt: skip
