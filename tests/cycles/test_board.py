from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from cycles import queries
from cycles.adjust.models import ActionStep
from cycles.plan.actions import mark_check_ins
from cycles.plan.enums import SessionState
from cycles.plan.models import Cycle, ReflectionSession, SlotProposal
from cycles.share.models import Summary
from teams.models import Notice
from teams.templatetags.school_time import day
from tests import moments
from tests.cycles.making import NOON, dated, hand_in, join, open_cycle, schedule, write


def board(people: Any, person: Any) -> queries.SchoolBoard:
    return queries.school_board(person, people.school, None, now=timezone.now())


def words(row: Any) -> list[str]:
    return [cell.word for cell in row.cells]


def test_rows_are_the_ilt_and_each_team(people: Any, cycle: Any) -> None:
    for team in (people.team, people.other_team, people.ilt):
        schedule(cycle, team, days=None)
    assert [row.name for row in board(people, people.leader).rows] == ["ILT", "Grade 4", "Grade 5"]


def test_a_session_through_its_life(people: Any, session: Any, cycle: Any) -> None:
    dated(session, packet=-1, template=0, check_ins=3)
    start = ["Confirmed", "Late", "0 of 3", "0 of 2", *["Not yet"] * 3]
    assert words(board(people, people.leader).rows[0]) == start
    hand_in(session, people.teacher)
    mark_check_ins(session, held={people.teacher.pk}, among={people.teacher.pk}, by=people.lead, at=timezone.now())
    assert words(board(people, people.leader).rows[0])[3] == "1 of 2"
    assert words(board(people, people.leader).rows[0])[2] == "1 of 3"
    ReflectionSession.objects.update(state=SessionState.MET)
    assert words(board(people, people.leader).rows[0])[4:] == ["Met", "No step yet", "Not yet"]
    now = timezone.now()
    ActionStep.objects.create(session=session, text="t", owner=people.lead, due_on=now.date(), created_at=now)
    Summary.objects.create(cycle=cycle, state="published", title="Letter", drafted_at=now, published_at=now)
    assert words(board(people, people.leader).rows[0])[4:] == ["Met", "1 step", "Shared"]


def test_the_summary_line_names_what_is_late(people: Any, session: Any, cycle: Any) -> None:
    hand_in(session, people.teacher)
    schedule(cycle, people.other_team, days=None)
    assert board(people, people.leader).summary == "1 of 4 prepared; Grade 5 has no time yet."


def test_the_leader_sees_the_next_action(people: Any, session: Any, cycle: Any) -> None:
    schedule(cycle, people.other_team, days=None)
    labels = {row.name: row.next_label for row in board(people, people.leader).rows}
    assert labels == {"Grade 4": "Freeze the packet", "Grade 5": "Give it a time"}


def test_a_teacher_sees_their_own_team_first_and_enters_only_it(people: Any, session: Any, cycle: Any) -> None:
    schedule(cycle, people.ilt)
    rows = board(people, people.teacher).rows
    assert [(row.name, row.is_mine, bool(row.url)) for row in rows] == [("Grade 4", True, True), ("ILT", False, False)]


def test_without_a_cycle_it_says_when(people: Any, client: Client) -> None:
    client.force_login(people.leader)
    html = client.get("/cycle/").content.decode()
    assert ("Open the cycle" in html, people.fall.name in html) == (True, True)
    client.force_login(people.teacher)
    html = client.get("/cycle/").content.decode()
    assert ("Open the cycle" in html, people.fall.name in html) == (False, True)


def test_the_superintendent_sees_schools_and_enters_them(people: Any, session: Any, client: Client) -> None:
    client.force_login(people.superintendent)
    html = client.get("/cycle/").content.decode()
    assert ("Juniper Elementary" in html, "Cottonwood Middle" in html) == (True, False)
    assert f"/cycle/?cycle={session.cycle_id}" in html
    assert "Grade 4" in client.get(f"/cycle/?cycle={session.cycle_id}").content.decode()


def test_the_district_sees_states_of_all_schools_only(people: Any, session: Any, client: Client) -> None:
    client.force_login(people.district)
    html = client.get("/cycle/").content.decode()
    assert ("Juniper Elementary" in html, "Cottonwood Middle" in html, "?cycle=" in html) == (True, True, False)
    assert client.get(f"/cycle/?cycle={session.cycle_id}").status_code == 404


def test_another_schools_cycle_is_not_there(people: Any, session: Any, client: Client) -> None:
    client.force_login(people.outsider)
    assert client.get(f"/cycle/?cycle={session.cycle_id}").status_code == 404
    assert client.get("/cycle/?cycle=x").status_code == 404


def test_boards_cost_the_same_for_more(
    people: Any, session: Any, cycle: Any, client: Client, count_queries: Any
) -> None:
    def counted() -> list[int]:
        found = []
        for person in (people.leader, people.teacher, people.superintendent, people.district):
            client.force_login(person)
            with count_queries() as asked:
                client.get("/cycle/")
            found.append(len(asked))
        return found

    write(session, people.teacher, "one")
    dated(session, packet=-1, template=-1)
    first = counted()
    for team in (people.ilt, people.other_team):
        dated(schedule(cycle, team), packet=-1, feedback=-1, template=-1)
    for name in ("Ana", "Ben"):
        hand_in(session, join(session, name))
    dated(schedule(open_cycle(people, school=_another(people)), people.foreign_team), packet=-1)
    assert counted() == first
    assert max(first) <= 37


def _another(people: Any) -> Any:
    """The other school, in the superintendent's network too."""
    people.other_school.network = people.network
    people.other_school.save()
    return people.other_school


# --- what is late, and why


def late(people: Any, person: Any) -> list[tuple[str, str, str, str]]:
    return [(one.team, one.label, one.why, one.people) for one in board(people, person).late]


def due_on(session: Any, kind: str) -> str:
    return day(session.milestones.get(kind=kind).due_on)


def test_it_says_what_is_late_and_why(people: Any, session: Any, cycle: Any) -> None:
    schedule(cycle, people.other_team, days=None)
    dated(session, packet=-1, feedback=3, check_ins=0, template=-2)
    hand_in(session, people.teacher)
    assert late(people, people.leader) == [
        ("Grade 4", "Packet", f"due since {due_on(session, 'packet')}; nobody has frozen it.", "Sam O'Brien"),
        ("Grade 4", "1:1s", "due today; 2 of 2 are missing.", "Sam O'Brien"),
        (
            "Grade 4",
            "Reflections",
            f"due since {due_on(session, 'template')}; 2 of 3 are missing.",
            "Malik Johnson and Sam O'Brien",
        ),
        ("Grade 5", "Time", "not set yet.", ""),
    ]


def test_each_reads_what_they_can_act_on(people: Any, session: Any, cycle: Any) -> None:
    dated(session, packet=-1, feedback=3, check_ins=3, template=3)
    dated(schedule(cycle, people.ilt), packet=-1, feedback=3, check_ins=3, template=3)
    seen = {
        name: [(one.team, one.people) for one in board(people, getattr(people, name)).late]
        for name in ("leader", "lead", "teacher", "superintendent")
    }
    assert seen == {
        "leader": [("ILT", "Sam O'Brien"), ("Grade 4", "Sam O'Brien")],
        "lead": [("ILT", "Rosa Delgado"), ("Grade 4", "Rosa Delgado")],
        "teacher": [],
        "superintendent": [("ILT", ""), ("Grade 4", "")],
    }


def test_who_cannot_come_is_neither_prepared_nor_missing(people: Any, session: Any) -> None:
    dated(session, packet=3, feedback=3, check_ins=3, template=-1)
    session.invitations.filter(person=people.teacher).update(reply="no")
    assert words(board(people, people.leader).rows[0])[2] == "0 of 3"
    why = f"due since {due_on(session, 'template')}; 2 of 3 are missing."
    assert late(people, people.leader) == [("Grade 4", "Reflections", why, "Malik Johnson and Sam O'Brien")]
    for person in (people.lead, people.member):
        hand_in(session, person)
    cell = board(people, people.leader).rows[0].cells[2]
    assert (cell.state, cell.word, late(people, people.leader)) == ("done", "2 of 3", [])


def test_a_proposed_time_is_shown_as_proposed(people: Any, cycle: Any) -> None:
    session = schedule(cycle, people.team, days=None)
    slot = {"meets_on": moments.today() + timedelta(days=9), "meets_at": NOON, "minutes": 90}
    SlotProposal.objects.create(session=session, reason="usual", basis="", **slot)
    cell = board(people, people.leader).rows[0].cells[0]
    assert (cell.state, cell.word, cell.when) == ("waiting", "Proposed", day(slot["meets_on"]))
    why = f"proposed for {day(slot['meets_on'])}, not confirmed."
    assert late(people, people.leader) == [("Grade 4", "Time", why, "")]


def test_nothing_is_late_in_a_closed_cycle_or_a_cancelled_meeting(people: Any, session: Any, cycle: Any) -> None:
    dated(session, packet=-1)
    Cycle.objects.update(state="closed", closed_at=timezone.now())
    assert late(people, people.leader) == []
    Cycle.objects.update(state="open", closed_at=None)
    ReflectionSession.objects.update(state=SessionState.CANCELLED)
    assert late(people, people.leader) == []


def test_a_meeting_that_was_not_opened_is_late(people: Any, session: Any) -> None:
    yesterday = dated(session).meets_on - timedelta(days=3)
    ReflectionSession.objects.update(meets_on=yesterday)
    why = f"was to be on {day(yesterday)}; nobody has opened it."
    assert late(people, people.leader) == [("Grade 4", "Meeting", why, "")]


# --- nudging


def test_one_click_nudges_the_unfinished_and_says_whom(people: Any, session: Any, client: Client) -> None:
    dated(session, packet=3, feedback=3, check_ins=3, template=-1)
    hand_in(session, people.teacher, "canary", "named")
    client.force_login(people.leader)
    assert "Nudge Malik Johnson and Sam O&#x27;Brien" in client.get("/cycle/").content.decode()
    address = f"/sessions/{session.pk}/nudge/"
    answer = client.post(address, {"kind": "template"}, headers={"HX-Request": "true"})
    assert "Nudged: Malik Johnson, Sam O&#x27;Brien." in answer.content.decode()
    assert set(Notice.objects.filter(kind="nudge").values_list("person__name", flat=True)) == {
        "Malik Johnson",
        "Sam O'Brien",
    }
    html = client.get("/cycle/").content.decode()
    assert ("Nudged today" in html, "canary" in html) == (True, False)
    answer = client.post(address, {"kind": "template"}, follow=True)
    assert "They were nudged today already." in answer.content.decode()
    assert Notice.objects.filter(kind="nudge").count() == 2
    assert client.post(address, {"kind": "gossip"}).status_code == 400


def test_the_superintendent_nudges_the_leader_only(people: Any, session: Any, client: Client) -> None:
    dated(session, packet=-1, feedback=3, check_ins=3, template=-1)
    client.force_login(people.superintendent)
    html = client.get("/cycle/").content.decode()
    assert ("Nudge Rosa Delgado" in html, "<b>Packet</b> Grade 4" in html, "Sam O" in html) == (True, True, False)
    answer = client.post(f"/cycle/{session.cycle_id}/nudge/", follow=True)
    assert "Nudged: Rosa Delgado." in answer.content.decode()
    assert "Rosa Delgado was nudged today" in client.get("/cycle/").content.decode()
    assert list(Notice.objects.values_list("kind", "person__name")) == [("nudge-leader", "Rosa Delgado")]


def test_the_district_sees_no_reasons(people: Any, session: Any, client: Client) -> None:
    dated(session, packet=-1)
    client.force_login(people.district)
    assert "Late or due now" not in client.get("/cycle/").content.decode()
