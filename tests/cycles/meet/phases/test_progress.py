from typing import Any

from django.utils import timezone

from cycles.meet import actions, phases
from cycles.meet.enums import Face
from cycles.meet.phases.base import Seat


def shown(meeting: Any, person: Any, face: Face = Face.ROOM) -> Any:
    return phases.kind("progress").show(meeting, Seat(person, face, may_write=True, may_lead=False))


def test_silent_writing_then_all(people: Any, meeting: Any, go_to: Any, success: Any) -> None:
    there = go_to(meeting, "progress")
    success(there, people.teacher, "Mine")
    success(there, people.member, "Theirs")
    assert [card.text for card in shown(there, people.teacher).lines] == ["Mine"]
    assert shown(there, people.teacher).writers == 2
    assert shown(there, people.teacher, Face.SCREEN).lines == ()
    assert phases.kind("progress").stage(shown(there, people.teacher)).url_name == "cycles:cards-reveal"
    actions.reveal_cards(there, by=people.facilitator, at=timezone.now())
    for face in Face:
        assert [(card.text, card.by) for card in shown(there, people.lead, face).lines] == [
            ("Mine", people.teacher.name),
            ("Theirs", people.member.name),
        ]
    assert phases.kind("progress").stage(shown(there, people.teacher)) is None


def test_celebrated_ones_are_kept(people: Any, meeting: Any, go_to: Any, success: Any) -> None:
    there = go_to(meeting, "progress")
    card, _other = success(there, people.teacher, "Mine"), success(there, people.member, "Theirs")
    actions.reveal_cards(there, by=people.facilitator, at=timezone.now())
    actions.celebrate_card(card, by=people.facilitator, at=timezone.now())
    assert [line.text for line in shown(there, people.lead).celebrated] == ["Mine"]


def test_it_takes_four_queries(
    people: Any, meeting: Any, go_to: Any, success: Any, django_assert_num_queries: Any
) -> None:
    there = go_to(meeting, "progress")
    for number in range(4):
        with django_assert_num_queries(4):
            shown(there, people.teacher)
        success(there, people.teacher, f"{number}")
