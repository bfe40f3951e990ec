"""The planner: weeks and days, proposals on them, many at once, one into another slot."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.plan import actions, queries
from cycles.plan.enums import SessionState
from cycles.plan.models import ContractDay, Cycle, CycleAim, Invitation, ReflectionSession, SlotProposal
from cycles.plan.queries import Card, Planner
from teams.access import remember
from teams.enums import BlockKind, TeamKind
from teams.models import CalendarBlock, Membership, Notice, Person, Team
from tests import moments

from .conftest import fresh, give_time, in_days


def as_person(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def look(cycle: Cycle, person: Person) -> Planner:
    return queries.planner(cycle, person, today=moments.today())


def cards(page: Planner) -> dict[str, Card]:
    placed = [card for week in page.weeks for day in week.days for card in day.cards]
    return {card.session.team.name: card for card in (*placed, *page.loose)}


def every(page: Planner) -> list[str]:
    return [f"{card.session.pk}@{card.shown}" for card in cards(page).values() if card.is_proposed]


# --- what it shows


def test_every_meeting_stands_on_its_day_with_its_reason(people: Any, cycle: Cycle) -> None:
    give_time(cycle.sessions.get(team=people.other_team), people, place="Room 12")
    page = look(cycle, people.leader)
    found = cards(page)
    assert (page.total, page.proposed, page.untimed) == (3, 2, 2)
    assert (found["Grade 5"].is_proposed, found["Grade 5"].meets_on) == (False, in_days(10))
    assert found["Grade 4"].reason == "The team's usual slot, half as long again."
    assert found["Grade 4"].meets_on < found["ILT"].meets_on
    text = text_of(as_person(people.leader).get(reverse("cycles:cycle", args=[cycle.pk])))
    assert "2 meetings have a proposed time." in text
    assert "Confirm all 2" in text


def test_breaks_and_testing_windows_are_named(people: Any, cycle: Cycle) -> None:
    monday = people.fall.ends_on - timedelta(days=people.fall.ends_on.weekday(), weeks=1)
    CalendarBlock.objects.create(kind=BlockKind.TESTING, name="Interim test", starts_on=monday, ends_on=monday)
    CalendarBlock.objects.create(
        kind=BlockKind.BREAK,
        name="Winter break",
        starts_on=monday + timedelta(days=7),
        ends_on=monday + timedelta(days=11),
    )
    page = look(cycle, people.leader)
    days = {day.day: day for week in page.weeks for day in week.days}
    assert (days[monday].testing, days[monday].closed) == ("Interim test", "")
    assert [week.closed for week in page.weeks if week.closed] == ["Winter break"]


def test_the_spring_planner_shows_when_the_team_met_in_the_fall(people: Any, cycle: Cycle) -> None:
    give_time(cycle.sessions.get(team=people.team), people)
    spring = actions.open_cycle(people.school, term=people.spring, by=people.leader, at=timezone.now())
    assert cards(look(spring, people.leader))["Grade 4"].earlier == in_days(10)


def test_who_may_only_read_gets_no_buttons(people: Any, cycle: Cycle) -> None:
    text = text_of(as_person(people.superintendent).get(reverse("cycles:cycle", args=[cycle.pk])))
    assert "Grade 4" in text
    assert [word for word in ("Confirm all", ">Move<", "Close the cycle", "Set the hours") if word in text] == []


def test_a_lead_may_move_the_own_team_only(people: Any, cycle: Cycle) -> None:
    page = look(cycle, people.lead)
    assert {name for name, card in cards(page).items() if card.may_edit} == {"ILT", "Grade 4"}


def test_the_planner_costs_the_same_for_many_teams(people: Any, cycle: Cycle, count_queries: Any) -> None:
    def cost() -> int:
        with count_queries() as found:
            page = look(cycle, remember(people.leader))
        assert page.total == cycle.sessions.count()
        return len(found)

    few = cost()
    for number in range(8):
        team = Team.objects.create(school=people.school, kind=TeamKind.TEACHER, name=f"Team {number}")
        Membership.objects.create(team=team, person=people.colleague, starts_on=in_days(-9))
        session = ReflectionSession.objects.create(cycle=cycle, team=team)
        Invitation.objects.create(session=session, person=people.colleague)
    actions.renew_proposals(cycle, at=timezone.now())
    assert cost() == few
    assert few <= 14


def test_a_proposal_that_the_calendar_overtook_is_never_shown(people: Any, cycle: Cycle) -> None:
    stale = SlotProposal.objects.get(session__team=people.team)
    CalendarBlock.objects.create(
        kind=BlockKind.HOLIDAY, name="Snow day", starts_on=stale.meets_on, ends_on=stale.meets_on
    )
    card = cards(look(cycle, people.leader))["Grade 4"]
    assert card.meets_on != stale.meets_on
    assert card.reason.endswith("Snow day.")
    refused = as_person(people.leader).post(
        reverse("cycles:proposals-confirm", args=[cycle.pk]),
        {"pick": f"{stale.session_id}@{stale.meets_on}T{stale.meets_at:%H:%M}", "beyond": "on"}, follow=True,
    )  # fmt: skip
    assert "The proposal has changed since you looked." in text_of(refused)
    assert fresh(stale.session).state == SessionState.PLANNED


# --- opening


def opened(people: Any, *terms: Any, **days: Any) -> Any:
    data = {f"open-{term.pk}": "on" for term in terms} | days
    return as_person(people.leader).post(reverse("cycles:cycle-open"), data)


def test_both_turning_points_are_opened_at_once_each_around_its_day(people: Any) -> None:
    page = text_of(as_person(people.leader).get(reverse("cycles:cycle-new")))
    assert (page.count("Open it now"), page.count(" checked")) == (2, 1)
    wanted = people.spring.ends_on - timedelta(days=people.spring.ends_on.weekday() + 5)
    answer = opened(people, people.fall, people.spring, **{f"day-{people.spring.pk}": wanted.isoformat()})
    fall, spring = Cycle.objects.order_by("term__ends_on")
    assert answer["Location"] == reverse("cycles:cycle", args=[fall.pk])
    assert CycleAim.objects.get().cycle == spring
    assert SlotProposal.objects.get(session__cycle=spring, session__team=people.ilt).meets_on == wanted
    assert opened(people, people.fall).status_code == 422
    assert "Go to its planner" in text_of(as_person(people.leader).get(reverse("cycles:cycle-new")))


def test_once_the_fall_is_open_the_spring_is_the_next_to_tick(people: Any, cycle: Cycle) -> None:
    page = text_of(as_person(people.leader).get(reverse("cycles:cycle-new")))
    assert (page.count("Go to its planner"), page.count("Open it now"), page.count(" checked")) == (1, 1, 1)


def test_a_day_far_from_the_close_is_refused(people: Any) -> None:
    answer = opened(people, people.fall, **{f"day-{people.fall.pk}": in_days(90).isoformat()})
    assert answer.status_code == 422
    assert "within four weeks" in text_of(answer)
    assert not Cycle.objects.exists()


# --- many at once


def post(people: Any, cycle: Cycle, change: str, **data: Any) -> str:
    return text_of(as_person(people.leader).post(reverse(f"cycles:{change}", args=[cycle.pk]), data, follow=True))


def test_confirming_all_needs_the_word_for_time_beyond_the_contract_day(people: Any, cycle: Cycle) -> None:
    page = look(cycle, people.leader)
    assert page.beyond == 3
    text = post(people, cycle, "proposals-confirm", scope="all", every=every(page))
    assert text.count("needs the school leader&#x27;s word") == 3
    text = post(people, cycle, "proposals-confirm", scope="all", every=every(page), beyond="on")
    assert "3 meetings have their time." in text
    assert {session.state for session in cycle.sessions.all()} == {SessionState.SCHEDULED}
    assert cycle.sessions.get(team=people.team).facilitator == people.lead
    assert Notice.objects.filter(kind="session-invitation").count() == 7


def test_within_the_contract_day_no_word_is_needed(people: Any, cycle: Cycle) -> None:
    post(people, cycle, "contract-day-set", starts_at="07:30", ends_at="17:30")
    assert str(ContractDay.objects.get()) == "07:30-17:30"
    page = look(cycle, people.leader)
    assert page.beyond == 0
    text = post(people, cycle, "proposals-confirm", pick=every(page)[:1])
    assert "1 meeting has its time." in text


def test_hours_that_end_before_they_start_are_refused(people: Any, cycle: Cycle) -> None:
    assert "The day ends after it starts." in post(
        people, cycle, "contract-day-set", starts_at="15:00", ends_at="07:30"
    )


def test_nothing_ticked_is_refused(people: Any, cycle: Cycle) -> None:
    assert "Tick at least one meeting first." in post(people, cycle, "proposals-confirm")
    assert "Choose among the meetings on the page." in post(people, cycle, "proposals-confirm", pick="x@y")


def test_a_proposal_is_postponed_by_a_week_and_let_go_again(people: Any, cycle: Cycle) -> None:
    before = cards(look(cycle, people.leader))
    mine = f"{before['Grade 4'].session.pk}@{before['Grade 4'].shown}"
    post(people, cycle, "sessions-postpone", pick=mine)
    later = cards(look(cycle, people.leader))["Grade 4"]
    assert later.meets_on >= before["Grade 4"].meets_on + timedelta(days=7)
    assert later.reason.startswith("Postponed")
    post(people, cycle, "choices-clear", pick=mine)
    assert cards(look(cycle, people.leader))["Grade 4"].meets_on == before["Grade 4"].meets_on


def test_a_meeting_is_postponed_by_a_week_and_everyone_is_told_once(people: Any, cycle: Cycle) -> None:
    timed = give_time(cycle.sessions.get(team=people.team), people)
    Notice.objects.filter(kind="session-invitation").update(state="sent")
    post(people, cycle, "sessions-postpone", pick=f"{timed.pk}@")
    assert fresh(timed).meets_on == in_days(17)
    assert Notice.objects.filter(kind="session-change", state="due").count() == 3


# --- one into another slot


def move(people: Any, session: ReflectionSession, **changes: Any) -> Any:
    data = {"meets_on": in_days(12).isoformat(), "meets_at": "09:00", "minutes": "90", "version": session.version}
    return as_person(people.leader).post(reverse("cycles:session-move", args=[session.pk]), data | changes)


def test_a_proposal_moved_by_hand_stays_and_nobody_is_told(people: Any, session: ReflectionSession) -> None:
    day = in_days(12 if in_days(12).weekday() < 5 else 14)
    answer = move(people, session, meets_on=day.isoformat())
    assert answer["Location"] == reverse("cycles:cycle", args=[session.cycle_id])
    card = cards(look(session.cycle, people.leader))["Grade 4"]
    assert (card.meets_on, card.meets_at, card.reason) == (day, time(9, 0), "Chosen by hand.")
    assert not Notice.objects.exists()


def test_a_meeting_that_is_moved_keeps_its_place_and_tells(people: Any, timed: ReflectionSession) -> None:
    move(people, timed)
    moved = fresh(timed)
    assert (moved.meets_at, moved.place, moved.facilitator) == (time(9, 0), "Library", people.lead)


@pytest.mark.parametrize("is_timed", [True, False])
def test_of_two_leaders_who_move_at_once_the_second_sees_both(people: Any, session: Any, is_timed: bool) -> None:
    seen = give_time(session, people) if is_timed else session
    assert move(people, seen, meets_on=in_days(15).isoformat()).status_code == 302
    answer = move(people, seen, meets_at="10:15")
    text = text_of(answer)
    assert answer.status_code == 422
    assert "As somebody else saved it" in text
    assert "9:00 AM" in text
    assert 'value="10:15"' in text
    newer = fresh(seen).version
    assert f'name="version" value="{newer}"' in text
    move(people, seen, meets_at="10:15", version=newer)
    stands = queries.stands(fresh(seen), today=moments.today())
    assert stands.meets_at == time(10, 15)


def test_a_lead_needs_the_leaders_word_for_the_evening(people: Any, session: ReflectionSession) -> None:
    data = {"meets_on": in_days(12).isoformat(), "meets_at": "16:00", "minutes": "90", "version": 0, "word": "on"}
    answer = as_person(people.lead).post(reverse("cycles:session-move", args=[session.pk]), data)
    assert answer.status_code == 422
    assert "needs the school leader" in text_of(answer)
    assert move(people, session, meets_at="16:00", word="on").status_code == 302


def test_clashes_are_told_before_anything_is_saved(people: Any, cycle: Cycle, session: ReflectionSession) -> None:
    other = give_time(cycle.sessions.get(team=people.ilt), people, meets_on=in_days(12))
    address = reverse("cycles:slot-clashes", args=[session.pk])
    query = {"meets_on": in_days(12).isoformat(), "meets_at": "12:30", "minutes": "60"}
    text = text_of(as_person(people.leader).get(address, query))
    assert "Sam O&#x27;Brien is in the meeting of ILT then." in text
    assert "Teams meet before the ILT, which meets on" in text
    assert fresh(other).version == 1
    free = in_days(11 if in_days(11).weekday() < 5 else 9)
    text = text_of(as_person(people.leader).get(address, query | {"meets_on": free.isoformat()}))
    assert "Everyone invited and the room are free." in text


def test_a_mere_proposal_makes_way_and_a_time_that_clashes_says_so(people: Any, cycle: Cycle, session: Any) -> None:
    ilt = cards(look(cycle, people.leader))["ILT"]
    query = {"meets_on": ilt.meets_on.isoformat(), "meets_at": "15:30", "minutes": "90"}
    text = text_of(as_person(people.leader).get(reverse("cycles:slot-clashes", args=[session.pk]), query))
    assert "ILT is proposed for then, and will get another time." in text
    assert "Everyone invited and the room are free." in text
    give_time(session, people, meets_on=ilt.meets_on, meets_at=time(9, 0))
    moved = cards(look(cycle, people.leader))["ILT"]
    assert moved.meets_on > ilt.meets_on
    give_time(cycle.sessions.get(team=people.ilt), people, meets_on=ilt.meets_on, meets_at=time(9, 30))
    found = cards(look(cycle, people.leader))
    assert found["Grade 4"].clash == "Sam O'Brien is in the meeting of ILT then."
    assert found["Grade 5"].clash == ""


def test_the_slot_page_opens_on_the_day_that_it_is_asked_for(people: Any, session: ReflectionSession) -> None:
    address = reverse("cycles:slot", args=[session.pk])
    day = in_days(8).isoformat()
    text = text_of(as_person(people.leader).get(address, {"meets_on": day}))
    assert f'value="{day}"' in text
    assert 'value="15:30"' in text
    part = as_person(people.leader).get(address, headers={"HX-Request": "true"}).content.decode()
    assert ("<html" in part, "hx-post" in part) == (False, True)
