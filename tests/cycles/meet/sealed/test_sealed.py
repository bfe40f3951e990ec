"""Cards without names: sealed until all are shown, then nobody's; what is not shown is destroyed."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cycles.meet import actions
from cycles.meet.boxes import CardBox, CardDraw, CardSlip
from cycles.meet.enums import Face
from cycles.meet.models import Card, Meeting, Reveal
from cycles.meet.room import enter
from cycles.meet.tasks import purge_boxes
from teams.models import AuditEntry
from tests.cycles.meet.conftest import fresh

from .boxes import Browser, show, texts

NOW = timezone.now


def test_cards_lie_sealed_and_nothing_tells_that_one_was_written(people: Any, growing: Meeting) -> None:
    before = fresh(growing.session).version
    browser = Browser(growing, people.teacher)
    browser.write("Buses come late", because="Half the class")
    slip = CardSlip.objects.get()
    assert b"Buses" not in bytes(slip.sealed)
    assert (fresh(growing.session).version, Card.objects.count()) == (before, 0)
    for person in (people.teacher, people.leader):
        assert enter(growing, person, Face.ROOM, at=NOW()).shown.cards.lines == ()


def test_all_slips_are_of_one_size(people: Any, growing: Meeting) -> None:
    browser = Browser(growing, people.teacher)
    browser.write("A", 0)
    browser.write("\x01" * 400, 1, because="\U0001f600" * 400)
    assert len({len(bytes(slip.sealed)) for slip in CardSlip.objects.all()}) == 1


def test_shown_they_are_nobodys_and_come_together(people: Any, growing: Meeting) -> None:
    for number, person in enumerate((people.teacher, people.member, people.lead)):
        Browser(growing, person).write(f"Card {number}", because="Seen")
    show(growing)
    assert texts() == ["Card 0", "Card 1", "Card 2"]
    assert set(Card.objects.values_list("author", "written_at", "because")) == {(None, None, "Seen")}
    assert (CardSlip.objects.count(), CardDraw.objects.count()) == (0, 0)
    assert CardBox.objects.get(is_late=False).seal_salt is None
    lines = [enter(growing, person, Face.ROOM, at=NOW()).shown.cards.lines for person in (people.teacher, people.lead)]
    assert lines[0] == lines[1]
    assert {(line.by, line.is_mine) for line in lines[0]} == {("", False)}


def test_their_keys_are_random(people: Any, growing: Meeting) -> None:
    browser = Browser(growing, people.teacher)
    written = [f"Card {n:02}" for n in range(12)]
    for place, text in enumerate(written):
        browser.write(text, place)
    show(growing)
    assert list(Card.objects.order_by("pk").values_list("text", flat=True)) != written
    assert max(Card.objects.values_list("pk", flat=True)) > 2**40


def test_who_has_the_token_changes_a_card_and_takes_it_back(people: Any, growing: Meeting) -> None:
    browser = Browser(growing, people.teacher)
    token = browser.write("Buses")
    browser.write("Buses on Mondays")
    other = browser.write("Another", 1)
    assert actions.own_cards(browser.box, tokens=[token, "nobody" * 8]) == {
        token: {"kind": "growth", "text": "Buses on Mondays", "because": "", "cell": "", "cited": ""}
    }
    actions.take_back_card(browser.box, token=other)
    show(growing)
    assert texts() == ["Buses on Mondays"]
    for act in (
        lambda: actions.own_cards(browser.box, tokens=[token]),
        lambda: actions.take_back_card(browser.box, token=token),
    ):
        with pytest.raises(actions.PhaseClosed):
            act()


def test_asked_again_it_is_the_same_pass(people: Any, growing: Meeting) -> None:
    first, again = Browser(growing, people.teacher), Browser(growing, people.teacher)
    assert (first.signed, CardDraw.objects.count()) == (again.signed, 1)
    with pytest.raises(actions.NotYourPass):
        actions.draw_pass(first.box, nonce="short", by=people.teacher)


def test_nothing_stored_leads_from_a_card_to_a_pass(people: Any, growing: Meeting) -> None:
    """Not even for who has the server's secret and reads the slips while the box is shut."""
    browser = Browser(growing, people.teacher)
    token = browser.write("Buses")
    content = str(actions.sealed.sealing.look(browser.box, browser.box.slips, tokens=[token])[token])
    draw = CardDraw.objects.get()
    assert [word in content for word in (draw.mark, draw.nonce_hash, browser.signed, f"{people.teacher.pk:016}")] == [
        False
    ] * 4


def test_a_line_that_others_read_under_a_name_is_not_carried_in(people: Any, growing: Meeting) -> None:
    actions.write_card(growing, kind="parked", text="The Copier  again", by=people.teacher, at=NOW())
    browser = Browser(growing, people.teacher)
    with pytest.raises(actions.KnownLine):
        browser.write("the copier again")
    browser.write("the copier, again")


def test_a_crash_while_it_opens_leaves_it_shut_with_everything_in_it(
    people: Any, growing: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = Browser(growing, people.teacher)
    token = browser.write("Buses")
    before = fresh(growing.session).version
    for name in ("random_key", "show_kinds"):
        with monkeypatch.context() as patch:
            patch.setattr(actions.revealing, name, lambda *_a, **_k: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                show(growing)
        assert (Card.objects.count(), Reveal.objects.count(), fresh(growing.session).version) == (0, 0, before)
        assert actions.own_cards(browser.box, tokens=[token])[token]["text"] == "Buses"
    show(growing)
    assert texts() == ["Buses"]


def test_what_lies_sealed_at_the_end_is_destroyed(people: Any, growing: Meeting) -> None:
    show(growing)
    Browser(growing, people.teacher).write("Late")
    actions.close_meeting(fresh(growing.session), by=growing.facilitator, at=NOW())
    assert (Card.objects.count(), CardSlip.objects.count(), CardDraw.objects.count()) == (0, 0, 0)
    assert not CardBox.objects.filter(seal_salt__isnull=False).exists()


def test_what_nobody_opened_is_destroyed_after_thirty_days(people: Any, growing: Meeting) -> None:
    Browser(growing, people.teacher).write("Buses")
    assert actions.purge_boxes(at=growing.opened_at + timedelta(days=30)) == 0
    purge_boxes.delay()
    assert CardSlip.objects.count() == 1
    assert actions.purge_boxes(at=growing.opened_at + timedelta(days=30, seconds=1)) == 1
    assert (CardSlip.objects.count(), CardDraw.objects.count(), Card.objects.count()) == (0, 0, 0)
    assert AuditEntry.objects.get(verb="sealed cards destroyed").count == 1
