"""What a kind of protocol phase is. A kind is one file and one template; nothing else is edited.

To add the kind `five_whys`, drop `cycles/<verb>/phases/five_whys.py` (any of the verbs) with a
module-level `PHASE = PhaseKind(...)`, and `templates/cycles/phases/five_whys.html`, and a test. A protocol row
(`Phase.kind == "five_whys"`) then finds it. A start-up check refuses a kind without its template and a row
without its kind.

A kind decides what is shown and whose cards are seen. **It never writes**: `show` only reads, and what it
returns is all that any page of the room may hold. What `show` leaves out is in no payload.

    @dataclass(frozen=True)
    class Shown:
        topics: list[TopicLine]

    def show(meeting: Meeting, seat: Seat) -> Shown:
        '''Every chosen topic with its causes. 2 queries.'''

    PHASE = PhaseKind(key="five_whys", label=_("Five whys"), show=show)

`meeting` comes with `session.cycle.school`, `session.team` and `phase` fetched. The template is included on all
three faces and knows:

    shown     what `show` returned
    seat      who looks: `seat.person`, `seat.face` ("room", "facilitate", "screen"), `seat.may_write`,
              `seat.may_lead`, `seat.is_screen` (draw tiles, nothing to press)
    meeting, session

It is drawn again whenever the meeting changes, without touching what somebody types, if it keeps to this:
- its outermost elements, and the children of every list with `data-merge`, carry an `id` of their own that stays
  the same while the phase lasts ("cards-write", "topic-12");
- a form that people type in is the only content of such an element, or sits in one with what belongs to it;
- a form is `<form {% include "cycles/meet/_to.html" with to=… %}>{% include "cycles/meet/_form_top.html" %} … </form>`
  (`{% url … as to %}` before it): address, htmx, CSRF token, the face it came from and a place for a refusal;
- its view answers with `room.answer(request, session)` from `cycles.meet`, and refuses with
  `room.refuse(request, session, form)` (422, the words are given back; `because=` the exception of an action).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from cycles.meet.enums import Beside, CardKind, Face
from cycles.meet.models import Meeting
from teams.models import Person


@dataclass(frozen=True)
class Seat:
    """Who looks, through which of the three faces, and what they may press there.

    Where nobody is signed in `person` is nobody, to whom no row belongs; `voter` is then who was admitted by name.
    """

    person: Person
    face: Face
    may_write: bool
    may_lead: bool
    voter: Person | None = None

    @property
    def hand(self) -> Person:
        """Whose votes are shown and given here."""
        return self.voter or self.person

    @property
    def is_screen(self) -> bool:
        """Whether this is the projector: tiles, nothing private, nothing to press."""
        return self.face == Face.SCREEN

    @property
    def is_console(self) -> bool:
        """Whether this is the facilitator's page."""
        return self.face == Face.FACILITATE


@dataclass(frozen=True)
class Stage:
    """What the facilitator's main button does inside a phase, before going on to the next one.

    `url_name` is a POST address that takes the session's pk ("cycles:meeting-cards-reveal").
    """

    url_name: str
    label: str
    says: str


def always(meeting: Meeting) -> bool:
    """The meetings of a kind that every meeting has."""
    return True


def nothing_more(shown: Any) -> Stage | None:
    """The stage of a phase that has no steps of its own."""
    return None


@dataclass(frozen=True)
class PhaseKind:
    """One kind: its key (the file's name), its label, what it shows, which cards are written in it.

    `stage` names the facilitator's next step inside the phase (None: go on to the next phase). `tips` are
    sentences for the facilitator ("Ask: what would have to be true …"). A meeting for which `is_wanted` is false
    goes without the phase (no earlier session: nothing to answer for); an `is_extra` one is wanted by choice only.

    For who edits a protocol: `beside` is what may be laid beside it, `has_votes` whether its rows say how many;
    what `takes_steps` comes after what `finds_causes`.
    """

    key: str
    label: str | Promise
    show: Callable[[Meeting, Seat], Any]
    writes: tuple[CardKind, ...] = ()
    stage: Callable[[Any], Stage | None] = nothing_more
    tips: tuple[str | Promise, ...] = field(default=())
    is_wanted: Callable[[Meeting], bool] = always
    is_extra: bool = False
    beside: tuple[Beside, ...] = (Beside.PACKET, Beside.GOALS)
    has_votes: bool = False
    finds_causes: bool = False
    takes_steps: bool = False

    @property
    def template(self) -> str:
        """Where its template is."""
        return f"cycles/phases/{self.key}.html"
