"""Charts that are held back until they are predicted and revealed, and what people predicted."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from cycles.plan.models import HeldChart, Invitation, Prediction, ReflectionSession
from reflection_site.statements import Given, Statement
from teams.models import Person


@dataclass(frozen=True)
class Predicted:
    """One person's prediction, or that they skipped."""

    by: str
    text: str
    is_skipped: bool


@dataclass(frozen=True)
class Waiting:
    """A person who is asked to predict: are they done? Never what they wrote."""

    name: str
    is_done: bool


@dataclass(frozen=True)
class Hold:
    """One held chart as one person may know of it.

    `is_shown`: it is revealed, and the person has predicted or skipped. Only then `predictions` are filled.
    """

    chart: str
    is_revealed: bool
    is_shown: bool
    mine: Predicted | None
    predictions: tuple[Predicted, ...]
    people: tuple[Waiting, ...]

    @property
    def done(self) -> int:
        """How many have predicted or skipped."""
        return sum(person.is_done for person in self.people)


HELD = Statement(lambda: HeldChart.objects.filter(session__packet__packet=Given("packet")).values_list("pk", "chart"))


def held_keys(person: Person, packet: int) -> frozenset[str]:
    """The charts of a packet (its key) that `person` does not see yet, whoever froze which version. At most 2 queries.

    Each meeting that uses the packet holds back for all its readers alike, the editor and the facilitator too.
    """
    held = dict(HELD.rows(packet=packet))
    if not held:
        return frozenset()
    said = Prediction.objects.filter(person=person, held__in=list(held), held__revealed_at__isnull=False)
    seen = set(said.values_list("held_id", flat=True))
    return frozenset(chart for pk, chart in held.items() if pk not in seen)


def unpredicted(packet: str, person: Any) -> Exists:
    """For rows that know both: whether a chart of that packet was revealed that the person still does not see.

    The rule of `held_keys`. `packet` is the path from a row to the packet's key, `person` what gives the person's.
    """
    said = Prediction.objects.filter(held=OuterRef("pk"), person=person)
    held = HeldChart.objects.filter(session__packet__packet=OuterRef(packet), revealed_at__isnull=False)
    return Exists(held.exclude(Exists(said)))


def holds(session: ReflectionSession, person: Person) -> dict[str, Hold]:
    """Every held chart of a session by its key, in the order in which they were held. 3 queries, 1 without any."""
    rows = list(HeldChart.objects.filter(session=session).order_by("held_at", "pk"))
    if not rows:
        return {}
    said = list(Prediction.objects.filter(held__session=session).select_related("person").order_by("at", "pk"))
    asked = Invitation.objects.filter(session=session, sees_packet=True, person__is_active=True)
    invited = dict(asked.order_by("person__name").values_list("person_id", "person__name"))
    return {
        row.chart: _hold(row, [one for one in said if one.held_id == row.pk], person, dict(invited)) for row in rows
    }


def _hold(row: HeldChart, said: Iterable[Prediction], person: Person, people: dict[int, str]) -> Hold:
    by_person = {one.person_id: one for one in said}
    mine = by_person.get(person.pk)
    is_shown = row.is_revealed and mine is not None
    people |= {pk: one.person.name for pk, one in by_person.items()}
    return Hold(
        chart=row.chart,
        is_revealed=row.is_revealed,
        is_shown=is_shown,
        mine=_predicted(mine) if mine else None,
        predictions=tuple(_predicted(one) for one in by_person.values()) if is_shown else (),
        people=tuple(Waiting(name, pk in by_person) for pk, name in people.items()),
    )


def _predicted(row: Prediction) -> Predicted:
    return Predicted(row.person.name, row.text, row.is_skipped)
