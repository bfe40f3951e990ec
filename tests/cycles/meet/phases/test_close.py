from typing import Any

from django.utils import timezone

from cycles.meet import actions, phases, queries
from cycles.meet.enums import Face
from cycles.meet.phases.base import Seat

NOW = timezone.now


def shown(meeting: Any, person: Any, face: Face = Face.ROOM) -> Any:
    return phases.kind("close").show(meeting, Seat(person, face, may_write=True, may_lead=False))


def test_parked_for_all_the_check_for_oneself(people: Any, meeting: Any, go_to: Any) -> None:
    there = go_to(meeting, "close")
    for kind in ("parked", "plus", "delta"):
        actions.write_card(there, kind=kind, text=f"A {kind}", by=people.teacher, at=NOW())
    for person, own in ((people.teacher, 1), (people.lead, 0)):
        page = shown(there, person)
        assert [card.text for card in page.parked.lines] == ["A parked"]
        assert (len(page.plus.lines), len(page.delta.lines), page.answered) == (own, own, 1)
    assert shown(there, people.teacher, Face.SCREEN).plus.lines == ()


def test_the_record_holds_what_was_agreed_and_the_check(
    people: Any, meeting: Any, go_to: Any, success: Any, django_assert_max_num_queries: Any
) -> None:
    there = go_to(meeting, "progress")
    kept = success(there, people.teacher, "Kept")
    success(there, people.teacher, "Canary: raw card")
    actions.reveal_cards(there, by=people.facilitator, at=NOW())
    actions.celebrate_card(kept, by=people.facilitator, at=NOW())
    there = go_to(there, "close")
    actions.write_card(there, kind="plus", text="We wrote first", by=people.member, at=NOW())
    actions.close_meeting(there, by=people.facilitator, at=NOW())
    with django_assert_max_num_queries(14):
        record = queries.record(there.session)
    assert record is not None
    assert [card.text for card in record.celebrations] == ["Kept"]
    assert [card.text for card in record.plus] == ["We wrote first"]
    assert "Canary" not in repr(record)
