"""What is there: the district's protocols, one version as a meeting would see it, its history, a session's choice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet

from cycles.meet import phases
from cycles.meet.enums import GUIDED, OFFERED, Beside, ProtocolKind, RevealRule, Writers
from cycles.meet.models import Meeting
from cycles.meet.queries import chosen_kind, guided_kind, worded
from cycles.plan.models import ReflectionSession

from .minutes import LENGTHS, fitted, is_kept
from .models import Phase, Protocol


@dataclass(frozen=True)
class StepShown:
    """One phase as it would be met; `minutes` is None in a meeting that goes without it."""

    number: int | None
    title: str
    prompt: str
    minutes: int | None
    label: str
    tips: tuple[str, ...]
    writers: str
    reveal: str
    beside: tuple[str, ...]
    is_extra: bool
    is_conditional: bool

    @property
    def is_written(self) -> bool:
        """Whether somebody writes cards in it."""
        return bool(self.reveal)


@dataclass(frozen=True)
class Agenda:
    """A protocol in `length` minutes: `spare` are free, `over` is by how much its least minutes do not fit."""

    length: int
    steps: tuple[StepShown, ...]
    planned: int

    @property
    def spare(self) -> int:
        return max(self.length - self.planned, 0)

    @property
    def over(self) -> int:
        return max(self.planned - self.length, 0)

    @property
    def met(self) -> tuple[StepShown, ...]:
        """The phases that a meeting of this length has."""
        return tuple(step for step in self.steps if step.minutes is not None)


def agenda(rows: Sequence[Phase], length: int) -> Agenda:
    """The phases in the language that is active; extras and what is left out have no minutes. No query."""
    known = [row for row in rows if row.kind in phases.kinds()]
    kept = [row for row in known if is_kept(row, length) and not phases.kind(row.kind).is_extra]
    minutes = dict(zip((row.pk for row in kept), fitted(kept, length), strict=True))
    numbers = {row.pk: number for number, row in enumerate(kept, 1)}
    steps = tuple(_step(row, numbers.get(row.pk), minutes.get(row.pk)) for row in known)
    return Agenda(length, steps, sum(minutes.values()))


def _step(row: Phase, number: int | None, minutes: int | None) -> StepShown:
    kind = phases.kind(row.kind)
    return StepShown(
        number,
        worded(row, "title"),
        worded(row, "prompt"),
        minutes,
        str(kind.label),
        tuple(map(str, kind.tips)),
        str(Writers(row.writers).label),
        str(RevealRule(row.reveal).label) if kind.writes else "",
        tuple(str(Beside(value).label) for value in row.shows if value in Beside.values),
        kind.is_extra,
        kind.is_wanted is not phases.always,
    )


def phases_of(protocol: Protocol) -> list[Phase]:
    """A protocol's phases as they were written, in order. 1 query."""
    return list(Phase.objects.filter(protocol=protocol).order_by("position"))


@dataclass(frozen=True)
class ProtocolLine:
    """One kind of protocol: the version that meetings begin with now, and the draft of the next, where there is one."""

    current: Protocol
    title: str
    about: str
    credit: str
    agenda: Agenda
    draft: Protocol | None
    is_chosen: bool = False

    @property
    def lengths(self) -> tuple[int, ...]:
        """The lengths that it is made for."""
        return LENGTHS


@dataclass(frozen=True)
class Protocols:
    """Those of the guide first, then the others."""

    guided: tuple[ProtocolLine, ...]
    others: tuple[ProtocolLine, ...]


def _current() -> QuerySet[Protocol]:
    return Protocol.objects.filter(is_current=True).prefetch_related("phases")


def _line(row: Protocol, length: int, *, draft: Protocol | None = None, is_chosen: bool = False) -> ProtocolLine:
    rows = sorted(row.phases.all(), key=lambda phase: phase.position)
    title, about, credit = (worded(row, name) for name in ("title", "about", "credit"))
    return ProtocolLine(row, title, about, credit, agenda(rows, length), draft, is_chosen)


def protocols(*, with_drafts: bool) -> Protocols:
    """Every kind with its longest agenda. 2 queries."""
    rows = list(Protocol.objects.filter(Q(is_current=True) | Q(is_draft=True)).prefetch_related("phases"))
    drafts = {row.kind: row for row in rows if row.is_draft and with_drafts}
    lines = {row.kind: _line(row, max(LENGTHS), draft=drafts.get(row.kind)) for row in rows if row.is_current}
    ordered = [(kind, lines[kind]) for kind in ProtocolKind if kind in lines]
    return Protocols(
        tuple(line for kind, line in ordered if kind in GUIDED),
        tuple(line for kind, line in ordered if kind not in GUIDED),
    )


@dataclass(frozen=True)
class VersionLine:
    """One version in the history; `at` is empty where it came with the program."""

    pk: int
    version: int
    at: datetime | None
    by: str
    is_current: bool
    is_draft: bool


def versions_of(protocol: Protocol, *, with_drafts: bool) -> tuple[VersionLine, ...]:
    """All versions of the kind, the newest first. 1 query."""
    alike = Protocol.objects.filter(kind=protocol.kind).select_related("changed_by")
    shown = alike if with_drafts else alike.filter(is_draft=False)
    return tuple(
        VersionLine(
            row.pk,
            row.version,
            row.published_at,
            row.changed_by.name if row.changed_by else "",
            row.is_current,
            row.is_draft,
        )
        for row in shown.order_by(F("version").desc())
    )


@dataclass(frozen=True)
class Choice:
    """What a session may meet by: three are offered first, the others to who looks for them."""

    first: tuple[ProtocolLine, ...]
    others: tuple[ProtocolLine, ...]
    chosen: ProtocolKind

    @property
    def is_other(self) -> bool:
        """Whether the chosen one is not among the first."""
        return any(line.is_chosen for line in self.others)


def choice(session: ReflectionSession) -> Choice:
    """The protocols in the session's minutes, but for those of the guide that are for other meetings. 3 queries."""
    own, chosen = guided_kind(session), chosen_kind(session)
    rows = {row.kind: row for row in _current()}
    first = [kind for kind in (own, *OFFERED) if kind in rows]
    others = [kind for kind in ProtocolKind if kind in rows and kind not in (*GUIDED, *OFFERED)]

    def lines(kinds: Sequence[ProtocolKind]) -> tuple[ProtocolLine, ...]:
        return tuple(_line(rows[kind], session.minutes, is_chosen=kind == chosen) for kind in kinds)

    return Choice(lines(first), lines(others), chosen)


def is_offered(session: ReflectionSession, kind: ProtocolKind) -> bool:
    """Whether a session may meet by it: not by what the guide made for other meetings. No query."""
    return kind == guided_kind(session) or kind not in GUIDED


def begun_with(session: ReflectionSession) -> str:
    """The protocol that the session's meeting keeps; empty before it has begun. 1 query."""
    meeting = Meeting.objects.select_related("protocol").filter(session=session).first()
    return worded(meeting.protocol, "title") if meeting else ""
