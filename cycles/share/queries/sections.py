"""The four sections of a summary as plain text, from agreed items only: celebrated cards, chosen topics with their
agreed cause, agreed adjustments, action steps. A raw card, a cause that was not agreed, an answer or a vote is in none.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cycles.adjust.enums import AdjustmentState, StepState
from cycles.adjust.models import ActionStep, Adjustment
from cycles.meet.enums import CardKind
from cycles.meet.models import Card, Cause
from cycles.plan.models import Cycle
from teams.enums import TeamKind
from teams.models import Team


@dataclass(frozen=True)
class Sections:
    """What the fields of a summary are filled with. Empty where nothing was agreed."""

    celebrations: str
    growth: str
    changes: str
    next_steps: str

    @property
    def is_empty(self) -> bool:
        return not (self.celebrations or self.growth or self.changes or self.next_steps)


def _sentence(text: str) -> str:
    """One line that ends like a sentence."""
    line = " ".join(text.split())
    return line if not line or line[-1] in ".!?…" else f"{line}."


def _day(value: date) -> str:
    return date_format(value, _("D, M j"))


def _celebration(card: Card) -> str:
    return f"{_sentence(card.text)} " + _("What led to it: %(action)s") % {"action": _sentence(card.because)}


def _growth(cause: Cause) -> str:
    root = _("Root cause: %(cause)s") % {"cause": _sentence(cause.text)}
    evidence = _("What tells us so: %(evidence)s") % {"evidence": _sentence(cause.evidence)} if cause.evidence else ""
    return " ".join(part for part in (_sentence(cause.topic.title), root, evidence) if part)


def _change(adjustment: Adjustment) -> str:
    why = _("Why: %(reason)s") % {"reason": _sentence(adjustment.reason)}
    start = _("From %(day)s.") % {"day": _day(adjustment.starts_on)} if adjustment.starts_on else ""
    return " ".join(part for part in (_sentence(adjustment.text), why, start) if part)


def _next_step(step: ActionStep) -> str:
    return f"{_sentence(step.text)} " + _("By %(day)s.") % {"day": _day(step.due_on)}


def _by_team(rows: Iterable[tuple[Team, str]]) -> str:
    """The ILT first, then the teams by name; each a heading line and its lines."""
    lines: dict[Team, list[str]] = defaultdict(list)
    for team, line in rows:
        lines[team].append(line)
    teams = sorted(lines, key=lambda team: (team.kind != TeamKind.ILT, team.name))
    return "\n\n".join("\n".join([team.name, *(f"• {line}" for line in lines[team])]) for team in teams)


def agreed_sections(cycle: Cycle) -> Sections:
    """The four texts, grouped by team. 4 queries."""
    cards = Card.objects.filter(meeting__session__cycle=cycle, kind=CardKind.SUCCESS, is_celebrated=True)
    causes = Cause.objects.filter(topic__meeting__session__cycle=cycle, topic__is_chosen=True, agreed_at__isnull=False)
    changes = Adjustment.objects.filter(session__cycle=cycle, state=AdjustmentState.AGREED)
    steps = ActionStep.objects.filter(session__cycle=cycle, state__in=[StepState.OPEN, StepState.DONE])
    return Sections(
        _by_team(
            (card.meeting.session.team, _celebration(card))
            for card in cards.select_related("meeting__session__team").order_by("written_at", "pk")
        ),
        _by_team(
            (cause.topic.meeting.session.team, _growth(cause))
            for cause in causes.select_related("topic__meeting__session__team").order_by("agreed_at", "pk")
        ),
        _by_team(
            (change.session.team, _change(change))
            for change in changes.select_related("session__team").order_by("decided_at", "pk")
        ),
        _by_team(
            (step.session.team, _next_step(step))
            for step in steps.select_related("session__team").order_by("due_on", "pk")
        ),
    )
