"""The key of a device: the same after every sign-in, gone with signing out, never for a shared device."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.prepare import drafts
from cycles.prepare.models import DraftKey
from tests.people import PASSWORD


@pytest.fixture
def browser(people: Any) -> Client:
    client = Client()
    client.force_login(people.teacher)
    return client


def asked(client: Client) -> dict[str, str]:
    answer = client.post(reverse("cycles:draft-key-give"))
    assert "no-store" in answer["Cache-Control"]
    return answer.json()


def test_a_new_sign_in_gets_the_same_key(people: Any, browser: Client) -> None:
    first = asked(browser)
    del browser.cookies["sessionid"]
    browser.force_login(people.teacher)
    assert asked(browser) == first
    assert len(first["key"]) == 44


def test_every_person_and_every_device_has_its_own(people: Any, browser: Client) -> None:
    keys = [asked(browser)["key"]]
    browser.force_login(people.member)
    keys.append(asked(browser)["key"])
    other = Client()
    other.force_login(people.teacher)
    keys.append(asked(other)["key"])
    assert len(set(keys)) == 3


def test_signing_out_forgets_the_key_and_what_the_browser_keeps(people: Any, browser: Client) -> None:
    first = asked(browser)
    answer = browser.post(reverse("account_logout"))
    assert answer["Clear-Site-Data"] == '"storage"'
    assert DraftKey.objects.count() == 0
    browser.force_login(people.teacher)
    assert asked(browser)["key"] != first["key"]


def test_signing_out_on_one_device_leaves_the_others(people: Any, browser: Client) -> None:
    other = Client()
    other.force_login(people.teacher)
    first = asked(other)
    asked(browser)
    browser.post(reverse("account_logout"))
    assert asked(other) == first


def test_a_shared_device_is_given_none(browser: Client) -> None:
    asked(browser)
    browser.cookies["shared_device"] = "1"
    assert asked(browser) == {}
    assert DraftKey.objects.count() == 0


def test_fourteen_days_unused_are_the_end(people: Any, browser: Client) -> None:
    at = timezone.now()
    old = drafts.give_key(people.teacher, device="one", at=at - timedelta(days=14, minutes=1)).secret
    used = drafts.give_key(people.teacher, device="two", at=at - timedelta(days=13)).secret
    assert drafts.give_key(people.teacher, device="one", at=at).secret != old
    assert drafts.give_key(people.teacher, device="two", at=at).secret == used
    assert drafts.forget_old_keys(at=at + timedelta(days=13)) == 0
    assert drafts.forget_old_keys(at=at + timedelta(days=15)) == 2


def test_who_has_no_access_any_more_has_no_key(people: Any, browser: Client) -> None:
    asked(browser)
    people.teacher.is_active = False
    people.teacher.save(update_fields=["is_active"])
    assert browser.post(reverse("cycles:draft-key-give")).status_code == 302
    assert drafts.forget_old_keys(at=timezone.now()) == 1


def test_the_key_is_sealed_and_the_device_unknown_in_the_database(browser: Client) -> None:
    key = asked(browser)["key"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT device, secret FROM cycles_draftkey")
        row = cursor.fetchone()
    assert key not in repr(row)
    assert browser.cookies["device"].value not in repr(row)
    assert browser.cookies["device"]["httponly"]


def test_a_shared_device_is_said_at_sign_in_and_on_ones_own_page(people: Any, browser: Client) -> None:
    assert 'name="shared_device"' in browser.get(reverse("teams:me")).content.decode()
    page = Client().get(reverse("account_login")).content.decode()
    assert 'name="shared_device"' in page
    browser.cookies["shared_device"] = "1"
    assert "checked" in browser.get(reverse("teams:me")).content.decode().split('name="shared_device"')[1][:80]
    signed = Client().post(
        reverse("account_login"), {"login": people.teacher.email, "password": PASSWORD, "shared_device": "on"}
    )
    assert signed.status_code == 302


def test_words_typed_under_one_sign_in_are_not_saved_under_another(people: Any, browser: Client) -> None:
    address = reverse("cycles:draft-key-give")
    assert browser.post(address, headers={"X-Person": str(people.member.pk)}).status_code == 401
    assert browser.post(address, headers={"X-Person": str(people.teacher.pk)}).status_code == 200
