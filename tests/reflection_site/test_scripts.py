"""The scripts of the frame in a real browser, under the content policy: saving as typed, streams, fragments."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import Guard, until

pytestmark = pytest.mark.browser
FIELD = "#id_thought"
STATE = "[data-save-state=sample]"


class Answers:
    """Plays the server's answer to what the sample form saves, and keeps what was sent."""

    def __init__(self, page: Any) -> None:
        self.sent: list[str] = []
        self.next: Callable[[Any], None] = lambda route: route.fulfill(status=204)
        page.route("**/styleguide/", self._answer)

    def _answer(self, route: Any) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        assert route.request.headers["x-autosave"] == "1"
        self.sent.append(route.request.post_data)
        self.next(route)


@pytest.fixture
def answers(page: Any, db: None) -> Answers:
    answering = Answers(page)
    page.goto("/styleguide/")
    return answering


def says(page: Any, words: str) -> None:
    expect(page.locator(STATE)).to_contain_text(words)


def kept(page: Any) -> list[dict[str, Any]]:
    """What this browser keeps of words that are not saved, as it lies there."""
    return page.evaluate(
        """() => new Promise((done) => {
            const opening = indexedDB.open("drafts", 1);
            opening.onsuccess = () => {
                const asking = opening.result.transaction("drafts").objectStore("drafts").getAll();
                asking.onsuccess = () => done(asking.result.map((one) => (
                    { ...one, iv: 0, sealed: new TextDecoder("latin1").decode(one.sealed) })));
            };
        })"""
    )


def forgive(guard: Guard, *words: str) -> None:
    """What Chromium or htmx itself writes when a test plays a failing server."""
    guard.seen = [seen for seen in guard.seen if not any(word in seen for word in words)]


def test_typed_words_are_saved_with_the_time(page: Any, answers: Answers) -> None:
    answers.next = lambda route: route.fulfill(json={"saved_at": "10:43 AM"})
    page.fill(FIELD, "Number talks")
    says(page, "Saved 10:43 AM")
    assert "Number talks" in answers.sent[-1]
    expect(page.locator(STATE)).to_have_attribute("data-state", "saved")
    until(page, lambda: kept(page) == [])


def test_an_expired_sign_in_is_not_taken_for_saved(page: Any, answers: Answers) -> None:
    answers.next = lambda route: route.fulfill(status=302, headers={"Location": "/accounts/login/"})
    page.fill(FIELD, "Small groups meet too late")
    says(page, "You are signed out. Your words are kept on this device.")
    link = page.locator(f"{STATE} a").get_attribute("href")
    assert link == "/accounts/login/?next=%2Fstyleguide%2F"


def test_unsaved_words_come_back_after_a_reload_and_are_saved_then(page: Any, answers: Answers) -> None:
    answers.next = lambda route: route.fulfill(status=401)
    page.fill(FIELD, "Small groups meet too late")
    says(page, "You are signed out")
    (draft,) = kept(page)
    assert (draft["place"], draft["form"]) == ("/styleguide/", "sample")
    assert "Small groups" not in repr(draft)
    answers.next = lambda route: route.fulfill(json={"saved_at": "10:50 AM"})
    page.reload()
    expect(page.locator(FIELD)).to_have_value("Small groups meet too late")
    says(page, "Saved 10:50 AM")


def test_a_lost_connection_is_said_and_tried_again(page: Any, answers: Answers, guard: Guard) -> None:
    answers.next = lambda route: route.fulfill(status=503)
    page.fill(FIELD, "First")
    says(page, "Kept on this device, will be saved when you are online.")
    answers.next = lambda route: route.fulfill(json={"saved_at": "10:51 AM"})
    says(page, "Saved 10:51 AM")
    assert len(answers.sent) == 2
    forgive(guard, "503")


def test_somebody_elses_change_is_never_written_over(page: Any, answers: Answers) -> None:
    answers.next = lambda route: route.fulfill(status=409)
    page.fill(FIELD, "Mine")
    says(page, "This was changed in another window")
    page.fill(FIELD, "Mine again")
    page.wait_for_timeout(1500)
    assert len(answers.sent) == 1
    assert page.input_value(FIELD) == "Mine again"


@pytest.mark.parametrize(
    ("status", "words", "drafts"), [(410, "kept on this device", 1), (404, "only on this page", 0)]
)
def test_what_can_no_longer_be_saved_is_kept_only_while_one_may_write(
    page: Any, answers: Answers, status: int, words: str, drafts: int
) -> None:
    answers.next = lambda route: route.fulfill(status=status)
    page.fill(FIELD, "Too late")
    says(page, words)
    page.fill(FIELD, "Too late, and more")
    page.wait_for_timeout(200)
    until(page, lambda: len(kept(page)) == drafts)
    assert page.input_value(FIELD) == "Too late, and more"


def test_another_window_takes_up_what_a_closed_one_left(page: Any, answers: Answers) -> None:
    answers.next = lambda route: route.fulfill(status=401)
    page.fill(FIELD, "Left behind")
    says(page, "kept on this device")
    other = page.context.new_page()
    other.goto("/styleguide/")
    other.wait_for_timeout(600)
    assert other.input_value(FIELD) != "Left behind"  # its own window is still there
    page.close()
    other.reload()
    expect(other.locator(FIELD)).to_have_value("Left behind")


def test_changes_on_both_sides_of_different_fields_are_joined(page: Any, answers: Answers) -> None:
    put(page, '<form id="two" action="/two/" data-autosave><input type="hidden" name="version" value="1">'
        '<textarea name="one">a</textarea><textarea name="other">b</textarea></form>')  # fmt: skip
    saved: list[str] = []

    def play(route: Any) -> None:
        saved.append(route.request.post_data)
        newer = {"one": "a", "other": "b of another window", "version": 2}
        route.fulfill(**({"status": 409, "json": newer} if len(saved) == 1 else {"json": {"version": 3}}))

    page.route("**/two/", play)
    page.fill("[name=one]", "a of mine")
    expect(page.locator("[name=other]")).to_have_value("b of another window")
    expect(page.locator("#two [name=version]")).to_have_value("3")
    assert "a of mine" in saved[1]


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "joined"),
    [
        ("", "mine", "theirs", "theirs\n\nmine"),
        ("One. Two. Three.", "One. Zwei. Three. ", "One. Two. Three. Four.", "One. Zwei. Three. Four."),
        ("One.", "One. Mine.", "One. Theirs.", "One. Theirs.\n\nMine."),
        ("One.\nTwo.", "One.\nTwo.", "One.", "One."),
    ],
)
def test_two_texts_become_one(page: Any, answers: Answers, base: str, mine: str, theirs: str, joined: str) -> None:
    assert page.evaluate("texts => window.merge(...texts)", [base, mine, theirs]) == joined


def put(page: Any, html: str) -> None:
    page.evaluate(
        "html => { const place = document.createElement('div'); place.innerHTML = html;"
        " document.getElementById('main').append(place); htmx.process(place);"
        " document.dispatchEvent(new CustomEvent('htmx:load', { detail: { elt: place } })); }",
        html,
    )


def test_a_stream_makes_the_page_ask_again(page: Any, answers: Answers) -> None:
    page.route(
        "**/try-stream", lambda route: route.fulfill(content_type="text/event-stream", body="event: room\ndata: 3\n\n")
    )
    page.route("**/try-part", lambda route: route.fulfill(body="<p id='part'>Version 3</p>"))
    page.add_script_tag(url="/static/vendor/htmx-ext-sse-2.2.4/sse.min.js")
    page.add_script_tag(url="/static/js/stream.js")
    put(
        page,
        '<div hx-ext="sse" sse-connect="/try-stream"><div hx-get="/try-part" hx-trigger="sse:room">waiting</div></div>',
    )
    page.wait_for_selector("#part")


def test_a_refused_fragment_is_shown_and_its_errors_get_the_focus(page: Any, answers: Answers) -> None:
    refused = '<div class="error-summary" tabindex="-1" data-error-summary>Say a day</div>'
    page.route("**/try-change", lambda route: route.fulfill(status=422, body=refused))
    put(page, '<form hx-post="/try-change" hx-target="this"><button id="go">Go</button></form>')
    page.click("#go")
    expect(page.get_by_text("Say a day")).to_be_focused()


def test_a_fragment_never_becomes_the_sign_in_page(page: Any, answers: Answers) -> None:
    put(page, '<div id="part" hx-get="/accounts/login/" hx-trigger="click">as it was</div>')
    page.click("#part")
    page.wait_for_selector(".toast-line")
    assert page.inner_text("#part") == "as it was"


def test_a_fragment_says_when_the_server_fails(page: Any, answers: Answers, guard: Guard) -> None:
    page.route("**/try-part", lambda route: route.fulfill(status=409))
    put(page, '<button id="part" hx-get="/try-part">as it was</button>')
    page.click("#part")
    page.wait_for_selector(".toast-line")
    assert page.inner_text("#part") == "as it was"
    forgive(guard, "Response Status Error Code 409")
