"""Cards written before the meeting without names: sealed until their step, which they reach only of five people."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from cycles.meet import actions, queries
from cycles.meet.boxes import CardBox, CardDraw, CardSlip
from cycles.meet.cited import CitedCell
from cycles.meet.enums import RevealRule
from cycles.meet.models import Card, Meeting, Phase, Protocol
from cycles.plan.models import Invitation, ReflectionSession
from tests.cycles.making import join
from tests.cycles.meet.conftest import fresh
from tests.cycles.plan.packets import chart, freeze_by_hand

from .writing import Ahead, begin, rule, texts

NOW = timezone.now


def test_the_box_becomes_the_step_s_with_the_same_passes_and_tokens(
    people: Any, growing: ReflectionSession, go_to: Callable[..., Meeting]
) -> None:
    absent = Ahead(growing, people.teacher)
    token = absent.write("Buses come late", because="Half the class")
    absent.write("Buses come late on Mondays")
    there = begin(growing, people.facilitator, "growth", go_to, count=5)
    writing = queries.writing(there)
    assert (writing.box, writing.is_late, CardBox.objects.count()) == (str(absent.box.pk), False, 1)
    assert absent.texts(token) == ["Buses come late on Mondays"]
    absent.write("Buses, Mondays and Fridays")
    actions.reveal_cards(there, by=people.facilitator, at=NOW())
    assert texts() == [("Buses, Mondays and Fridays", None)]
    assert set(Card.objects.values_list("author", "written_at", "key")) == {(None, None, None)}
    assert (CardSlip.objects.count(), CardDraw.objects.count()) == (0, 0)


@pytest.mark.parametrize(("writers", "browsers"), [(4, 1), (4, 2), (5, 1)])
def test_with_few_present_they_come_only_of_five_people(
    people: Any, growing: ReflectionSession, go_to: Callable[..., Meeting], growth: Any, writers: int, browsers: int
) -> None:
    wrote = [people.teacher, people.member, people.lead, people.leader, people.facilitator][:writers]
    first = [Ahead(growing, wrote[0], number=number) for number in range(browsers)]
    held = [*first, *(Ahead(growing, person) for person in wrote[1:])]
    tokens = [browser.write(f"Card {number}") for number, browser in enumerate(held)]
    there = begin(growing, people.facilitator, "growth", go_to, count=4)
    writing = queries.writing(there)
    assert (writing.box, writing.is_few) == ("", True)
    growth(there, people.teacher, "With my name")
    actions.reveal_cards(there, by=people.facilitator, at=NOW())
    sealed = [(f"Card {number}", None) for number in range(len(held))] if writers == 5 else []
    assert texts() == [*sealed, ("With my name", "Teresa Núñez")]
    if not sealed:
        assert held[0].texts(tokens[0]) == ["Card 0"]
        actions.close_meeting(fresh(growing), by=people.facilitator, at=NOW())
        assert (CardSlip.objects.count(), CardDraw.objects.count()) == (0, 0)
        assert not CardBox.objects.filter(seal_salt__isnull=False).exists()
        assert Card.objects.count() == 1


def test_one_s_own_can_be_put_in_with_a_name_instead(
    people: Any, growing: ReflectionSession, go_to: Callable[..., Meeting], growth: Any
) -> None:
    browser = Ahead(growing, people.teacher)
    token = browser.write("Buses")
    there = begin(growing, people.facilitator, "growth", go_to, count=4)
    with pytest.raises(actions.PhaseClosed):
        browser.write("Changed")
    assert browser.texts(token) == ["Buses"]
    growth(there, people.teacher, "Buses")
    actions.take_back_card(browser.fresh(), token=token)
    assert (texts(), CardSlip.objects.count()) == ([("Buses", "Teresa Núñez")], 0)


def test_who_comes_back_with_enough_people_takes_it_over_then(
    people: Any, growing: ReflectionSession, go_to: Callable[..., Meeting]
) -> None:
    Ahead(growing, people.teacher).write("Buses")
    there = begin(growing, people.facilitator, "growth", go_to, count=4)
    actions.return_phase(there, step=there.step, by=people.facilitator, at=NOW())
    for person in (people.teacher, people.member):
        actions.attend_meeting(fresh(growing), by=person, at=NOW())
    there = go_to(fresh(growing), "growth")
    assert queries.writing(there).box
    actions.reveal_cards(there, by=people.facilitator, at=NOW())
    assert texts() == [("Buses", None)]


def test_nothing_goes_in_between_the_opening_and_the_step(people: Any, growing: ReflectionSession) -> None:
    browser = Ahead(growing, people.teacher)
    token = browser.write("Buses")
    actions.open_meeting(growing, by=people.facilitator, at=NOW())
    with pytest.raises(actions.PhaseClosed):
        browser.write("Changed")
    assert browser.texts(token) == ["Buses"]


def test_a_newer_version_of_the_protocol_takes_the_box_along(
    people: Any, growing: ReflectionSession, go_to: Callable[..., Meeting]
) -> None:
    browser = Ahead(growing, people.teacher)
    browser.write("Buses")
    newer = new_version(growing)
    again = Ahead(growing, people.member)
    assert (again.box.pk, again.box.phase.protocol) == (browser.box.pk, newer)
    newest = new_version(growing)
    there = begin(growing, people.facilitator, "growth", go_to, count=5)
    assert (queries.writing(there).box, there.protocol) == (str(browser.box.pk), newest)


def new_version(session: ReflectionSession) -> Protocol:
    old = queries.current_protocol(session)
    steps = list(old.phases.all())
    Protocol.objects.filter(pk=old.pk).update(is_current=False)
    newer = Protocol.objects.create(kind=old.kind, version=old.version + 1, title=old.title, is_current=True)
    for step in steps:
        step.pk, step.protocol = None, newer
    Phase.objects.bulk_create(steps)
    return newer


def test_where_the_step_got_names_nothing_more_goes_in_and_it_comes_of_five_only(
    people: Any, growing: ReflectionSession, go_to: Callable[..., Meeting]
) -> None:
    wrote = [people.teacher, people.member, people.lead, people.leader, people.facilitator]
    held = [Ahead(growing, person) for person in wrote]
    for number, browser in enumerate(held):
        browser.write(f"Card {number}")
    rule(growing, "growth", RevealRule.AT_ONCE)
    with pytest.raises(actions.PhaseClosed, match="shows names now"):
        held[0].write("More", 1)
    with pytest.raises(actions.NamesNotShown):
        Ahead(growing, people.teacher)
    begin(growing, people.facilitator, "growth", go_to, count=6)
    assert texts() == [(f"Card {number}", None) for number in range(5)]


@pytest.mark.parametrize(("readers", "is_kept"), [(5, True), (4, False)])
def test_what_is_cited_ahead_is_kept_where_five_who_have_come_read_the_packet(
    people: Any, growing: ReflectionSession, go_to: Callable[..., Meeting], readers: int, is_kept: bool
) -> None:
    packet = freeze_by_hand(growing, chart(), profile="B")
    cell = {"cell": f"{packet.pk}:0:1:1"}
    with pytest.raises(actions.CellNotShown):
        Ahead(growing, people.teacher).write("Too few are invited to it", **cell)
    for name in ("Ines", "Omar"):
        join(growing, name)
    Ahead(growing, people.teacher).write("Buses", **cell)
    there = begin(growing, people.facilitator, "growth", go_to, count=6)
    unread = growing.invitations.filter(has_attended=True).values("pk")[: 6 - readers]
    Invitation.objects.filter(pk__in=list(unread.values_list("pk", flat=True))).update(sees_packet=False)
    actions.reveal_cards(there, by=people.facilitator, at=NOW())
    assert (texts(), CitedCell.objects.count()) == ([("Buses", None)], int(is_kept))
