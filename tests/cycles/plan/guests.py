"""People from outside, for tests: asked, answering, heard."""

import re
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.plan import actions, queries
from cycles.plan.models import Pass, ReflectionSession
from tests.moments import travel

from .conftest import fresh, in_days


def as_person(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def ask(session: ReflectionSession, people: Any, name: str = "Maria Ortiz", **changes: Any) -> tuple[Pass, str]:
    """Ask a parent without an account; `person=` asks somebody with one."""
    said = {"name": name, "email": f"{name.split()[0].lower()}@family.test"} if "person" not in changes else {}
    days = {"answers_by": in_days(5), "by": people.leader, "at": timezone.now()}
    return actions.ask_for_feedback(session, **(said | days | changes))


def answer(given: Pass, text: str, *, is_unnamed: bool = False) -> None:
    actions.save_voice(given, question="well", text=text, version=0, at=timezone.now())
    actions.send_feedback(given, is_unnamed=is_unnamed, at=timezone.now())


def after_the_day() -> Any:
    return travel(timezone.now() + timedelta(days=7))


def heard(session: ReflectionSession, reader: Any) -> list[tuple[str, str]]:
    found = queries.voices(fresh(session), reader, at=timezone.now())
    return [line for one in found.heard for line in one.lines]


def linked(token: str, tail: str = "", **keys: Any) -> str:
    return reverse(f"cycles:link{tail}", kwargs={"token": token, **keys})


def bare(answer: Any) -> str:
    """The page without what every page has of its own: its tokens, and its own address."""
    return re.sub(r'(content|value)="([A-Za-z0-9]{64}|/voices/[^"]*)"', "", answer.content.decode())
