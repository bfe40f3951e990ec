"""A group of eight goes through a whole protocol: a facilitator, a projector and six people with phones.

Nothing here is found by its words, so that it runs in every language. A step does what its kind asks for, on every
face; `look` then fits, checks and keeps a picture of all three.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from tests.browser import axe, fits, screenshot

from .hands import Pointer

SUCCESSES = [
    ("14 of 22 students explain their strategy aloud.", "We open each lesson with a two-minute talk move."),
    ("Exit tickets come back with comments the same week. 🎉", "The team grades them together on Wednesdays."),
    ("Three families joined the math night for the first time.", "We called them in Spanish and offered a ride."),
]
GROWTH = [
    ("Multi-step problems: most stop after the first step.", "Unit 3 check: 9 of 24 finished."),
    ("Small groups get cancelled when testing comes up.", "We met 5 of 12 planned times."),
    ("Ms. O'Neill's Monday group never catches up.", "Attendance of six Mondays."),
]


class Walk:
    """One meeting in eight browsers. `kinds` is every kind of step that was gone through, in order."""

    def __init__(self, name: str, session: Any, pages: Sequence[Page], hands: Pointer) -> None:
        self.name, self.session, self.hands = name, session, hands
        self.desk, self.wall, *self.phones = pages
        self.kinds: list[str] = []

    def run(self, kind_of: Callable[[], str]) -> None:
        """From the open door to the closed meeting; `kind_of` names the kind of the step that the group is at."""
        self.enter()
        while not self.desk.locator("#room-over").count():
            kind = kind_of()
            self.kinds.append(kind)
            getattr(self, kind, self.talk)()
            self.look(kind)
            self.go_on()
        for page in (self.wall, *self.phones):
            page.locator("#screen-over, #room-over").wait_for()
        self.look("over")

    def enter(self) -> None:
        self.desk.goto(reverse("cycles:facilitate", args=[self.session.pk]))
        self.wall.goto(reverse("cycles:screen", args=[self.session.pk]))
        for phone in self.phones:
            phone.goto(reverse("cycles:room", args=[self.session.pk]))
        self.look("before")
        self.hands.press(self.desk.locator("form[action$=meeting-open] button"))
        self.desk.locator("#room-next-button").wait_for()
        for page in (self.wall, *self.phones):
            page.locator("#screen-question, #room-top").wait_for()

    def pages(self) -> list[Page]:
        return [self.desk, self.wall, *self.phones]

    def look(self, kind: str) -> None:
        """What the three faces are like at this moment."""
        for page, face in ((self.desk, "desk"), (self.phones[0], "phone"), (self.wall, "wall")):
            page.wait_for_timeout(150)
            fits(page)
            screenshot(page, f"guide-{self.name}-{len(self.kinds):02}-{kind}-{face}")
            axe(page)

    def go_on(self) -> None:
        """The facilitator's one button, then everybody is where the group is."""
        key = self.desk.locator("#room").get_attribute("data-key")
        self.hands.press(self.desk.locator("#room-next-button"))
        expect(self.desk.locator("#room")).not_to_have_attribute("data-key", key or "")
        step = str(self.desk.locator("#room").get_attribute("data-key")).rsplit("-", 1)[0]
        for page in (self.wall, *self.phones):
            expect(page.locator("#room")).to_have_attribute("data-key", step)

    def inside(self, shows: str) -> None:
        """The facilitator's button where it does something inside the step; then all pages show that."""
        self.hands.press(self.desk.locator("#room-next-button"))
        for page in self.pages():
            page.locator(shows).first.wait_for()

    def opened(self, details: Locator) -> Locator:
        if details.get_attribute("open") is None:
            self.hands.press(details.locator("summary").first)
        return details

    # --- what each kind of step asks for

    def talk(self) -> None:
        """Nothing is written: the group talks."""

    def commitments(self) -> None:
        lines = self.desk.locator("#commitments-list > li")
        for number in range(lines.count()):
            box = self.opened(lines.nth(number).locator("details"))
            self.hands.tick(box.locator("input[name=became][value=done]"))
            self.hands.write(box.locator("textarea[name=evidence]"), "Six of eight talks were held; notes are kept.")
            self.hands.press(box.locator("button[type=submit]"))
            self.phones[0].locator("#commitments-list .goal-line__evidence").nth(number).wait_for()

    def goals(self) -> None:
        first = self.desk.locator("#room .goal-line").first
        box = self.opened(first.locator("details"))
        self.hands.tick(box.locator("input[name=verdict][value=partly]"))
        self.hands.write(box.locator("textarea"), "Winter window: 47% at or above, 50% is the goal.")
        self.hands.press(box.locator("button[type=submit]"))
        for phone in self.phones:
            phone.locator(".goal-line__evidence").first.wait_for()

    def progress(self) -> None:
        self._write("#progress-write", SUCCESSES)
        self.inside("#progress-tiles > li")
        self.hands.press(self.desk.locator("form[action$=celebrate] button").first)
        for page in (self.wall, *self.phones):
            page.locator("#progress-tiles .tile--chosen").wait_for()
        park = self.opened(self.phones[1].locator("#room-park"))
        self.hands.write(park.locator("#park-text"), "The copier on the second floor")
        self.hands.press(park.locator("button[type=submit]"))
        park.locator(".count").wait_for()

    def growth(self) -> None:
        self._write("#growth-write", GROWTH)
        self.inside("#growth-loose-tiles > li, #group-tiles > li")
        picks = self.desk.locator("#group-tiles input[type=checkbox]")
        for number in (0, 1):
            self.hands.tick(picks.nth(number))
        self.hands.write(self.desk.locator("#group-title-text"), "Students stop early")
        self.hands.press(self.desk.locator("#group-button"))
        self.desk.locator("#growth-topic-tiles > li").wait_for()
        self.inside("#growth-vote-state")
        for phone in self.phones:
            self.hands.press(phone.locator("form[action$=vote] button").first)
            phone.locator("form[action$=vote] .btn-primary").wait_for()
        self.look("vote")
        self.inside(".votes")
        self.hands.tick(self.desk.locator("#choose-form input[type=checkbox]").first)
        self.hands.press(self.desk.locator("#choose-button"))
        for phone in self.phones:
            phone.locator("#growth-topics .tile--chosen").wait_for()

    def causes(self) -> None:
        form = self.phones[0].locator("form[action$=cause-propose]").first
        self.hands.write(form.locator("textarea[name=text]"), "our tasks show one step at a time")
        self.hands.choose(form.locator("select"), 3)
        self.hands.write(form.locator("textarea[name=evidence]"), "11 of 14 tasks of this unit")
        self.hands.press(form.locator("button[type=submit]"))
        box = self.opened(self.desk.locator("details[id^=agree-]"))
        for tick in ("is_within_control", "is_not_a_person"):
            self.hands.tick(box.locator(f"input[name={tick}]"))
        self.hands.press(box.locator("button[type=submit]"))
        for page in self.pages():
            page.locator(".why-chain .is-agreed").wait_for()

    def action_steps(self) -> None:
        form = self.desk.locator("#step-write form")
        self.hands.write(form.locator("#step-text"), "Plan one three-step problem a week, together")
        self.hands.choose(form.locator("#step-owner"), 1)
        self.hands.tick(form.locator("input[name=topic]").first)
        self.hands.press(form.locator("button[type=submit]"))
        for page in self.pages():
            page.locator("#steps-list > li").wait_for()

    def parked(self) -> None:
        self.hands.press(self.desk.locator("#parked-list button[value=next]").first)
        for page in self.pages():
            page.locator("#parked-list .chip--done").first.wait_for()

    def questions(self) -> None:
        box = self.opened(self.desk.locator("#questions-list details").first)
        self.hands.write(box.locator("textarea"), "We name what led to it, and keep doing that.")
        self.hands.press(box.locator("button[type=submit]"))
        self.phones[0].locator("#questions-list .goal-line__evidence").wait_for()

    def close(self) -> None:
        form = self.phones[0].locator("#close-plus form")
        self.hands.write(form.locator("textarea"), "We looked for causes before cures.")
        self.hands.press(form.locator("button[type=submit]"))
        self.phones[0].locator("#close-own li").wait_for()

    def _write(self, place: str, cards: Sequence[tuple[str, str]]) -> None:
        for phone, (text, because) in zip(self.phones, cards, strict=False):
            form = phone.locator(f"{place} form")
            self.hands.write(form.locator("textarea[name=text]"), text)
            self.hands.write(form.locator("textarea[name=because]"), because)
            self.hands.press(form.locator("button[type=submit]").first)
            phone.locator("[id^=own-], [data-mine] li").first.wait_for()
            for other in (self.wall, *self.phones):
                assert other is phone or text not in other.content(), "written, not yet shown"
