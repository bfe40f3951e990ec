"""How mail looks: a letter and a digest, in a light and in a dark mail view, in both languages."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.utils import timezone, translation

from teams import letters, notices
from teams.models import Notice
from tests.browser import axe, fits, screenshot

KIND = "test-look"


@pytest.fixture(autouse=True)
def kind() -> Iterator[None]:
    def render(notice: Notice) -> notices.Mail:
        return notices.letter(
            notice,
            subject=f"Coming up: Grade {notice.occurrence} reflection, Thu, Dec 11, 3:30 PM",
            lines=["The reflection meeting is on the next school day.", "Please bring what you noticed."],
            facts=[("When", "Thu, Dec 11, 3:30 PM"), ("Where", "Room 12")],
            action=("Open the session", "/sessions/1/"),
        )

    notices.register(KIND, label="Reminder", still_wanted=lambda _row: True, render=render)
    yield
    del notices.KINDS[KIND]


def mails(people: Any) -> dict[str, notices.Mail]:
    due_at = notices.morning_of(people.school, date(2026, 12, 10))
    at = timezone.now()
    rows = [
        notices.put(
            KIND,
            thing=people.team,
            person=people.teacher,
            due_at=due_at,
            at=at,
            occurrence=str(grade),
            school=people.school,
        )
        for grade in (3, 4)
    ]
    each = [notices.render(row) for row in rows]
    return {"letter": each[0], "digest": letters.digest(rows, each)}


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_mail_can_be_read_in_a_light_and_in_a_dark_view(people: Any, live: str, open_context: Any, scheme: str) -> None:
    for name, mail in mails(people).items():
        page = open_context(color_scheme=scheme, viewport={"width": 360, "height": 800}).new_page()
        page.set_content(mail.html)
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert ground == {"light": "rgb(250, 247, 241)", "dark": "rgb(20, 25, 26)"}[scheme]
        axe(page)
        fits(page)
        screenshot(page, f"mail-{name}-{scheme}")


@pytest.mark.parametrize(("language", "hello"), [("en", "Hello Teresa,"), ("es", "Hola, Teresa:")])
def test_mail_speaks_the_persons_language_in_text_and_html(people: Any, language: str, hello: str) -> None:
    people.teacher.language = language
    people.teacher.save()
    with translation.override("en"):
        for mail in mails(people).values():
            assert f'lang="{language}"' in mail.html
            assert hello in mail.text
            assert hello in mail.html


def test_text_and_html_say_the_same(people: Any) -> None:
    for mail in mails(people).values():
        assert mail.part is None or mail.part.subject == mail.subject
        for words in ("Please bring what you noticed.", "Room 12", "/sessions/1/", "/notices/stop/"):
            assert (words in mail.text, words in mail.html) == (True, True)
