"""The planner in a browser: a time given in place, a refusal in place, the packet's page, messages."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cycles.plan import actions
from cycles.plan.models import ReflectionSession
from teams import outbox
from tests.browser import look, open_link

from .conftest import give_time
from .following import Following

WIDTHS = (1280, 360)


def card(page: Any, team: str) -> Any:
    return page.locator("article.meet", has_text=team)


def school_day(after: date, count: int) -> date:
    day = after
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def take_a_feed(live: str, page: Any) -> str:
    """The address, made with the page's button and read where it is shown once."""
    page.goto(reverse("cycles:my-calendar"))
    page.get_by_text("Use a feed", exact=True).first.click()
    page.get_by_role("button", name="Use a feed").click()
    address = page.get_by_label("Address", exact=True).input_value()
    assert address.startswith(f"{live}/calendars/")
    return str(address)


def stands(people: Any) -> tuple[str, Any, str]:
    """The team's meeting as every calendar should have it."""
    session = ReflectionSession.objects.select_related("cycle__school").get(team=people.team)
    status = "CANCELLED" if session.state == "cancelled" else "CONFIRMED"
    return "Reflection meeting – Grade 4", session.starts_at, status


def all_of(kind: str) -> dict[str, dict[str, int]]:
    """One mail of that kind to everyone invited to the team's meeting, and none to anybody else."""
    return {name: {kind: 1} for name in ("sam", "teresa", "malik")}


@pytest.mark.browser
def test_open_confirm_all_move_poll_and_cancel(live: str, people: Any, sign_in: Any, smtp: Any) -> None:
    """A leader's whole way, with keys and by dragging. After each step the mails to everybody are counted, and two
    calendars looked at: one that takes in mails, one that reads a private feed."""
    page, theirs = sign_in(people.leader), sign_in(people.teacher)
    address = take_a_feed(live, sign_in(people.member))
    follow = Following(smtp, mailed=people.teacher, address=address)
    page.goto(reverse("cycles:cycle-new"))
    look(page, "plan-cycle-new", *WIDTHS)
    page.get_by_role("button", name="Open what is ticked").click()
    page.get_by_text("3 meetings have a proposed time.").wait_for()
    look(page, "plan-planner", *WIDTHS)
    assert (follow.mails(), follow.mailed(), follow.feed()) == ({}, [], [])
    _confirm_all(page, follow, people)
    _move_by_keys(page, follow, people)
    _move_by_dragging(page)
    assert follow.mails() == {"cora": {"Changed": 1}}
    _poll(page, theirs, follow, people)
    _cancel(page, follow, people)
    assert follow.mails() == {}


def _confirm_all(page: Any, follow: Following, people: Any) -> None:
    page.get_by_label("I agree to that time").check()
    page.get_by_role("button", name="Confirm all 3").click()
    page.get_by_text("3 meetings have their time.").wait_for()
    page.get_by_text("Every meeting has its time.").wait_for()
    ilt, grade_4, grade_5 = ({f"{team} reflection": 1} for team in ("ILT", "Grade 4", "Grade 5"))
    assert follow.mails() == {
        "rosa": ilt, "fay": ilt, "sam": ilt | grade_4, "teresa": grade_4, "malik": grade_4, "cora": grade_5,
    }  # fmt: skip
    assert follow.mailed() == follow.feed() == [stands(people)]


def _move_by_keys(page: Any, follow: Following, people: Any) -> None:
    """The arrow asks for the day before; clashes are told before anything is saved."""
    session = ReflectionSession.objects.get(team=people.team)
    card(page, "Grade 4").locator("[data-move]").focus()
    page.keyboard.press("ArrowLeft")
    mover = page.get_by_role("dialog")
    mover.get_by_text("Everyone invited and the room are free.").wait_for()
    goal = session.meets_on - timedelta(days=1)
    assert mover.get_by_label("Day", exact=True).input_value() == goal.isoformat()
    mover.get_by_label("Day", exact=True).fill(ReflectionSession.objects.get(team=people.ilt).meets_on.isoformat())
    mover.get_by_text("Sam O'Brien is in the meeting of ILT then.").wait_for()
    mover.get_by_label("Day", exact=True).fill(goal.isoformat())
    mover.get_by_label("I agree to time beyond the contract day").check()
    mover.get_by_role("button", name="Move and tell everyone").press("Enter")
    page.get_by_text("Grade 4 is moved. Everyone invited is told.").wait_for()
    session.refresh_from_db()
    assert session.meets_on == goal
    assert follow.mails() == all_of("Changed")
    assert follow.mailed() == follow.feed() == [stands(people)]


def _move_by_dragging(page: Any) -> None:
    session = ReflectionSession.objects.get(team__name="Grade 5")
    goal = school_day(session.meets_on - timedelta(days=7), 1)
    card(page, "Grade 5").drag_to(page.locator(f'.day[data-day="{goal}"]'))
    mover = page.get_by_role("dialog")
    mover.get_by_label("Day", exact=True).wait_for()
    assert mover.get_by_label("Day", exact=True).input_value() == goal.isoformat()
    mover.get_by_label("I agree to time beyond the contract day").check()
    # last, because taking a picture leaves marks on focused boxes that a later answer would copy
    look(page, "plan-mover", *WIDTHS)
    mover.get_by_role("button", name="Move and tell everyone").click()
    page.get_by_text("Grade 5 is moved. Everyone invited is told.").wait_for()
    session.refresh_from_db()
    assert session.meets_on == goal


def _poll(page: Any, theirs: Any, follow: Following, people: Any) -> None:
    open_link(page, card(page, "Grade 4").get_by_role("link", name="Poll"))
    look(page, "plan-poll-new", *WIDTHS)
    page.get_by_role("button", name="Ask everyone invited").click()
    page.get_by_text("Everyone invited is asked.").wait_for()
    assert follow.mails() == all_of("When can you meet? Grade 4 reflection")
    before = stands(people)
    assert follow.mailed() == follow.feed() == [before]
    theirs.goto(page.url)
    for choice in theirs.get_by_role("radio", name="Yes").all():
        choice.check()
    theirs.get_by_role("button", name="Send my answer").click()
    theirs.get_by_text("Your answer is noted.").wait_for()
    look(theirs, "plan-poll", *WIDTHS)
    page.reload()
    page.get_by_role("button", name="Take this time").first.click()
    page.get_by_text("Grade 4 has its time. Everyone invited is told.").wait_for()
    assert follow.mails() == all_of("Changed")
    assert follow.mailed() == follow.feed() == [stands(people)] != [before]


def _cancel(page: Any, follow: Following, people: Any) -> None:
    card(page, "Grade 4").get_by_role("link", name="Details").click()
    page.get_by_text("Cancel the meeting").first.click()
    page.get_by_role("button", name="Cancel the meeting").click()
    page.get_by_text("Nobody will be reminded of it any more.").wait_for()
    assert follow.mails() == all_of("Cancelled")
    assert (follow.mailed(), follow.feed()) == ([], [stands(people)])
    assert stands(people)[2] == "CANCELLED"


@pytest.mark.browser
def test_two_leaders_and_both_versions(live: str, people: Any, sign_in: Any, smtp: Any) -> None:
    cycle = actions.open_cycle(people.school, term=people.fall, by=people.leader, at=timezone.now())
    session = give_time(cycle.sessions.get(team=people.team), people)
    actions.invite_guest(session, person=people.partner, sees_packet=True, by=people.leader, at=timezone.now())
    page = sign_in(people.leader)
    page.goto(reverse("cycles:schedule", args=[session.pk]))
    look(page, "plan-schedule", *WIDTHS)
    give_time(session, people, place="Room 4", by=people.lead)
    page.get_by_label("Place").fill("Gym")
    page.get_by_role("button", name="Save and tell everyone").click()
    page.get_by_text("As somebody else saved it").wait_for()
    look(page, "plan-schedule-both", *WIDTHS)
    page.get_by_role("button", name="Save mine instead").click()
    page.get_by_text("Everyone invited is told.").wait_for()
    assert ReflectionSession.objects.get(pk=session.pk).place == "Gym"


@pytest.mark.browser
def test_two_leaders_move_one_meeting_on_the_planner(live: str, people: Any, sign_in: Any, smtp: Any) -> None:
    """Both have the mover open. The first wins; the second sees both versions in place, and may still decide."""
    cycle = actions.open_cycle(people.school, term=people.fall, by=people.leader, at=timezone.now())
    session = give_time(cycle.sessions.get(team=people.team), people)
    first, second = sign_in(people.leader), sign_in(people.leader)
    for page, clock in ((first, "10:15"), (second, "11:45")):
        page.goto(reverse("cycles:cycle", args=[cycle.pk]))
        card(page, "Grade 4").locator("[data-move]").focus()
        page.keyboard.press("ArrowRight")
        page.get_by_role("dialog").get_by_label("Starts at").fill(clock)
    first.get_by_role("button", name="Move and tell everyone").click()
    first.get_by_text("Grade 4 is moved. Everyone invited is told.").wait_for()
    mover = second.get_by_role("dialog")
    mover.get_by_role("button", name="Move and tell everyone").click()
    mover.get_by_text("As somebody else saved it").wait_for()
    mover.get_by_text("10:15 AM").wait_for()
    assert mover.get_by_label("Starts at").input_value() == "11:45"
    look(second, "plan-mover-both", *WIDTHS)
    assert f"{ReflectionSession.objects.get(pk=session.pk).meets_at:%H:%M}" == "10:15"
    mover.get_by_role("button", name="Save mine instead").click()
    second.get_by_text("Grade 4 is moved. Everyone invited is told.").wait_for()
    assert f"{ReflectionSession.objects.get(pk=session.pk).meets_at:%H:%M}" == "11:45"


@pytest.mark.browser
def test_the_packet_is_frozen_and_messages_are_read(live: str, people: Any, sign_in: Any, smtp: Any) -> None:
    cycle = actions.open_cycle(people.school, term=people.fall, by=people.leader, at=timezone.now())
    session = give_time(cycle.sessions.get(team=people.team), people)
    outbox.send_due(timezone.now)
    page = sign_in(people.leader)
    page.goto(reverse("cycles:packet", args=[session.pk]))
    page.get_by_role("button", name="Freeze the packet").click()
    page.get_by_text("The packet is being made").wait_for()
    look(page, "plan-packet-asked", *WIDTHS)
    actions.freeze_asked_packets(at=timezone.now())
    page.get_by_text("Everyone sees the same.").wait_for()
    look(page, "plan-packet", *WIDTHS)
    page.goto(reverse("teams:notices"))
    look(page, "plan-notices-leader", *WIDTHS)
    theirs = sign_in(people.teacher)
    theirs.goto(reverse("teams:notices"))
    theirs.get_by_role("link", name="Grade 4 reflection").click()
    theirs.get_by_text("Hello Teresa").wait_for()
    look(theirs, "plan-notice", *WIDTHS)
    theirs.goto(reverse("teams:notice-preferences"))
    look(theirs, "plan-preferences", *WIDTHS)
