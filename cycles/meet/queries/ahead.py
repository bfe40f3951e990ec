"""Writing before the meeting: the steps that can be written for, and what somebody has written for them."""

from collections.abc import Iterable
from dataclasses import dataclass

from cycles.meet import phases
from cycles.meet.early import EarlyCard
from cycles.meet.enums import CardKind, RevealRule, Writers
from cycles.meet.models import Phase
from cycles.plan.models import ReflectionSession
from teams.models import Person

from .agenda import worded
from .lines import ASKED, PreparedLines, prepared_lines, with_early
from .protocols import expected_phases, writing_phases
from .sealed import Writing, sealed_boxes


@dataclass(frozen=True)
class AheadStep:
    """A step that can be written for ahead, as the protocol has it now.

    `box` is the key of its sealed box, empty where there is none yet; never how many cards lie in it. `own` are the
    person's cards with names; where the step has none by now they are kept apart, and among the lines of `prepared`.
    """

    kind: CardKind
    title: str
    prompt: str
    minutes: int
    reveal: RevealRule
    box: str
    own: tuple[EarlyCard, ...]
    prepared: PreparedLines

    @property
    def is_sealed(self) -> bool:
        """Whether cards have no names in it."""
        return self.reveal == RevealRule.ANONYMOUS

    @property
    def is_at_once(self) -> bool:
        """Whether everyone sees cards as soon as the step begins."""
        return self.reveal == RevealRule.AT_ONCE

    @property
    def writing(self) -> Writing:
        """As the room says how people write."""
        return Writing(self.box or f"ahead-{self.kind}" if self.is_sealed else "", False, False)


@dataclass(frozen=True)
class Ahead:
    """The whole page of one person. `homeless` is what they wrote for a step that the meeting does not have now."""

    steps: tuple[AheadStep, ...]
    homeless: tuple[EarlyCard, ...]

    @property
    def minutes(self) -> int:
        """The minutes that the meeting gives to these steps."""
        return sum(step.minutes for step in self.steps)


def written_steps(kept: Iterable[Phase]) -> dict[CardKind, Phase]:
    """Where everyone writes successes and growth, among the phases of a protocol: the first step of each. No query."""
    found: dict[CardKind, Phase] = {}
    for phase in kept:
        if phase.writers == Writers.EVERYONE:
            for kind in phases.kind(phase.kind).writes:
                if kind in ASKED:
                    found.setdefault(kind, phase)
    return found


def written_ahead(sessions: Iterable[ReflectionSession]) -> set[int]:
    """The keys of those for one of whose steps cards can be written now. As `writing_phases` asks."""
    found = writing_phases([one for one in sessions if one.is_ahead])
    return {pk for pk, kept in found.items() if written_steps(kept)}


def is_sealed_ahead(session: ReflectionSession, phase: str) -> bool:
    """Whether cards of the step of this kind would have no names, as the protocol has it now. At most 2 queries."""
    steps = written_steps(expected_phases(session)[0]).values()
    return any(one.kind == phase and one.reveal == RevealRule.ANONYMOUS for one in steps)


def ahead(session: ReflectionSession, person: Person) -> Ahead:
    """What `person` can write ahead of the meeting, and has. At most 4 queries, and 3 for each step."""
    kept, minutes = expected_phases(session)
    steps = written_steps(kept)
    boxes = dict(sealed_boxes(session.pk).filter(is_early=True).values_list("phase__kind", "pk"))
    mine = list(EarlyCard.objects.filter(session=session, author=person).order_by("written_at", "pk"))
    return Ahead(
        tuple(
            _step(session, person, kind, phase, minutes[phase.pk], str(boxes.get(phase.kind, "")), mine)
            for kind, phase in steps.items()
        ),
        tuple(one for one in mine if one.kind not in steps),
    )


def _step(
    session: ReflectionSession,
    person: Person,
    kind: CardKind,
    phase: Phase,
    minutes: int,
    box: str,
    mine: Iterable[EarlyCard],
) -> AheadStep:
    is_sealed = phase.reveal == RevealRule.ANONYMOUS
    own = tuple(one for one in mine if one.kind == kind)
    prepared = prepared_lines(session, person, kind, is_sealed=is_sealed)
    return AheadStep(
        kind=kind,
        title=worded(phase, "title"),
        prompt=worded(phase, "prompt"),
        minutes=minutes,
        reveal=RevealRule(phase.reveal),
        box=box if is_sealed else "",
        own=own,
        prepared=with_early(prepared, own) if is_sealed else prepared,
    )
