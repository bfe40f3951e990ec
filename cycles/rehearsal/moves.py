"""What happens inside each kind of step, in order: what the people do, and what the facilitator presses.

A move is found by what the kind says of itself (it writes, it votes, it finds causes, it takes steps), so that a new
kind is rehearsed too; only what no such word tells is found by the kind's key.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cycles.meet import phases
from cycles.meet.enums import RevealRule, Writers
from cycles.meet.models import Phase
from cycles.meet.phases.base import nothing_more

from . import acts


@dataclass(frozen=True)
class Move:
    """`said` is what is so afterwards, `press` what the facilitator presses or says for it."""

    said: str | Promise
    press: str | Promise
    play: Callable[[acts.Play], object]


def moves_of(phase: Phase) -> tuple[Move, ...]:
    """What happens in the step, after the group has come to it."""
    kind = phases.kind(phase.kind)
    writes = kind.writes if phase.writers != Writers.NOBODY else ()
    found = list(BY_KEY.get(phase.kind, ()))
    if writes:
        is_held = phase.reveal != RevealRule.AT_ONCE and kind.stage is not nothing_more
        found = [WRITE, *([SHOW] if is_held else []), *found]
    if writes and kind.has_votes:
        found += [GROUP, OPEN_VOTE, VOTE, CLOSE_VOTE, CHOOSE]
    if kind.finds_causes:
        found += [ASK_WHY, AGREE]
    if kind.takes_steps:
        found.append(TAKE_STEP)
    return tuple(found)


WRITE = Move(_("People write"), _("Nothing. Keep the silence, and look at who is finished."), acts.write)
SHOW = Move(_("The cards are shown"), _("Press “Show the cards”."), acts.show)
CELEBRATE = Move(
    _("A success is kept for the record"),
    _("Press “Celebrate” on the card that the group wants to keep."),
    acts.celebrate,
)
GROUP = Move(
    _("Two cards are one topic"),
    _("Select the cards that belong together, name them, and press “Group the selected cards”."),
    acts.group,
)
OPEN_VOTE = Move(_("The vote is open"), _("Press “Open the vote”."), acts.open_vote)
VOTE = Move(_("People have voted"), _("Nothing. Each votes on the phone, and nobody sees how."), acts.vote)
CLOSE_VOTE = Move(_("The vote is closed"), _("Press “Close the vote”."), acts.close_vote)
CHOOSE = Move(
    _("A topic is chosen"),
    _("Select the topic that the group goes deep on, and press “Choose these topics”."),
    acts.choose,
)
ASK_WHY = Move(_("People ask why"), _("Nothing. Ask “why?” of each answer, and how the group knows."), acts.ask_why)
AGREE = Move(
    _("A root cause is agreed on"),
    _("Open “Agree on this as the root cause” under the last why, confirm both sentences, and press the button there."),
    acts.agree,
)
TAKE_STEP = Move(
    _("An action step is taken"),
    _("Write what, who and by when, choose the topic that it answers, and press “Take it on”."),
    acts.take_step,
)

BY_KEY: dict[str, tuple[Move, ...]] = {
    "progress": (CELEBRATE,),
    "commitments": (
        Move(
            _("What became of a promise is said"),
            _("Open “What became of it?” under the promise, choose the answer, and say how you know."),
            acts.answer_promise,
        ),
    ),
    "goals": (
        Move(
            _("Each goal has its verdict"),
            _("Open “Enter the group’s verdict” under each goal, choose it, and write what shows it."),  # noqa: RUF001
            acts.give_verdicts,
        ),
    ),
    "questions": (
        Move(
            _("A question is answered"),
            _("Open “Enter the group’s answer” under a question, and write one sentence."),  # noqa: RUF001
            acts.answer_question,
        ),
    ),
    "parked": (
        Move(_("It is said where what was parked goes"), _("Press the place where it goes."), acts.send_parked),
    ),
}
