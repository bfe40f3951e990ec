"""Cards without names: sealed until all are shown, then nobody's; late ones; what is refused."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.meet import access, actions
from cycles.meet.boxes import CardBox, CardDraw, CardSlip
from cycles.meet.enums import CardKind, Face, RevealRule
from cycles.meet.models import Card, Meeting, Phase, Reveal
from cycles.meet.phases import kind as phase_kind
from cycles.meet.room import enter
from cycles.meet.tasks import purge_boxes
from cycles.plan.models import Invitation
from reflection_site.logs import SecretAddresses
from teams.models import AuditEntry, Person

from .conftest import fresh

NOW = timezone.now


def here(meeting: Meeting, count: int) -> list[Person]:
    """So many invited people have come to the meeting; all who were invited before have not."""
    Invitation.objects.filter(session=meeting.session).update(has_attended=False)
    made = Person.objects.bulk_create(
        Person(email=f"here{n}@example.org", name=f"Here {n}", password="!") for n in range(count)
    )
    Invitation.objects.bulk_create(
        Invitation(session=meeting.session, person=person, has_attended=True) for person in made
    )
    return made


def rule(meeting: Meeting, kind: str, reveal: RevealRule = RevealRule.ANONYMOUS) -> None:
    Phase.objects.filter(protocol=meeting.protocol, kind=kind).update(reveal=reveal)


@pytest.fixture
def growing(people: Any, meeting: Meeting, go_to: Callable[..., Meeting]) -> Meeting:
    """Growth is written without names, with six people in the room."""
    here(meeting, 6)
    rule(meeting, "growth")
    return go_to(meeting, "growth")


def box_of(meeting: Meeting) -> CardBox:
    return CardBox.objects.select_related("phase", "meeting__session").get(meeting=meeting, seal_salt__isnull=False)


class Browser:
    """What one browser holds of a box."""

    def __init__(self, meeting: Meeting, person: Person, number: int = 0) -> None:
        self.box, self.number = box_of(meeting), number
        self.signed = actions.draw_pass(self.box, nonce=f"{person.pk:016}{number:016}", by=person)

    def token(self, place: int) -> str:
        return f"{self.signed[-20:]}{self.number:06}{place:06}"

    def write(self, text: str, place: int = 0, kind: str = "growth", because: str = "") -> str:
        token = self.token(place)
        actions.seal_card(self.box, card_pass=self.signed, token=token, kind=kind, text=text, because=because)
        return token


def show(meeting: Meeting) -> None:
    actions.reveal_cards(fresh(meeting.session), by=meeting.facilitator, at=NOW())


def texts() -> list[str]:
    return sorted(Card.objects.values_list("text", flat=True))


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
    browser.box = CardBox.objects.select_related("phase", "meeting").get(is_late=True)
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


def test_what_lies_sealed_at_the_end_is_destroyed(people: Any, growing: Meeting) -> None:
    show(growing)
    Browser(growing, people.teacher).write("Late")
    actions.close_meeting(fresh(growing.session), by=growing.facilitator, at=NOW())
    assert (Card.objects.count(), CardSlip.objects.count(), CardDraw.objects.count()) == (0, 0, 0)
    assert not CardBox.objects.filter(seal_salt__isnull=False).exists()


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


def test_what_nobody_opened_is_destroyed_after_thirty_days(people: Any, growing: Meeting) -> None:
    Browser(growing, people.teacher).write("Buses")
    assert actions.purge_boxes(at=growing.opened_at + timedelta(days=30)) == 0
    purge_boxes.delay()
    assert CardSlip.objects.count() == 1
    assert actions.purge_boxes(at=growing.opened_at + timedelta(days=30, seconds=1)) == 1
    assert (CardSlip.objects.count(), CardDraw.objects.count(), Card.objects.count()) == (0, 0, 0)
    assert AuditEntry.objects.get(verb="sealed cards destroyed").count == 1


@pytest.mark.parametrize("words", ["Conflict: %s", '"POST %s HTTP/1.1" 200'])
@pytest.mark.parametrize("path", ["/sealed-cards", "/sessions/12/cards-pass", "/sessions/1/room/lines"])
def test_no_log_keeps_a_line_about_a_card(words: str, path: str) -> None:
    record = logging.LogRecord("a", logging.INFO, "f.py", 1, words, (path,), None)
    assert SecretAddresses().filter(record) is False


# --- through the pages


@pytest.fixture
def address() -> str:
    return reverse("cycles:card-seal")


def drawn(meeting: Meeting, person: Person) -> str:
    client = Client()
    client.force_login(person)
    answer = client.post(reverse("cycles:cards-pass", args=[meeting.session_id]), {"nonce": "a1" * 32})
    return str(answer.json()["pass"])


def test_a_card_goes_in_as_nobodys_is_looked_at_and_taken_back(people: Any, growing: Meeting, address: str) -> None:
    held = {"pass": drawn(growing, people.teacher), "token": "b2" * 32}
    assert Client().post(address, {**held, "act": "put", "kind": "growth", "text": "Buses"}).json() == {"cards": {}}
    assert Client().post(address, {**held, "act": "look"}).json()["cards"][held["token"]]["text"] == "Buses"
    assert Client().post(address, {**held, "act": "take"}).status_code == 200
    assert CardSlip.objects.count() == 0


def test_what_is_refused_says_why(people: Any, growing: Meeting, address: str) -> None:
    signed_in = Client()
    signed_in.force_login(people.teacher)
    held = {"pass": drawn(growing, people.teacher), "token": "b2" * 32, "act": "put", "kind": "growth", "text": "x"}
    assert signed_in.post(address, held).status_code == 400
    assert Client().post(address, {**held, "text": ""}).status_code == 422
    assert Client().post(address, {**held, "pass": held["pass"][:-1] + "!"}).status_code == 404
    assert Client().post(address, {**held, "token": "short"}).status_code == 422
    show(growing)
    late = Client().post(address, held)
    assert (late.status_code, "What you wrote is still here" in late.json()["problem"]) == (409, True)
    assert texts() == []


def test_the_pages_say_what_holds(people: Any, growing: Meeting) -> None:
    client = Client()
    client.force_login(people.facilitator)
    pages = {
        face: client.get(reverse(f"cycles:{face}", args=[growing.session_id])).content.decode()
        for face in ("room", "facilitate", "screen")
    }
    assert ["Without names" in page for page in pages.values()] == [True] * 3
    assert ["data-seal " in page for page in pages.values()] == [True, True, False]
    assert not any("Names are shown" in page or "has written" in page for page in pages.values())


def test_everybody_gets_the_same_bytes(people: Any, growing: Meeting) -> None:
    for number, person in enumerate((people.teacher, people.member, people.lead)):
        Browser(growing, person).write(f"Card {number}")
    show(growing)
    told = set()
    for person in (people.teacher, people.member, people.lead, people.leader):
        client = Client()
        client.force_login(person)
        page = client.get(reverse("cycles:room-phase", args=[growing.session_id])).content.decode()
        told.add(page[page.index('id="growth-loose"') : page.index('id="room-parked"')].split("room-finish")[0])
    assert len(told) == 1


def test_a_shown_card_of_nobody_is_nobodys_to_withdraw(people: Any, growing: Meeting) -> None:
    Browser(growing, people.teacher).write("Buses")
    show(growing)
    client = Client()
    client.force_login(people.teacher)
    address = reverse("cycles:card-withdraw", args=[growing.session_id, Card.objects.get().pk])
    assert client.post(address).status_code == 404


def test_the_door_of_the_pass_is_that_of_the_room(people: Any, growing: Meeting) -> None:
    assert access.card_box(people.teacher, growing.session_id) == box_of(growing)
    assert phase_kind(growing.phase.kind).writes == (CardKind.GROWTH,)
