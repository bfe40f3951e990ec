"""What earlier sessions handed on: nothing is dropped between fall and spring."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from cycles.adjust.enums import AdjustmentState, Became, CommitmentKind, StepState
from cycles.adjust.models import ActionStep, Adjustment, Disposition
from cycles.meet.enums import CardKind, Onward
from cycles.meet.models import Card
from cycles.plan.models import ReflectionSession
from reflection_site.statements import Given, Statement


@dataclass(frozen=True)
class Commitment:
    """A step, an adjustment or a parked item of an earlier session, and what this session says became of it.

    `said` is None until the session has answered. `target` is what `actions.record_disposition` takes.
    """

    kind: CommitmentKind
    pk: int
    text: str
    team: str
    cycle: str
    owner: str = ""
    due_on: date | None = None
    state_word: str = ""
    is_settled: bool = False
    note: str = ""
    said: Disposition | None = None
    target: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """One word for an address or an element ("step-12")."""
        return f"{self.kind}-{self.pk}"

    @property
    def is_answered(self) -> bool:
        return self.said is not None


@dataclass(frozen=True)
class Progress:
    """How many of the earlier commitments this session has answered."""

    answered: int
    total: int

    @property
    def is_complete(self) -> bool:
        return self.answered == self.total


CHAIN = Statement(
    lambda: ReflectionSession.objects.filter(cycle__school=Given("school")).values(
        "pk", "team_id", "follows_id", "cycle__term__ends_on"
    )
)


def _earlier_sessions(session: ReflectionSession) -> tuple[set[int], set[int]]:
    """The sessions that this one follows: the last one, and all of them. 1 query.

    Found by the chain of `follows` and by the team, so across school years, and whoever leads or is a member now.
    """
    rows = {row["pk"]: row for row in CHAIN.rows(school=session.cycle.school_id)}
    own = rows[session.pk]
    chain, teams, followed = set[int](), {own["team_id"]}, own["follows_id"]
    while followed in rows and followed not in chain:
        chain.add(followed)
        teams.add(rows[followed]["team_id"])
        followed = rows[followed]["follows_id"]
    before = {
        pk
        for pk, row in rows.items()
        if row["team_id"] in teams and row["cycle__term__ends_on"] < own["cycle__term__ends_on"]
    }
    return {own["follows_id"]} & rows.keys(), before | chain


def _is_closed(thing: str) -> Exists:
    """Some session already said that it is done, dropped or became something else."""
    said = Disposition.objects.filter(**{thing: OuterRef("pk")}).exclude(became=Became.CONTINUED)
    return Exists(said)


def _steps(session: ReflectionSession, last: set[int], all_before: set[int]) -> QuerySet[ActionStep]:
    """Everything of the last session, done or not; of those before it what was open until this session."""
    answered_here = Disposition.objects.filter(session=session, step=OuterRef("pk"))
    open_before = Q(session__in=all_before) & (Q(state=StepState.OPEN) | Q(Exists(answered_here)))
    return (
        ActionStep.objects.select_related("owner", "session__team", "session__cycle__year", "session__cycle__school")
        .filter(Q(session__in=last) | open_before)
        .order_by("due_on", "pk")
    )


def _adjustments(session: ReflectionSession, last: set[int], all_before: set[int]) -> QuerySet[Adjustment]:
    answered_here = Disposition.objects.filter(session=session, adjustment=OuterRef("pk"))
    open_before = Q(session__in=all_before) & (~Q(_is_closed("adjustment")) | Q(Exists(answered_here)))
    return (
        Adjustment.objects.select_related("session__team", "session__cycle__year", "session__cycle__school")
        .filter(Q(session__in=last) | open_before)
        .exclude(state=AdjustmentState.DECLINED)
        .order_by("proposed_at", "pk")
    )


def _parked(session: ReflectionSession, last: set[int], all_before: set[int]) -> QuerySet[Card]:
    answered_here = Disposition.objects.filter(session=session, parked=OuterRef("pk"))
    open_before = Q(meeting__session__in=all_before) & (~Q(_is_closed("parked")) | Q(Exists(answered_here)))
    return (
        Card.objects.select_related("meeting__session__team", "meeting__session__cycle__year")
        .filter(Q(meeting__session__in=last) | open_before, kind=CardKind.PARKED)
        .exclude(turn__goes_to=Onward.SETTLED)
        .order_by("written_at", "pk")
    )


def _cycle(session: ReflectionSession) -> str:
    return f"{session.cycle.get_kind_display()} {session.cycle.year.name}"


def _step_line(step: ActionStep, said: Disposition | None) -> Commitment:
    return Commitment(
        kind=CommitmentKind.STEP,
        pk=step.pk,
        text=step.text,
        team=step.session.team.name,
        cycle=_cycle(step.session),
        owner=step.owner.name,
        due_on=step.due_on,
        state_word=step.get_state_display(),
        is_settled=not step.is_open,
        note=step.note,
        said=said,
        target={"step": step},
    )


def _adjustment_line(adjustment: Adjustment, said: Disposition | None) -> Commitment:
    return Commitment(
        kind=CommitmentKind.ADJUSTMENT,
        pk=adjustment.pk,
        text=adjustment.text,
        team=adjustment.session.team.name,
        cycle=_cycle(adjustment.session),
        due_on=adjustment.starts_on,
        state_word=adjustment.get_state_display(),
        said=said,
        target={"adjustment": adjustment},
    )


def _parked_line(card: Card, said: Disposition | None) -> Commitment:
    return Commitment(
        kind=CommitmentKind.PARKED,
        pk=card.pk,
        text=card.text,
        team=card.meeting.session.team.name,
        cycle=_cycle(card.meeting.session),
        said=said,
        target={"parked": card},
    )


def open_commitments(session: ReflectionSession) -> tuple[Commitment, ...]:
    """Every commitment of the session that this one follows, and those of earlier ones that are still open.

    Steps first (by their day), then adjustments, then parked items; what this session answered stays in the list,
    with its answer. Across school years and changed leads. At most 5 queries, however many there are.
    """
    last, all_before = _earlier_sessions(session)
    if not all_before:
        return ()
    said = {_thing(one): one for one in Disposition.objects.filter(session=session)}
    return (
        *(_step_line(one, said.get(("step", one.pk))) for one in _steps(session, last, all_before)),
        *(_adjustment_line(one, said.get(("adjustment", one.pk))) for one in _adjustments(session, last, all_before)),
        *(_parked_line(one, said.get(("parked", one.pk))) for one in _parked(session, last, all_before)),
    )


def _thing(said: Disposition) -> tuple[str, int | None]:
    if said.step_id:
        return "step", said.step_id
    return ("adjustment", said.adjustment_id) if said.adjustment_id else ("parked", said.parked_id)


def commitments_progress(commitments: Iterable[Commitment]) -> Progress:
    """No query."""
    lines = list(commitments)
    return Progress(sum(line.is_answered for line in lines), len(lines))


def commitment(session: ReflectionSession, kind: str, pk: int) -> Commitment | None:
    """One of those for which `session` is to answer; None for any other. At most 5 queries."""
    return next((one for one in open_commitments(session) if one.kind == kind and one.pk == pk), None)


def has_commitments(session: ReflectionSession) -> bool:
    """Whether anything was handed on to this session. At most 4 queries."""
    last, all_before = _earlier_sessions(session)
    if not all_before:
        return False
    return (
        _steps(session, last, all_before).exists()
        or _adjustments(session, last, all_before).exists()
        or _parked(session, last, all_before).exists()
    )
