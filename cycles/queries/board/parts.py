"""What a board is made of."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cycles.plan.models import Cycle
from teams.models import School, Term


@dataclass(frozen=True)
class Cell:
    """A shape (`state`), a word and a date."""

    state: str
    word: str
    when: str = ""
    url: str = ""


@dataclass(frozen=True)
class Row:
    """A team (or a school): its cells, one a column, and what is next for it."""

    name: str
    url: str
    cells: tuple[Cell, ...]
    next_label: str = ""
    next_url: str = ""
    is_mine: bool = False


@dataclass(frozen=True)
class Late:
    """One thing that is late or due now in one team, and why.

    `people` are those who would be nudged, in words; empty where there is nobody, or the reader may not. `was_nudged`
    says that they have been today. `url` is where it is done, for those who can.
    """

    session: int
    team: str
    kind: str
    label: str
    why: str
    people: str = ""
    was_nudged: bool = False
    url: str = ""
    action: str = ""


@dataclass(frozen=True)
class SchoolBoard:
    """One school's cycle, team by team; `cycle` is None where none was opened yet.

    `late` is what the reader may know of and act on. `leaders` are whom a superintendent may nudge; else empty.
    """

    school: School
    cycle: Cycle | None
    rows: tuple[Row, ...]
    summary: str
    earlier: tuple[Cycle, ...]
    may_lead: bool
    has_met: bool
    next_term: Term | None
    late: tuple[Late, ...] = ()
    leaders: str = ""
    was_nudged: bool = False


@dataclass(frozen=True)
class SchoolLate:
    """What is late in one school's open cycle: a line a kind, with the teams. `leaders` are whom to nudge."""

    cycle: int
    school: str
    url: str
    lines: tuple[tuple[str, str], ...]
    leaders: str
    was_nudged: bool


@dataclass(frozen=True)
class SchoolsBoard:
    """Schools as rows."""

    rows: tuple[Row, ...]
    summary: str
    late: tuple[SchoolLate, ...] = ()


def columns() -> tuple[str, ...]:
    """The steps of a cycle, in the order of the cells."""
    return (_("Time"), _("Packet"), _("Prepared"), _("1:1s"), _("Met"), _("Adjusted"), _("Shared"))
