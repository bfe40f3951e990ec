"""What each teacher team agreed on in the same cycle, in brief, for the ILT: never a raw card."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

from cycles.meet.enums import CardKind, Onward
from cycles.meet.models import Card, Cause, GoalRevisit, Meeting
from cycles.plan.enums import SessionState
from cycles.plan.models import ReflectionSession
from teams.enums import TeamKind, Verdict


@dataclass(frozen=True)
class Brief:
    """One team: its verdicts in counts, its first celebrations, causes and asks; `has_met` says whether it met yet."""

    team: str
    has_met: bool
    verdicts: tuple[tuple[str, int], ...] = ()
    celebrations: tuple[tuple[str, str], ...] = ()
    causes: tuple[tuple[str, str], ...] = ()
    asks: tuple[str, ...] = ()


def briefs(session: ReflectionSession) -> tuple[Brief, ...]:
    """The teacher teams that have a session in the same cycle, by name. 6 queries, however many teams."""
    teams = ReflectionSession.objects.filter(cycle=session.cycle_id).exclude(team__kind=TeamKind.ILT)
    rows = list(teams.exclude(state=SessionState.CANCELLED).select_related("team").order_by("team__name", "pk"))
    closed = Meeting.objects.filter(session__in=rows, closed_at__isnull=False)
    verdicts: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for pk, verdict in GoalRevisit.objects.filter(meeting__in=closed).values_list("meeting__session", "verdict"):
        verdicts[pk][verdict] += 1
    celebrated, asks = _cards(closed)
    causes: dict[int, list[tuple[str, str]]] = defaultdict(list)
    agreed = Cause.objects.filter(topic__meeting__in=closed, topic__is_chosen=True, agreed_at__isnull=False)
    for pk, title, text in agreed.order_by("pk").values_list("topic__meeting__session", "topic__title", "text"):
        causes[pk].append((title, text))
    met = set(closed.values_list("session", flat=True))
    return tuple(
        Brief(
            row.team.name,
            row.pk in met,
            tuple((str(one.label), verdicts[row.pk][one]) for one in Verdict if verdicts[row.pk].get(one)),
            tuple(celebrated[row.pk]),
            tuple(causes[row.pk]),
            tuple(asks[row.pk]),
        )
        for row in rows
    )


def _cards(closed: QuerySet[Meeting]) -> tuple[dict[int, list[tuple[str, str]]], dict[int, list[str]]]:
    """Celebrated successes with the action that led to each, and what the ILT is asked for. 2 queries."""
    celebrated: dict[int, list[tuple[str, str]]] = defaultdict(list)
    kept = Card.objects.filter(meeting__in=closed, kind=CardKind.SUCCESS, is_celebrated=True)
    for pk, text, because in kept.order_by("written_at", "pk").values_list("meeting__session", "text", "because"):
        celebrated[pk].append((text, because))
    asks: dict[int, list[str]] = defaultdict(list)
    sent = Card.objects.filter(meeting__in=closed, kind=CardKind.PARKED, turn__goes_to=Onward.ILT)
    for pk, text in sent.order_by("written_at", "pk").values_list("meeting__session", "text"):
        asks[pk].append(text)
    return celebrated, asks
