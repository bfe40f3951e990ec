"""Who is ready: that, never what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from cycles.plan.models import Invitation, ReflectionSession
from cycles.prepare import access
from cycles.prepare.models import Reflection
from reflection_site.statements import Given, Statement


@dataclass(frozen=True)
class ReadyPerson:
    """A dot on a page: a name and how far, nothing of what was written."""

    name: str
    state: str
    word: str


@dataclass(frozen=True)
class Readiness:
    """How many of those expected are ready; `people` only where names were asked for."""

    ready: int
    total: int
    people: tuple[ReadyPerson, ...] = ()

    @property
    def is_complete(self) -> bool:
        return self.total > 0 and self.ready == self.total


def _ready_person(name: str, started: datetime | None, submitted: datetime | None) -> ReadyPerson:
    if submitted:
        return ReadyPerson(name, "ready", _("ready"))
    return ReadyPerson(name, "working", _("has begun")) if started else ReadyPerson(name, "waiting", _("not yet"))


BEGUN = Statement(
    lambda: Reflection.objects.filter(session=Given("session")).values_list("person_id", "started_at", "submitted_at")
)
EXPECTED = Statement(lambda: access.expected_people(Given("session")).order_by("name").values_list("pk", "name"))


def readiness(session: ReflectionSession) -> Readiness:
    """Who is ready, by name; contents stay with their authors. 2 queries."""
    begun = {person: (started, submitted) for person, started, submitted in BEGUN.rows(session=session.pk)}
    expected = EXPECTED.rows(session=session.pk)
    people = tuple(_ready_person(name, *begun.get(pk, (None, None))) for pk, name in expected)
    return Readiness(sum(one.state == "ready" for one in people), len(people), people)


def readiness_by_session(sessions: Iterable[ReflectionSession]) -> dict[int, Readiness]:
    """How many are ready, by session. 2 queries for any number of sessions."""
    ids = [session.pk for session in sessions]
    expected: dict[int, set[int]] = {pk: set() for pk in ids}
    for session, person in Invitation.objects.filter(session__in=ids, is_guest=False).values_list(
        "session_id", "person_id"
    ):
        expected[session].add(person)
    ready = dict.fromkeys(ids, 0)
    for session, person in Reflection.objects.filter(session__in=ids, submitted_at__isnull=False).values_list(
        "session_id", "person_id"
    ):
        ready[session] += person in expected[session]
    return {pk: Readiness(ready[pk], len(expected[pk])) for pk in ids}
