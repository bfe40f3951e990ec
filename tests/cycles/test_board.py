from typing import Any

from django.test import Client
from django.utils import timezone

from cycles import queries
from cycles.adjust.models import ActionStep
from cycles.plan.enums import SessionState
from cycles.plan.models import ReflectionSession
from cycles.share.models import Summary
from tests.cycles.making import hand_in, join, open_cycle, schedule, write


def board(people: Any, person: Any) -> queries.SchoolBoard:
    return queries.school_board(person, people.school, None, now=timezone.now())


def words(row: Any) -> list[str]:
    return [cell.word for cell in row.cells]


def test_rows_are_the_ilt_and_each_team(people: Any, cycle: Any) -> None:
    for team in (people.team, people.other_team, people.ilt):
        schedule(cycle, team, days=None)
    assert [row.name for row in board(people, people.leader).rows] == ["ILT", "Grade 4", "Grade 5"]


def test_a_session_through_its_life(people: Any, session: Any, cycle: Any) -> None:
    assert words(board(people, people.leader).rows[0]) == ["Scheduled", "Due now", "0 of 3", *["Not yet"] * 3]
    hand_in(session, people.teacher)
    assert words(board(people, people.leader).rows[0])[2] == "1 of 3"
    ReflectionSession.objects.update(state=SessionState.MET)
    assert words(board(people, people.leader).rows[0])[3:] == ["Met", "No step yet", "Not yet"]
    now = timezone.now()
    ActionStep.objects.create(session=session, text="t", owner=people.lead, due_on=now.date(), created_at=now)
    Summary.objects.create(cycle=cycle, state="published", title="Letter", drafted_at=now, published_at=now)
    assert words(board(people, people.leader).rows[0])[3:] == ["Met", "1 step", "Shared"]


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
    first = counted()
    for team in (people.ilt, people.other_team):
        schedule(cycle, team)
    for name in ("Ana", "Ben"):
        hand_in(session, join(session, name))
    schedule(open_cycle(people, school=people.other_school), people.foreign_team)
    assert counted() == first
    assert max(first) <= 26
