"""What one person presses, and what must come of it: `right` takes the facts before, gives the refusal and the facts
after. Two presses at once are right where one of the two orders, one after the other, gives what was said and found.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from unittest.mock import ANY

from cycles.meet.boxes import CardBox
from cycles.meet.models import Card, Meeting, Topic
from teams.models import Person

from .facts import Facts, Room, totals

Came = tuple[str, Facts]


@dataclass(frozen=True)
class Press:
    """`does` it to the meeting as the page's request found it."""

    does: Callable[[Meeting], object]
    right: Callable[[Facts], Came]


@dataclass(frozen=True)
class Hand:
    """Presses with `actions` (or with mistaken ones) in a room, at one moment."""

    room: Room
    actions: Any
    at: datetime

    def _press(self, does: Callable[..., object], right: Callable[[Facts], Came], by: Person, **said: Any) -> Press:
        return Press(lambda meeting: does(meeting, by=by, at=self.at, **said), right)

    def move(self, step: int, by: Person, ahead: int = 1, sealed: tuple[str, ...] = ()) -> Press:
        """Next, or back with `ahead` -1. `sealed` are the words that lie in a box, where there are any."""

        def right(facts: Facts) -> Came:
            place = facts.place + ahead
            if facts.is_closed or facts.is_paused or facts.step != step or place not in range(len(self.room.phases)):
                return "StepTaken", facts
            ends = self.at + timedelta(minutes=self.room.minutes[place])
            gone = replace(facts, place=place, step=step + 1, version=facts.version + 1, ends=ends)
            gone = replace(gone, open_runs=((step + 1, place),))
            return "", _opened(gone, sealed) if sealed and ahead > 0 else gone

        does = self.actions.advance_phase if ahead > 0 else self.actions.return_phase
        return self._press(does, right, by, step=step)

    def pause(self, step: int, by: Person) -> Press:
        def right(facts: Facts) -> Came:
            if _is_over(facts) or facts.step != step:
                return "PhaseClosed", facts
            return "", replace(facts, is_paused=True, ends=None, version=facts.version + 1, open_runs=())

        return self._press(self.actions.pause_meeting, right, by, step=step)

    def go_on(self, by: Person) -> Press:
        """Continue a paused meeting."""

        def right(facts: Facts) -> Came:
            if not facts.is_paused:
                return "", facts
            step = facts.step + 1
            runs = ((step, facts.place),)
            return "", replace(facts, is_paused=False, step=step, version=facts.version + 1, ends=ANY, open_runs=runs)

        return self._press(lambda meeting, **said: self.actions.open_meeting(meeting.session, **said), right, by)

    def close(self, step: int, by: Person, topics: tuple[int, ...] = ()) -> Press:
        def right(facts: Facts) -> Came:
            if _is_over(facts) or facts.step != step:
                return "PhaseClosed", facts
            closed = replace(facts, is_closed=True, version=facts.version + 1, open_runs=())
            return "", _counted(closed, topics) if facts.is_voting else closed

        return self._press(self.actions.close_meeting, right, by, step=step)

    def extend(self, minutes: int, by: Person) -> Press:
        def right(facts: Facts) -> Came:
            assert isinstance(facts.ends, datetime)
            ends = max(facts.ends, self.at) + timedelta(minutes=minutes)
            return "", replace(facts, ends=ends, version=facts.version + 1)

        return self._press(self.actions.give_minutes, right, by, minutes=minutes)

    def finish(self, step: int, by: Person) -> Press:
        def right(facts: Facts) -> Came:
            if _is_over(facts) or facts.step != step:
                return "PhaseClosed", facts
            done = dict.fromkeys([*facts.finished, (step, by.pk)])
            return "", replace(facts, finished=tuple(done), version=facts.version + 1)

        return self._press(self.actions.finish_step, right, by, step=step, is_finished=True)

    def reveal(self, step: int, by: Person, sealed: tuple[str, ...] = ()) -> Press:
        def right(facts: Facts) -> Came:
            if _is_over(facts) or facts.step != step:
                return "PhaseClosed", facts
            return "", _opened(replace(facts, version=facts.version + 1), sealed)

        return self._press(self.actions.reveal_cards, right, by, step=step)

    def write(self, text: str, by: Person) -> Press:
        """A growth card with one's name."""
        place = self.room.place_of("growth")

        def right(facts: Facts) -> Came:
            if _is_over(facts) or facts.place != place:
                return "PhaseClosed", facts
            return "", replace(facts, cards=tuple(sorted([*facts.cards, text])), version=facts.version + 1)

        return self._press(self.actions.write_in_phase, right, by, kind="growth", text=text)

    def seal(self, text: str, box: CardBox, card_pass: str) -> Press:
        """A growth card without a name."""
        place = self.room.place_of("growth")

        def right(facts: Facts) -> Came:
            if facts.is_closed or facts.place != place or facts.is_shown:
                return "PhaseClosed", facts
            return "", replace(facts, slips=facts.slips + 1)

        said = {"card_pass": card_pass, "token": "t" * 40, "kind": "growth", "text": text}
        return Press(lambda meeting: self.actions.seal_card(box, **said), right)

    def vote(self, topic: Topic, by: Person, count: int) -> Press:
        """Needs the vote's rule as `pairs.py` opens it."""
        each, cap = 3, 2

        def right(facts: Facts) -> Came:
            if _is_over(facts) or not facts.is_voting:
                return "VotesClosed", facts
            others = sum(n for pk, person, n in facts.given if person == by.pk and pk != topic.pk)
            if count > cap or others + count > each:
                return "VotesSpent", facts
            left = [one for one in facts.given if one[:2] != (topic.pk, by.pk)]
            given = sorted([*left, (topic.pk, by.pk, count)] if count else left)
            return "", replace(facts, given=tuple(given), version=facts.version + 1)

        def does(meeting: Meeting) -> object:
            held = Topic.objects.get(pk=topic.pk)
            held.meeting = meeting
            return self.actions.vote_for(held, by=by, at=self.at, count=count)

        return Press(does, right)

    def close_votes(self, step: int, by: Person, topics: tuple[int, ...]) -> Press:
        def right(facts: Facts) -> Came:
            if _is_over(facts) or facts.step != step:
                return "PhaseClosed", facts
            raised = replace(facts, version=facts.version + 1)
            return "", _counted(raised, topics) if facts.is_voting else raised

        return self._press(self.actions.close_votes, right, by, step=step)

    def group(self, by: Person, *, cards: tuple[Card, ...] = (), since: int | None = None, **into: Any) -> Press:
        """One topic is left. Into one that the other press of `since` this version took apart, nothing is put."""

        def right(facts: Facts) -> Came:
            if since is not None and facts.version != since:
                return "NothingChosen", facts
            return "", replace(facts, counted=(None,), version=facts.version + 1)

        return self._press(self.actions.group_cards, right, by, cards=cards, title="Joined", **into)


def _is_over(facts: Facts) -> bool:
    return facts.is_closed or facts.is_paused


def _opened(facts: Facts, sealed: tuple[str, ...]) -> Facts:
    """What lay sealed, if it had come in, is shown once."""
    return replace(facts, cards=tuple(sorted([*facts.cards, *sealed[: facts.slips]])), slips=0, is_shown=True)


def _counted(facts: Facts, topics: tuple[int, ...]) -> Facts:
    return replace(facts, is_voting=False, counted=totals(facts.given, topics), given=())


def mistaken(actions: Any, **instead: Any) -> Any:
    """The actions with some of them done wrong."""
    return SimpleNamespace(**{name: getattr(actions, name) for name in actions.__all__} | instead)
