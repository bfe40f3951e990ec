"""One meeting on three real browsers: a facilitator's laptop, a phone, a projector. Pictures of each phase are kept."""

import re
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.meet import actions
from cycles.meet.models import Card, Cause, Topic, Vote
from tests.browser import Guard, axe, fits, screenshot
from tests.cycles.making import open_cycle, schedule

from .conftest import fresh

SUCCESSES = [
    ("14 of 22 students explain their fraction strategy aloud.", "We opened each lesson with a two-minute talk move."),
    ("Exit tickets come back with comments the same week.", "Our team grades them together on Wednesdays."),
    ("Three families joined the math night for the first time.", "We called them in Spanish and offered a ride."),
]
GROWTH = [
    ("Multi-step problems: most stop after the first step.", "Unit 3 check: 9 of 24 finished."),
    ("Small groups get cancelled when testing comes up.", "We met 5 of 12 planned times."),
    ("Students who are absent on Mondays never catch up.", ""),
]


class Room:
    """Three faces of one session, and the way to press things on them."""

    def __init__(self, people: Any, session: Any, sign_in: Any) -> None:
        self.people, self.session = people, session
        self.desk, self.phone, self.wall = map(sign_in, (people.facilitator, people.teacher, people.leader))
        for page, face, width, height in (
            (self.desk, "facilitate", 1280, 900),
            (self.phone, "room", 360, 780),
            (self.wall, "screen", 1920, 1080),
        ):
            page.set_viewport_size({"width": width, "height": height})
            page.goto(reverse(f"cycles:{face}", args=[session.pk]))

    def pages(self) -> tuple[Any, Any, Any]:
        return self.desk, self.phone, self.wall

    def press(self, page: Any, name: str) -> None:
        page.get_by_role("button", name=name).first.click()

    def all_show(self, text: str) -> None:
        for page in self.pages():
            page.get_by_role("heading", name=text, exact=True).first.wait_for()

    def look(self, name: str) -> None:
        for page, face in zip(self.pages(), ("desk", "phone", "wall"), strict=True):
            page.wait_for_timeout(150)
            fits(page)
            screenshot(page, f"room-{name}-{face}")
            axe(page)


@pytest.fixture
def room(many: Any, sign_in: Any) -> Room:
    from teams.models import Expectation, Slo

    people = many
    Expectation.objects.create(
        team=people.team, year=people.year, text="We plan together every Wednesday.", agreed_on=people.year.starts_on
    )
    Slo.objects.create(
        person=people.teacher,
        school=people.school,
        year=people.year,
        team=people.team,
        course="Grade 4 math",
        objective="Students solve multi-step word problems and explain their reasoning.",
    )
    session = schedule(open_cycle(people), people.team, facilitator=people.facilitator)
    return Room(people, session, sign_in)


def write(room: Room, kind: str, rows: list[tuple[str, str]]) -> None:
    meeting = fresh(room.session)
    for (text, because), person in zip(rows, (room.people.member, room.people.lead), strict=False):
        actions.write_card(meeting, kind=kind, text=text, because=because, by=person, at=timezone.now())


def test_a_meeting_on_three_faces(room: Room) -> None:
    desk, phone, wall = room.pages()
    room.look("0-before")
    room.press(desk, "Open the meeting")
    room.all_show("Welcome")
    room.look("1-welcome")

    room.press(desk, "Next: Goals and expectations")
    room.all_show("Goals and expectations")
    first = desk.locator("#room .goal-line").first
    first.get_by_text("Enter the group’s verdict").click()
    first.get_by_label("Partly there").check()
    first.get_by_label("What tells us so?").fill("Winter window: 47% at or above, 50% is the goal.")
    first.get_by_role("button", name="Keep the verdict").click()
    phone.get_by_text("Winter window").wait_for()
    wall.get_by_text("Winter window").wait_for()
    room.look("2-goals")

    room.press(desk, "Next: What the evidence says")
    room.press(desk, "Next: Progress")
    room.all_show("Progress")
    phone.get_by_label("What went well?").fill(SUCCESSES[0][0])
    phone.get_by_label("What did we do that led to it?").fill(SUCCESSES[0][1])
    room.press(phone, "Add the card")
    phone.locator("#progress-own").get_by_text(SUCCESSES[0][0]).wait_for()
    assert phone.get_by_label("What went well?").input_value() == ""
    write(room, "success", SUCCESSES[1:])
    desk.get_by_text("3 people have written").wait_for()
    assert desk.get_by_text(SUCCESSES[0][0]).count() == wall.get_by_text(SUCCESSES[0][0]).count() == 0
    room.press(phone, "I’m finished")
    desk.get_by_text("1 finished").wait_for()
    room.look("3-progress-writing")
    room.press(desk, "Show the cards")
    phone.locator("#progress-cards").get_by_text(SUCCESSES[2][0]).wait_for()
    desk.get_by_role("button", name="Celebrate", exact=True).first.click()
    wall.get_by_text("Celebrated").wait_for()
    room.look("4-progress-shown")

    room.press(desk, "Next: Growth")
    room.all_show("Growth")
    write(room, "growth", GROWTH[:2])
    phone.get_by_label("Where did growth stall?").fill(GROWTH[2][0])
    room.press(phone, "Add the card")
    desk.get_by_text("3 people have written").wait_for()
    room.press(desk, "Show the cards")
    desk.get_by_label(GROWTH[0][0]).check()
    desk.get_by_label(GROWTH[2][0]).check()
    desk.get_by_label("Name of the new topic").fill("Problems with several steps")
    room.look("5-growth-grouping")
    room.press(desk, "Group the selected cards")
    wall.get_by_text("Problems with several steps").wait_for()
    room.press(desk, "Open the vote")
    phone.get_by_role("button", name=re.compile("Vote.*Problems with several steps")).click()
    phone.get_by_text("0 votes left").wait_for()
    room.look("6-growth-vote")
    room.press(desk, "Close the vote")
    desk.get_by_role("checkbox", name="Problems with several steps").check()
    room.press(desk, "Choose these topics")
    phone.get_by_text("Chosen").wait_for()
    room.look("7-growth-chosen")
    assert (Topic.objects.get(title="Problems with several steps").votes_counted, Vote.objects.count()) == (1, 0)

    room.press(desk, "Next: Root causes")
    room.all_show("Root causes")
    phone.get_by_label("Because …").fill("students rarely plan a problem before they compute")
    phone.get_by_label("Where does it lie?").select_option("practice")
    phone.get_by_label("How do we know?").fill("11 of 15 notebooks show no plan.")
    room.press(phone, "Add to the chain")
    desk.get_by_text("Agree on this as the root cause").click()
    room.press(desk, "The group agrees")
    desk.get_by_text("within our control and is not a person").wait_for()
    desk.get_by_label("It is within our control").check()
    desk.get_by_label("It is not a person").check()
    room.press(desk, "The group agrees")
    wall.get_by_text("Root cause agreed").wait_for()
    room.look("8-causes")
    assert Cause.objects.get().agreed_at

    while fresh(room.session).phase.kind != "close":
        step = fresh(room.session).step
        desk.locator("#room-next-button").click()
        desk.locator(f'#room-next input[name=step][value="{step + 1}"]').first.wait_for(state="attached")
        room.look(f"9-{fresh(room.session).phase.kind}")
    phone.get_by_label("What worked in this meeting?").fill("Writing before talking.")
    phone.locator("#close-plus").get_by_role("button", name="Add").click()
    phone.get_by_text("Your answers").wait_for()
    room.look("91-close")
    room.press(desk, "Close the meeting")
    phone.get_by_role("heading", name="The meeting is closed").wait_for()
    room.look("92-closed")


def test_who_types_is_not_moved_and_loses_nothing(room: Room) -> None:
    desk, phone, _wall = room.pages()
    room.press(desk, "Open the meeting")
    room.press(desk, "Next: Goals and expectations")
    room.press(desk, "Next: What the evidence says")
    room.press(desk, "Next: Progress")
    phone.get_by_label("What went well?").fill("Half a sent")
    write(room, "success", SUCCESSES[1:])
    room.press(desk, "Show the cards")
    phone.get_by_text(SUCCESSES[1][0]).wait_for()
    phone.get_by_label("What went well?").press_sequentially("ence")
    assert phone.get_by_label("What went well?").input_value() == "Half a sentence"
    room.press(desk, "Next: Growth")
    phone.get_by_text("The group has moved on").first.wait_for()
    phone.get_by_label("What did we do that led to it?").fill("Because")
    room.press(phone, "Add the card")
    phone.locator("#progress-write").get_by_text("The group has moved on").wait_for()
    assert phone.get_by_label("What went well?").input_value() == "Half a sentence"
    assert Card.objects.filter(text__startswith="Half").count() == 0
    room.press(phone, "Join the group")
    phone.get_by_role("heading", name="Growth", exact=True).wait_for()
    assert Topic.objects.count() == 0


REACHED = """() => {
  const here = document.activeElement, bar = document.querySelector(".next-step");
  if (!here.closest(".phase") || bar.contains(here)) return null;
  const box = here.getBoundingClientRect(), over = bar.getBoundingClientRect();
  return [here.outerHTML.slice(0, 80), box.bottom > over.top + 1 && box.top < over.bottom];
}"""


def test_the_next_button_never_covers_what_the_keyboard_reaches(room: Room) -> None:
    desk, _phone, _wall = room.pages()
    room.press(desk, "Open the meeting")
    room.press(desk, "Next: Goals and expectations")
    room.press(desk, "Next: What the evidence says")
    room.press(desk, "Next: Progress")
    room.all_show("Progress")
    write(room, "success", SUCCESSES[1:])
    room.press(desk, "Show the cards")
    desk.get_by_text(SUCCESSES[1][0]).first.wait_for()
    desk.set_viewport_size({"width": 1280, "height": 520})
    desk.emulate_media(reduced_motion="reduce")  # a scroll that glides is not yet there when it is measured
    for key, start in (("Tab", "a, button"), ("Shift+Tab", "#room-next-button")):
        desk.locator(start).first.evaluate("here => here.focus()")
        steps: list[Any] = []
        for _ in range(60):
            desk.keyboard.press(key)
            steps.append(desk.evaluate(REACHED))
        reached = [step for step in steps if step]
        assert len(reached) > 4, key
        assert [what for what, is_covered in reached if is_covered] == [], key


def test_without_the_stream_the_page_asks_by_itself(room: Room, guard: Guard) -> None:
    desk, phone, _wall = room.pages()
    phone.route(re.compile(r"/stream\?"), lambda route: route.fulfill(status=404))
    phone.reload()
    phone.get_by_text("Connection lost").wait_for()
    room.press(desk, "Open the meeting")
    phone.get_by_role("heading", name="Welcome", exact=True).wait_for()
    phone.close()
    # what htmx writes about each refused stream
    guard.seen = [seen for seen in guard.seen if seen != "console: [object Event]"]


def test_a_half_written_card_outlives_the_sign_in(room: Room, guard: Guard, live: str) -> None:
    desk, phone, _wall = room.pages()
    room.press(desk, "Open the meeting")
    room.press(desk, "Next: Goals and expectations")
    room.press(desk, "Next: What the evidence says")
    room.press(desk, "Next: Progress")
    room.all_show("Progress")
    phone.get_by_label("What went well?").fill("Half a thought")
    here, cookies = phone.url, phone.context.cookies()
    Session.objects.filter(session_key=next(one["value"] for one in cookies if one["name"] == "sessionid")).delete()
    phone.wait_for_url(re.compile("/accounts/login/"))
    client = Client()
    client.force_login(room.people.teacher)
    value = client.cookies["sessionid"].value
    phone.context.add_cookies([{"name": "sessionid", "value": value, "url": live}])
    phone.goto(here)
    assert phone.get_by_label("What went well?").input_value() == "Half a thought"
    phone.get_by_label("What did we do that led to it?").fill("We met")
    room.press(phone, "Add the card")
    phone.get_by_role("button", name="Take back Half a thought").wait_for()
    phone.reload()
    assert phone.get_by_label("What went well?").input_value() == ""
    # what the browser writes about the stream of a session that has ended
    guard.seen = [seen for seen in guard.seen if "EventSource" not in seen and "[object Event]" not in seen]


def test_who_is_removed_in_the_middle_is_closed_out(room: Room) -> None:
    from cycles.plan.models import Invitation
    from teams.models import Membership

    desk, phone, _wall = room.pages()
    room.press(desk, "Open the meeting")
    phone.get_by_role("heading", name="Welcome", exact=True).wait_for()
    Membership.objects.filter(person=room.people.teacher).delete()
    Invitation.objects.filter(person=room.people.teacher).delete()
    phone.get_by_role("heading", name="Welcome", exact=True).wait_for(state="detached", timeout=3_000)


def test_it_works_without_scripts(many: Any, open_context: Any, live: str) -> None:
    from django.conf import settings

    session = schedule(open_cycle(many), many.team, facilitator=many.facilitator)
    client = Client()
    client.force_login(many.facilitator)
    context = open_context(java_script_enabled=False)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live}])
    page = context.new_page()
    page.goto(reverse("cycles:facilitate", args=[session.pk]))
    for name in ("Open the meeting", "Next: Goals and expectations", "Next: What the evidence says", "Next: Progress"):
        page.get_by_role("button", name=name).click()
    page.goto(reverse("cycles:room", args=[session.pk]))
    page.get_by_label("What went well?").fill("It grew")
    page.get_by_label("What did we do that led to it?").fill("We met")
    page.get_by_role("button", name="Add the card").click()
    page.get_by_text("Your cards").wait_for()
    assert Card.objects.get().text == "It grew"
