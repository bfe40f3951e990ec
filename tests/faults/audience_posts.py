"""Everything that can be pressed, by everybody, and what comes back: pages, fragments, JSON, refusals, messages.

Every address of the tables of doors that answers to a POST is asked about each private row that it could be about
(`pool`: rows by the names that the tables use), by each persona and by nobody, once with an empty form and once with
words for every box of every form. What is sent back is searched, the page that it leads to among it.
"""

import importlib
import itertools
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from tests.doors.table import PERSONAS, Row
from tests.test_doors import TABLES

# what is held back until then may be read by the room right after these
OPENING = frozenset(
    f"cycles:{name}"
    for name in (
        "meeting-open",
        "meeting-advance",
        "meeting-return",
        "cards-reveal",
        "charts-reveal",
        "prediction-save",
    )
)
WORDS = """
    text second_text third_text evidence because well improve other heard will_try title note question reason decision
    comment place text_1 evidence_1 text_2 evidence_2 category celebrations growth changes next_steps used_how name
""".split()
WAYS: tuple[dict[str, str], ...] = ({}, {"HTTP_X_AUTOSAVE": "1"}, {"HTTP_HX_REQUEST": "true"})


@dataclass(frozen=True)
class Press:
    """One button of one page in one hand."""

    name: str
    address: str
    persona: str


@dataclass(frozen=True)
class Told:
    """A private word that came back."""

    press: Press
    word: str


def presses(pool: Mapping[str, list[Any]], *, only: str = "") -> list[Press]:
    """All of them, each once, always in the same order."""
    found: dict[Press, None] = {}
    for name in TABLES:
        for row in importlib.import_module(f"tests.doors.{name}").ROWS:
            if row.post and only in row.name and not (row.allauth or row.debug or "/" in row.name):
                for address in addresses(row, pool):
                    found |= dict.fromkeys(Press(row.name, address, who) for who in (*PERSONAS, ""))
    return list(found)


def addresses(row: Row, pool: Mapping[str, list[Any]]) -> Iterator[str]:
    """The row's address for every choice of rows that the world has; none where it has no such thing."""
    choices = [pool.get(path, [path[1:]] if path.startswith("=") else []) for path in row.args.values()]
    for values in itertools.product(*choices):
        keys = (getattr(value, "pk", value) for value in values)
        yield reverse(row.name, kwargs=dict(zip(row.args, keys, strict=True)))


def said(dice: random.Random) -> dict[str, Any]:
    """Something for every box there is; a version that may be old, or the one that stands."""
    day = f"{timezone.now() + timedelta(days=dice.randint(1, 9)):%Y-%m-%d}"
    return {
        **dict.fromkeys(WORDS, "Said by whoever pressed"),
        "version": str(dice.randrange(4)),
        "audience": dice.choice(("me", "lead", "unnamed", "named", "pooled")),
        "naming": dice.choice(("named", "anonymous")),
        "kind": dice.choice(("success", "growth", "parked", "before_team")),
        "verdict": "on_track",
        "chart": "levels-iready-math-overall_scale",
        "face": dice.choice(("room", "facilitate", "screen")),
        "is_held": dice.choice(("yes", "no")),
        "nonce": "0123456789abcdef" * 4,
        **dict.fromkeys(("meets_on", "answers_by", "due_on", "starts-1", "ends-1"), day),
        **{"meets_at": "10:00", "minutes": "30", "step": "1", "sure": "on"},
        **({dice.choice(("publish", "done", "skip", "with_following")): "1"} if dice.random() < 0.5 else {}),
    }


def pressed(
    people: Any, pool: Mapping[str, list[Any]], words: list[str], dice: random.Random, *, parts: int = 1, only: str = ""
) -> list[Told]:
    """Press a `parts`-th of all buttons, each as if nobody had pressed before; every private word that came back."""
    clients, found = clients_of(people), []
    for press in presses(pool, only=only)[dice.randrange(parts) :: parts]:
        for form in ({}, said(dice)):
            with transaction.atomic():
                # what follows a change is done as well, and said to the logs and the bus
                with TestCase.captureOnCommitCallbacks(execute=True):
                    sent = sent_back(clients[press.persona], press.address, form, dice.choice(WAYS))
                transaction.set_rollback(True)
            found += [Told(press, word) for word in (words if "canary" in sent else ()) if word in sent]
    return found


def press_for_good(people: Any, pool: Mapping[str, list[Any]], dice: random.Random, *, count: int) -> None:
    """Some of them are pressed and stay: what they cause is mailed, and lies in the database."""
    clients = clients_of(people)
    for press in dice.sample(presses(pool), count):
        sent_back(clients[press.persona], press.address, said(dice), dice.choice(WAYS))


def clients_of(people: Any) -> dict[str, Client]:
    clients = {persona: Client(raise_request_exception=False) for persona in (*PERSONAS, "")}
    for persona in PERSONAS:
        clients[persona].force_login(getattr(people, persona))
    return clients


def sent_back(client: Client, address: str, form: Mapping[str, Any], way: dict[str, str]) -> str:
    """Everything that this browser gets: the answer, its headers and cookies, and the page that it leads to."""
    answer = client.post(address, form, **way)
    sent = [answer]
    if answer.status_code in (302, 303) and answer["Location"].startswith("/"):
        sent.append(client.get(answer["Location"]))
    return "".join(f"{body(one)}{one.headers!r}{one.cookies.output()}" for one in sent)


def body(answer: Any) -> str:
    raw = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return raw.decode("utf-8", "replace")


def unmeant(
    found: list[Told],
    may_read: Mapping[str, set[str]],
    later: Mapping[str, set[str]],
    links: Mapping[str, set[str]],
) -> list[str]:
    """What came back to somebody for whom it was not meant; who holds a link may read what was said through it.

    `later` adds who may read a word once its meeting has begun, for the buttons that begin it.
    """
    told = []
    for one in found:
        press, word = one.press, one.word
        who = may_read[word] | (later.get(word, set()) if press.name in OPENING else set())
        is_own = any(token in press.address and word in words for token, words in links.items())
        if press.persona not in who and not is_own:
            told.append(f"{word} came back to {press.persona or 'nobody'} who pressed {press.address}")
    return told
