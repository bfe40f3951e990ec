"""Cards that cite a cell of the packet: named on every face, without a number, and never before it is revealed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from cycles.meet import actions, queries
from cycles.meet.boxes import CardSlip
from cycles.meet.cited import CitedCell
from cycles.meet.enums import CardKind, Face
from cycles.meet.models import Card, Meeting
from cycles.meet.room import enter
from cycles.plan import actions as plan
from cycles.plan.models import Invitation, ReflectionSession
from teams.models import Person
from tests.cycles.meet.conftest import fresh
from tests.cycles.meet.sealed.boxes import Browser, here, rule, show
from tests.cycles.plan.packets import CHANGE, LEVELS, chart, freeze_by_hand

NOW = timezone.now
NAMED = "i-Ready math: where students stand: Grade 4, Winter (packet, version 1)"


@pytest.fixture
def session(session: ReflectionSession) -> ReflectionSession:
    """With a frozen packet of two charts; who is invited to the meeting reads it."""
    freeze_by_hand(session, chart(), chart(CHANGE), profile="B")
    Invitation.objects.filter(session=session).update(sees_packet=True)
    return session


@pytest.fixture
def there(meeting: Meeting, go_to: Callable[..., Meeting]) -> Meeting:
    return go_to(meeting, "progress")


def place(meeting: Meeting, number: int = 0, row: int = 0, column: int = 2) -> str:
    return f"{meeting.session.packet_id}:{number}:{row}:{column}"


def write(meeting: Meeting, by: Person, cell: str, kind: str = "success") -> Card:
    return actions.write_card(meeting, kind=kind, text="Grew", because="Met", by=by, at=NOW(), cell=cell)


def line(meeting: Meeting, reader: Person | None, kind: CardKind = CardKind.SUCCESS) -> Any:
    return queries.cards(meeting, kind, reader=reader)[kind].lines[0].cited


def test_a_card_names_the_cell_and_no_number(people: Any, there: Meeting) -> None:
    write(there, people.teacher, place(there))
    cell = CitedCell.objects.get()
    assert (cell.chart, cell.row, cell.column, cell.version) == (LEVELS, "Grade 4", "Winter", there.session.packet)
    assert line(there, people.teacher).words == NAMED
    with translation.override("es"):
        assert "Grado 4, Invierno" in line(there, people.teacher).words
    assert "52" not in cell.words + cell.words_es


def test_it_links_to_the_packet_for_those_who_read_it_only(people: Any, there: Meeting) -> None:
    write(there, people.teacher, place(there))
    show(there)
    address = f"{reverse('cycles:packet', args=[there.session_id])}#chart-{LEVELS}-card"
    assert line(there, people.teacher).url == address
    guest = Person.objects.create(email="guest@example.org", name="Guest", password="!")
    Invitation.objects.create(session=there.session, person=guest, is_guest=True, sees_packet=False)
    assert [(line(there, reader).words, line(there, reader).url) for reader in (guest, None)] == [(NAMED, "")] * 2


@pytest.mark.parametrize("face", ["room", "facilitate", "screen"])
def test_every_face_shows_it(people: Any, there: Meeting, face: str) -> None:
    write(there, people.teacher, place(there))
    show(there)
    client = Client()
    client.force_login(people.facilitator)
    drawn = client.get(reverse(f"cycles:{face}-phase", args=[there.session_id])).content.decode()
    assert "Grade 4, Winter (packet, version 1)" in drawn
    assert "52%" not in drawn.split("progress-cards")[1]


@pytest.mark.parametrize("wrong", ["0:0:0:2", "{0}:9:0:2", "{0}:0:9:2", "{0}:0:0:0", "{0}:0:0:9", "{0}:-1:0:2", "x"])
def test_what_is_no_cell_of_the_packet_is_refused(people: Any, there: Meeting, wrong: str) -> None:
    with pytest.raises(actions.CellNotShown):
        write(there, people.teacher, wrong.format(there.session.packet_id))
    assert Card.objects.count() == 0


def test_who_does_not_read_the_packet_cites_nothing(people: Any, there: Meeting) -> None:
    guest = Person.objects.create(email="guest@example.org", name="Guest", password="!")
    Invitation.objects.create(session=there.session, person=guest, is_guest=True, sees_packet=False)
    assert queries.citable_charts(there.session, guest) is None
    with pytest.raises(actions.CellNotShown):
        write(there, guest, place(there))


def test_a_held_chart_is_neither_offered_nor_cited_nor_named(people: Any, there: Meeting) -> None:
    write(there, people.teacher, place(there))
    plan.hold_chart(there.session, chart=LEVELS, by=people.leader, at=NOW())
    offered = queries.citable_charts(there.session, people.teacher)
    assert offered is not None
    assert [place.split(":")[1] for one in offered for place, _words in one.cells] == ["1"] * 4
    with pytest.raises(actions.CellNotShown):
        write(there, people.teacher, place(there))
    assert line(there, people.teacher) is None
    actions.reveal_charts(there.session, by=people.facilitator, at=NOW())
    assert line(there, people.teacher).words == NAMED
    # revealed, but this person has not predicted yet
    with pytest.raises(actions.CellNotShown):
        write(there, people.teacher, place(there))


def test_all_cells_that_one_sees_are_offered_as_they_read(people: Any, there: Meeting) -> None:
    offered = queries.citable_charts(there.session, people.teacher)
    assert offered is not None
    assert dict(offered[0].cells)[place(there)] == "Grade 4, Winter: 52%"
    assert len(dict(offered[0].cells)) == 4


# --- without names


@pytest.fixture
def growing(meeting: Meeting, go_to: Callable[..., Meeting]) -> Meeting:
    """Growth without names; six who read the packet have come."""
    here(meeting, 6)
    Invitation.objects.filter(session=meeting.session).update(sees_packet=True)
    rule(meeting, "growth")
    return go_to(meeting, "growth")


def put(browser: Browser, cell: str, place: int = 0) -> str:
    token = browser.token(place)
    actions.seal_card(
        browser.box, card_pass=browser.signed, token=token, kind="growth", text=f"Stalled {place}", cell=cell
    )
    return token


def test_it_is_sealed_with_the_card_and_then_nobody_s(people: Any, growing: Meeting) -> None:
    browser = Browser(growing, people.teacher)
    token = put(browser, place(growing))
    put(browser, "", 1)
    assert len({len(bytes(slip.sealed)) for slip in CardSlip.objects.all()}) == 1
    assert CitedCell.objects.count() == 0
    own = actions.own_cards(browser.box, tokens=[token])[token]
    assert (own["cell"], own["cited"]) == (place(growing), NAMED.removesuffix(" (packet, version 1)"))
    show(growing)
    cell = CitedCell.objects.select_related("card").get()
    assert (cell.pk, cell.card.text, cell.card.author) == (cell.card.pk, "Stalled 0", None)
    lines = [
        enter(fresh(growing.session), one, Face.ROOM, at=NOW()).shown.cards.lines
        for one in (people.teacher, people.lead)
    ]
    assert lines[0] == lines[1]
    assert sorted(str(one.cited and one.cited.words) for one in lines[0]) == ["None", NAMED]


def test_the_largest_card_with_a_cell_is_no_larger(people: Any, growing: Meeting) -> None:
    browser = Browser(growing, people.teacher)
    said = {"card_pass": browser.signed, "kind": "growth"}
    actions.seal_card(browser.box, **said, token=browser.token(0), text="\x01" * 400, because="\x01" * 399)
    actions.seal_card(
        browser.box, **said, token=browser.token(1), text="\x01" * 400, because="\x02" * 400, cell=place(growing)
    )
    assert len({len(bytes(slip.sealed)) for slip in CardSlip.objects.all()}) == 1


def test_a_sealed_card_cites_nothing_that_anybody_is_still_to_predict(people: Any, growing: Meeting) -> None:
    plan.hold_chart(growing.session, chart=LEVELS, by=people.leader, at=NOW())
    with pytest.raises(actions.CellNotShown):
        put(Browser(growing, people.teacher), place(growing))
    assert CardSlip.objects.count() == 0


def test_nor_where_few_read_the_packet(people: Any, growing: Meeting) -> None:
    came = Invitation.objects.filter(session=growing.session, has_attended=True).order_by("pk")
    came.filter(pk__in=list(came.values_list("pk", flat=True)[4:])).update(sees_packet=False)
    with pytest.raises(actions.CellNotShown):
        put(Browser(growing, people.teacher), place(growing))
    client = Client()
    client.force_login(people.teacher)
    told = client.get(reverse("cycles:room-cells", args=[growing.session_id])).content.decode()
    assert ("Fewer than five people here" in told, "52%" in told) == (True, False)


# --- through the pages, and their cost


def test_the_form_gives_the_cell_and_a_wrong_one_keeps_the_words(people: Any, there: Meeting) -> None:
    client = Client()
    client.force_login(people.teacher)
    given = client.get(reverse("cycles:room-cells", args=[there.session_id])).content.decode()
    assert f'value="{place(there)}"' in given
    said = {"face": "room", "kind": "success", "text": "Grew", "because": "Met", "cell": place(there)}
    address = reverse("cycles:card-write", args=[there.session_id])
    assert client.post(address, said).status_code == 302
    assert CitedCell.objects.get().row == "Grade 4"
    refused = client.post(address, {**said, "text": "My words", "cell": place(there, number=7)})
    assert (refused.status_code, "My words" in refused.content.decode()) == (422, True)


def test_cited_cells_cost_two_queries_in_all(people: Any, there: Meeting, django_assert_num_queries: Any) -> None:
    for number in (0, 1, 1):
        for _ in range(number):
            write(there, people.teacher, place(there))
        with django_assert_num_queries(3 + 2 * bool(number)):
            queries.cards(there, CardKind.SUCCESS, reader=people.teacher)
