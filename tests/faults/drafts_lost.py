"""Lose the connection, reload, open and close tabs, let the sign-in expire while somebody types: no word is lost.

Real Chromium, a real server. Every word that is typed is unique; a run ends online and signed in, with every page open
once more and every meeting of two versions joined, and then each word must stand in the answer that it was typed into.
Nobody leaves a page that asks them to stay.
"""

import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from cycles.plan.models import ReflectionSession
from cycles.prepare.models import Answer, Reflection
from teams.models import Person
from tests.browser import QUIET, chromium
from tests.cycles.making import join, open_cycle, schedule
from tests.faults.cut_line import Line
from tests.measuring import measure
from tests.people import PASSWORD, build_people
from tests.services import mail_server, web_server

BOXES = ("What went well", "The action that led to it")
# a page without a form is not the one that was typed on
SETTLED = """() => document.querySelector('form[data-autosave]')
    && [...document.querySelectorAll('form[data-autosave]')].every((form) => form.dataset.draftsRead
    && ['saved', 'idle'].includes(form.querySelector('[data-save-state]').dataset.state))"""
STATES = """() => [...document.querySelectorAll('[data-save-state]')]
    .map((sign) => sign.dataset.state + ' ' + sign.textContent)"""
ASKS_TO_STAY = """() => {
    const leaving = new Event('beforeunload', { cancelable: true });
    dispatchEvent(leaving);
    return leaving.defaultPrevented;
}"""
# how many drafts lie on the device; asked once the page has read them
KEPT = """() => new Promise((done) => {
    indexedDB.open('drafts').onsuccess = ({ target: { result } }) => {
        result.transaction('drafts').objectStore('drafts').count().onsuccess = (counted) => {
            result.close();
            done(counted.target.result);
        };
    };
})"""


class Run:
    """One browser of one person; `words` are those typed so far. A `heedless` person leaves when asked to stay."""

    def __init__(self, browser: Any, home: str, session: ReflectionSession, person: Person, seed: int) -> None:
        self.random, self.seed = random.Random(seed), seed
        self.person, self.address = person, f"/sessions/{session.pk}/prepare/"
        self.line = Line(home)
        self.context = browser.new_context(base_url=self.line.address, locale="en-US")
        self.context.set_default_timeout(20_000)
        # who was not asked to stay before, or does not heed it, leaves
        self.context.on("dialog", lambda dialog: dialog.accept())
        self.words: list[str] = []
        self.done: Counter[str] = Counter()
        self.is_offline = False
        self.heedless = False

    def begin(self, **cookies: str) -> None:
        told = [{"name": name, "value": value, "url": self.line.address} for name, value in cookies.items()]
        self.context.add_cookies(told)
        self.tabs = [self.context.new_page()]
        self.sign_in()

    # --- what happens

    def type(self) -> None:
        page = self.tab()
        if not self.is_there(page):
            return
        word = f"word{self.seed}x{len(self.words)}"
        box = page.get_by_role("textbox", name=self.random.choice(BOXES), exact=True)
        box.focus()
        page.keyboard.press("Control+End")
        page.keyboard.insert_text(f" {word}")
        self.words.append(word)

    def wait(self) -> None:
        time.sleep(self.random.choice((0.02, 0.2, 0.6, 1.1)))

    def go_offline(self) -> None:
        """Cut, whatever is on its way: a save whose answer never comes among it."""
        self.is_offline = True
        self.line.cut()
        self.context.set_offline(True)

    def go_online(self) -> None:
        self.is_offline = False
        self.line.mend()
        self.context.set_offline(False)

    def reload(self) -> None:
        page = self.tab()
        if self.may_leave(page):
            self.visit(page, again=self.random.random() < 0.5)

    def open_tab(self) -> None:
        if len(self.tabs) < 3 and not self.is_offline:
            self.tabs.append(self.context.new_page())
            self.visit(self.tabs[-1])

    def close_tab(self) -> None:
        if len(self.tabs) > 1:
            page = self.tab()
            if self.may_leave(page):
                self.tabs.remove(page)
                page.close()

    def expire(self) -> None:
        """As the server's clock would."""
        for cookie in self.context.cookies():
            if cookie["name"] == "sessionid":
                in_thread(lambda key=cookie["value"]: Session.objects.filter(session_key=key).delete())

    def sign_in(self) -> None:
        if self.is_offline:
            return
        page = self.tab()
        if not self.may_leave(page):
            page = self.context.new_page()
            self.tabs.append(page)
        self.visit(page)
        if "/accounts/login/" in page.url:
            page.get_by_label("Email").fill(self.person.email)
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_url(lambda url: urlsplit(url).path == self.address)

    def join_versions(self) -> None:
        """Where two versions meet, both are kept."""
        for page in self.tabs:
            for button in page.locator("[data-conflict] [data-choose=both]").all():
                button.click()

    # --- the pieces of it

    def tab(self) -> Any:
        return self.random.choice(self.tabs)

    def is_there(self, page: Any) -> bool:
        return self.address in page.url and page.locator("form[data-autosave]").count() > 0

    def may_leave(self, page: Any) -> bool:
        """Whether the page lets its person go; one that could not get its key may ask to stay until it has it."""
        until = time.monotonic() + 20
        while self.is_there(page) and not self.heedless and page.evaluate(ASKS_TO_STAY):
            if self.is_offline or time.monotonic() > until:
                return False
            time.sleep(0.01)
        return True

    def visit(self, page: Any, *, again: bool = False) -> None:
        try:
            if again and self.is_there(page):
                page.reload(wait_until="domcontentloaded")
            else:
                page.goto(self.address, wait_until="domcontentloaded")
        except Exception as away:
            if not self.is_offline or "ERR_" not in str(away):
                raise
            page.wait_for_url("chrome-error://**")

    def lost(self) -> list[str]:
        """Everything comes to rest; the words that are nowhere."""
        self.go_online()
        self.sign_in()
        self.tabs.append(self.context.new_page())
        for page in self.tabs:
            if self.may_leave(page):
                self.visit(page)
            # longer than a save that fails time and again waits for its next try
            until = time.monotonic() + 120
            while not page.evaluate(SETTLED):
                assert time.monotonic() < until, f"run {self.seed} does not come to rest: {page.evaluate(STATES)}"
                self.join_versions()
                time.sleep(0.1)
        # what a window left that went only now is taken up by one that is open
        until = time.monotonic() + 60
        while time.monotonic() < until and self.tabs[-1].evaluate(KEPT):
            self.join_versions()
            time.sleep(0.1)
        found = in_thread(
            lambda: {box for one in Answer.objects.filter(reflection__person=self.person) for box in one.boxes}
        )
        self.context.close()
        self.line.__exit__()
        written = " ".join(found).split()
        return [word for word in self.words if word not in written]

    def go(self, steps: int) -> None:
        weighted: list[tuple[Callable[[], None], int]] = [
            (self.type, 8), (self.wait, 4), (self.reload, 3), (self.open_tab, 2), (self.close_tab, 1),
            (self.go_offline, 2), (self.go_online, 3), (self.expire, 1), (self.sign_in, 1), (self.join_versions, 1),
        ]  # fmt: skip
        acts, weights = zip(*weighted, strict=True)
        for act in self.random.choices(acts, weights, k=steps):
            self.done[act.__name__] += 1
            act()


def in_thread(ask: Callable[[], Any]) -> Any:
    """Ask the database and leave no connection behind in this thread."""
    try:
        return ask()
    finally:
        connection.close()


@contextmanager
def browsers() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", *QUIET])
        yield browser
        browser.close()


def words_lost(
    browser: Any, home: str, session: ReflectionSession, person: Person, seeds: range, steps: int = 14
) -> list[str]:
    """The words that are lost in some runs, one after another."""
    told: list[str] = []
    for seed in seeds:
        in_thread(lambda: Reflection.objects.filter(person=person).delete())
        run = Run(browser, home, session, person, seed)
        run.begin()
        run.go(steps)
        lost = run.lost()
        sys.stderr.writelines(f"{word} is lost\n" for word in lost)
        told += lost
    return told


def words_lost_apart(home: str, session: ReflectionSession, person: Person, seeds: range) -> list[str]:
    """The same in a Chromium of its own, for a thread."""
    with browsers() as browser:
        return words_lost(browser, home, session, person, seeds)


@measure("drafts.lost", unit="words lost", against="limit", goal=0, runs=1)
def drafts_lost() -> tuple[float, float]:
    """500 runs, in as many browsers at once as there are processors."""
    people = build_people(timezone.now().date())
    session = schedule(open_cycle(people), people.team)
    runs, at_once = int(os.environ.get("DRAFTS_RUNS", "500")), min(4, os.cpu_count() or 1)
    writers = [join(session, f"Writer{number}") for number in range(at_once)]
    for writer in writers:
        writer.set_password(PASSWORD)
        writer.save(update_fields=["password"])
    with mail_server() as sink, web_server(sink) as home, ThreadPoolExecutor(at_once) as pool:
        asked = [
            pool.submit(words_lost_apart, home, session, writer, range(number, runs, at_once))
            for number, writer in enumerate(writers)
        ]
        return len([word for one in asked for word in one.result()]), 0
