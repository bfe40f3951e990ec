"""Goals and expectations: what we said we would do, with a verdict and its evidence for each."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from cycles.meet import queries
from cycles.meet.enums import Beside
from cycles.meet.models import Meeting
from teams.enums import Verdict

from .base import PhaseKind, Seat


@dataclass(frozen=True)
class Group:
    """Goals of one sort under their heading."""

    field: str
    title: str
    lines: tuple[queries.GoalLine, ...]


@dataclass(frozen=True)
class Shown:
    """Goals in groups; `answered` of `total` have a verdict."""

    groups: tuple[Group, ...]
    verdicts: list[tuple[str, str]]
    answered: int
    total: int


TITLES = (
    ("goal", _("Improvement plan goals")),
    ("slo", _("Student learning objectives")),
    ("expectation", _("Roles and expectations")),
)


def show(meeting: Meeting, seat: Seat) -> Shown:
    """The same for everyone; the facilitator enters what the group says. At most 6 queries."""
    lines = queries.goals(meeting)
    groups = [Group(field, str(title), tuple(line for line in lines if line.field == field)) for field, title in TITLES]
    return Shown(
        groups=tuple(group for group in groups if group.lines),
        verdicts=[(value, str(label)) for value, label in Verdict.choices],
        answered=sum(bool(line.verdict) for line in lines),
        total=len(lines),
    )


PHASE = PhaseKind(
    key="goals",
    label=_("Goals and expectations"),
    show=show,
    beside=(Beside.PACKET,),
    tips=(
        _("Ask: what does the packet say, before anyone says how it feels?"),
        _("Where opinions differed before the meeting, ask both sides what they saw."),
        _("“Too early to say” is a verdict too. Note what would tell you."),
    ),
)
