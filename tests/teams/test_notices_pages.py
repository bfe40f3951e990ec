"""The pages about messages: hours, stopping by link, the folder that stands in for a mailbox."""

from datetime import time
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from cycles.adjust.notices import ADVICE_ASKED, STEP_DUE
from teams import letters
from teams.models import NoticeHours, NoticePreference

HOURS = {"digest_at": "07:15", "quiet_from": "21:00", "quiet_to": "06:30"}


def test_a_person_chooses_kinds_and_hours(people: Any, client: Client) -> None:
    client.force_login(people.teacher)
    address = reverse("teams:notice-preferences")
    form = client.get(address).context["form"]
    assert form.initial["digest_at"] == time(6, 30)
    client.post(reverse("teams:notice-preferences-save"), HOURS | {"wanted": [STEP_DUE]})
    form = client.get(address).context["form"]
    assert (form.initial["digest_at"], form.initial["wanted"]) == (time(7, 15), [STEP_DUE])


def test_the_usual_hours_are_no_row(people: Any, client: Client) -> None:
    client.force_login(people.teacher)
    for hours, rows in ((HOURS, 1), ({"digest_at": "06:30", "quiet_from": "20:00", "quiet_to": "06:00"}, 0)):
        client.post(reverse("teams:notice-preferences-save"), hours)
        assert NoticeHours.objects.count() == rows


def test_an_hour_within_quiet_hours_is_refused(people: Any, client: Client) -> None:
    client.force_login(people.teacher)
    answer = client.post(reverse("teams:notice-preferences-save"), HOURS | {"digest_at": "05:00"})
    assert answer.status_code == 422
    assert "quiet hours" in answer.context["form"].errors["digest_at"][0]
    assert NoticeHours.objects.count() == 0


def stop(person: Any, *kinds: str) -> str:
    return letters.stop_address(person, kinds).partition("//")[2].partition("/")[2]


def test_one_click_stops_that_kind_only_and_shows_nothing_of_the_person(people: Any) -> None:
    """As a mail provider posts it (RFC 8058): no cookie, no token of ours, from anywhere."""
    client = Client(enforce_csrf_checks=True)
    address = f"/{stop(people.teacher, STEP_DUE)}"
    asked = client.get(address)
    assert NoticePreference.objects.count() == 0
    for _twice in range(2):
        answer = client.post(address, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    assert list(NoticePreference.objects.values_list("person", "kind", "by_mail")) == [
        (people.teacher.pk, STEP_DUE, False)
    ]
    for page in (asked, answer):
        text = page.content.decode()
        assert (people.teacher.name in text, people.teacher.email in text) == (False, False)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("kinds", [(), ("session-invitation",), ("no-such-kind",)])
def test_what_nobody_may_turn_off_has_no_link(people: Any, client: Client, kinds: tuple[str, ...]) -> None:
    assert client.post(f"/{stop(people.teacher, *kinds)}").status_code == 404


def test_a_link_that_was_tampered_with_does_nothing(people: Any, client: Client) -> None:
    token = stop(people.teacher, ADVICE_ASKED)
    assert client.post(f"/{token[:-3]}x/").status_code == 404
    assert NoticePreference.objects.count() == 0


def test_the_mailbox_shows_ones_own_mail_only(people: Any, client: Client, settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    for person, words in ((people.teacher, "For Teresa"), (people.leader, "For the leader")):
        EmailMessage(words, f"{words}, in full", to=[f'"A, B" <{person.email}>']).send()
    client.force_login(people.teacher)
    shown = client.get(reverse("teams:mailbox")).context["letters"]
    assert [(letter.subject, letter.text.strip()) for letter in shown] == [("For Teresa", "For Teresa, in full")]
    settings.PRODUCTION = True
    assert client.get(reverse("teams:mailbox")).status_code == 404
