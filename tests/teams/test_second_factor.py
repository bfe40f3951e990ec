"""Off in the demo, on in production: both."""

import time
from typing import Any

import pytest
from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from teams import second_factor

HERE = "/people/"


def proofs(person: Any, records: list[dict[str, Any]]) -> dict[str, Any]:
    """What a session holds of how the person proved themselves."""
    return {AUTHENTICATION_METHODS_SESSION_KEY: records, _AUTHENTICATION_METHODS_USER_SESSION_KEY: str(person.pk)}


def proven(client: Client, person: Any, method: str) -> None:
    session = client.session
    session.update(proofs(person, [{"method": method, "at": time.time()}]))
    session.save()


def test_off_asks_nobody(people: Any, client: Client, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(people.leader)
    assert client.get(HERE).status_code == 200


@pytest.mark.parametrize("name", ["leader", "superintendent", "partner", "district", "steward"])
def test_on_asks_those_who_see_beyond_a_team(people: Any, client: Client, settings: Any, name: str) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    client.force_login(getattr(people, name))
    answer = client.get(HERE)
    assert (answer.status_code, answer["Location"]) == (302, reverse("mfa_activate_totp"))


@pytest.mark.parametrize("name", ["lead", "teacher", "facilitator"])
def test_on_asks_no_teacher(people: Any, client: Client, settings: Any, name: str) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    client.force_login(getattr(people, name))
    assert client.get(HERE).status_code == 200


def test_who_has_one_goes_on(people: Any, client: Client, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    TOTP.activate(people.leader, generate_totp_secret())
    client.force_login(people.leader)
    assert client.get(HERE).status_code == 200


def test_the_districts_sign_on_may_vouch(people: Any, client: Client, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    client.force_login(people.leader)
    proven(client, people.leader, "socialaccount")
    assert client.get(HERE).status_code == 302
    settings.SECOND_FACTOR_BY_SSO = True
    assert client.get(HERE).status_code == 200


@second_factor.step_up
def rows(request: HttpRequest) -> HttpResponse:
    return HttpResponse("rows")


def ask(person: Any, records: list[dict[str, Any]]) -> HttpResponse:
    request = RequestFactory().get("/leap/")
    request.user = person
    request.session = proofs(person, records)  # type: ignore[assignment]
    return rows(request)


def test_step_up(people: Any, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    assert ask(people.teacher, []).status_code == 200
    settings.SECOND_FACTOR_REQUIRED = True
    assert ask(people.teacher, [])["Location"] == reverse("mfa_activate_totp")
    TOTP.activate(people.teacher, generate_totp_secret())
    again = f"{reverse('mfa_reauthenticate')}?next=%2Fleap%2F"
    assert ask(people.teacher, [])["Location"] == again
    assert ask(people.teacher, [{"method": "password", "at": time.time()}])["Location"] == again
    assert ask(people.teacher, [{"method": "mfa", "at": time.time() - 31 * 60}])["Location"] == again
    assert ask(people.teacher, [{"method": "mfa", "at": time.time() - 29 * 60}]).status_code == 200
