"""Focus areas: written by two, agreed by both, opened with by the ILT."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cycles.confer import actions, queries
from cycles.confer.actions import Draft
from cycles.confer.models import CheckIn, FocusArea
from cycles.meet import actions as meet
from cycles.meet.phases import kind
from cycles.meet.phases.base import Seat
from cycles.plan.models import HeldChart
from tests.cycles.making import begin_meeting
from tests.cycles.plan.packets import CHANGE, LEVELS, chart, freeze_by_hand

from .talks import arrange, fresh
from .test_pages import page, post

TWO = [Draft("Fractions in grade 4", "Winter checks"), Draft("New teachers", "They say so")]


@pytest.fixture
def talk(people: Any, ilt_session: Any) -> CheckIn:
    freeze_by_hand(ilt_session, chart(), chart(CHANGE), profile="B")
    return arrange(people.leader, people.superintendent, ilt_session)


def save(talk: CheckIn, by: Any, *areas: Draft, version: int | None = None) -> None:
    now = fresh(talk)
    version = now.focus_version if version is None else version
    actions.save_areas(now, areas=areas, packet=None, version=version, by=by, at=timezone.now())


def agree(talk: CheckIn, *people: Any, version: int | None = None) -> None:
    now = fresh(talk)
    for person in people:
        version = now.focus_version if version is None else version
        actions.agree_areas(now, version=version, by=person, at=timezone.now())


def shown(session: Any) -> list[str]:
    return [area.text for area in queries.agreed_areas(session)]


def test_the_ilt_sees_them_once_both_agree(people: Any, talk: CheckIn, ilt_session: Any) -> None:
    save(talk, people.leader, *TWO)
    agree(talk, people.leader)
    assert shown(ilt_session) == []
    agree(talk, people.superintendent)
    assert shown(ilt_session) == ["Fractions in grade 4", "New teachers"]
    # a change asks both again; the same words do not
    save(talk, people.leader, *TWO)
    assert shown(ilt_session) == ["Fractions in grade 4", "New teachers"]
    save(talk, people.superintendent, TWO[0])
    assert shown(ilt_session) == []


def test_one_agrees_to_what_was_shown(people: Any, talk: CheckIn) -> None:
    save(talk, people.leader, *TWO)
    save(talk, people.superintendent, TWO[1], TWO[0])
    with pytest.raises(actions.AreasChanged):
        agree(talk, people.leader, version=1)
    with pytest.raises(actions.AreasChanged):
        save(talk, people.leader, TWO[0], version=1)


def test_two_with_evidence_are_needed(people: Any, talk: CheckIn) -> None:
    with pytest.raises(actions.NoAreas):
        agree(talk, people.leader)
    save(talk, people.leader, TWO[0], Draft("No evidence", ""))
    with pytest.raises(actions.NoAreas):
        agree(talk, people.leader)


def test_the_meeting_that_has_begun_keeps_them(people: Any, talk: CheckIn, ilt_session: Any) -> None:
    save(talk, people.leader, *TWO)
    agree(talk, people.leader, people.superintendent)
    begin_meeting(ilt_session)
    with pytest.raises(actions.AreasBegun):
        save(talk, people.leader, TWO[0])
    assert shown(ilt_session) == ["Fractions in grade 4", "New teachers"]


def test_they_open_the_ilts_meeting(people: Any, talk: CheckIn, ilt_session: Any) -> None:
    save(talk, people.leader, *TWO)
    agree(talk, people.leader, people.superintendent)
    meeting = meet.open_meeting(ilt_session, by=people.facilitator, at=timezone.now())
    seat = Seat(people.facilitator, "room", may_write=True, may_lead=False)
    assert [area.text for area in kind("welcome").show(meeting, seat).areas] == [area.text for area in TWO]
    assert "Fractions in grade 4" in page(people.facilitator, f"/sessions/{ilt_session.pk}/room/").content.decode()


def test_a_cell_is_cited_without_its_number(people: Any, talk: CheckIn, ilt_session: Any) -> None:
    _version, cells = queries.citable_cells(ilt_session, people.leader)
    assert {cell.chart for cell in cells} == {LEVELS, CHANGE}
    data = {"version": 0, "text_1": "Math", "cell_1": cells[0].key, "text_2": "Reading", "evidence_2": "The walks"}
    assert post(people.leader, f"/check-ins/{talk.pk}/focus/save/", data).status_code == 302
    first = FocusArea.objects.get(position=1)
    assert (first.chart, first.row, first.column, first.cited) == (
        cells[0].chart, cells[0].row, cells[0].column, cells[0].name,
    )  # fmt: skip
    assert first.packet_id == ilt_session.packet_id
    HeldChart.objects.create(session=ilt_session, chart=LEVELS, held_at=timezone.now())
    assert {cell.chart for cell in queries.citable_cells(ilt_session, people.leader)[1]} == {CHANGE}


def test_the_page_keeps_what_was_typed(people: Any, talk: CheckIn) -> None:
    answer = post(people.leader, f"/check-ins/{talk.pk}/focus/save/", {"version": 0, "text_1": "Only words"})
    text = answer.content.decode()
    assert (answer.status_code, "Only words" in text, "Say what tells you so" in text) == (422, True, True)
    save(talk, people.superintendent, *TWO)
    data = {"version": 0, "text_1": "Mine", "evidence_1": "e"}
    answer = post(people.leader, f"/check-ins/{talk.pk}/focus/save/", data)
    assert (answer.status_code, "Mine" in answer.content.decode(), FocusArea.objects.count()) == (409, True, 2)


def test_only_the_two_write_and_read_before(people: Any, talk: CheckIn, session: Any) -> None:
    save(talk, people.leader, Draft("canary area", "e"), TWO[1])
    other = arrange(people.lead, people.teacher, session)
    assert post(people.lead, f"/check-ins/{other.pk}/focus/save/", {"version": 0}).status_code == 404
    for person in (people.lead, people.facilitator, people.partner, people.district):
        client = Client()
        client.force_login(person)
        for address in (f"/check-ins/{talk.pk}/", f"/sessions/{talk.session_id}/", "/", "/cycle/"):
            assert "canary area" not in client.get(address).content.decode()
