"""What people were told about what they wrote, and what the rows say."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from cycles.meet import actions
from cycles.meet.boxes import CardBox
from cycles.meet.models import Card, Finished, Meeting, PhaseRun, Topic


@dataclass
class Ledger:
    """Kept and refused as the site answered. Every card has words of its own."""

    kept: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    sealed: dict[str, str] = field(default_factory=dict)  # words by the token that has them
    refused_sealed: set[str] = field(default_factory=set)
    finished: set[tuple[int, int]] = field(default_factory=set)
    moves: int = 0
    votes: Counter[tuple[int, int]] = field(default_factory=Counter)  # by round and topic
    unsure: set[tuple[int, int]] = field(default_factory=set)
    pressing: int = 0
    sent_again: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def told(self) -> str:
        names = f"{len(self.kept)} cards with names, {len(self.sealed)} without, {len(self.finished)} finished"
        return f"{names}, {self.votes.total()} votes, {self.moves} steps, {self.sent_again} sent again"

    def count(self, meeting_pk: int, round_: int) -> None:
        """A vote that was counted just now, topic by topic."""
        for pk, counted in Topic.objects.filter(meeting=meeting_pk).values_list("pk", "votes_counted"):
            given = self.votes[round_, pk]
            most = given + sum(1 for one in self.unsure if one == (round_, pk)) * 40
            if not given <= (counted or 0) <= most:
                self.wrong.append(f"round {round_}: topic {pk} counted {counted}, told {given}")

    def check(self, meeting_pk: int) -> list[str]:
        """Lost, doubled, or there although refused."""
        meeting = Meeting.objects.get(pk=meeting_pk)
        rows = Counter(Card.objects.filter(meeting=meeting).values_list("text", flat=True))
        rows += Counter(self._still_sealed(meeting, self.sealed.keys() - {""}))
        wrong = [*self.wrong]
        wrong += [f"lost: {text}" for text in (self.kept | set(self.sealed.values())) if not rows[text]]
        wrong += [f"doubled: {text}" for text, count in rows.items() if count > 1]
        wrong += [f"there although refused: {text}" for text in self.refused if rows[text]]
        done = set(Finished.objects.filter(meeting=meeting).values_list("step", "person_id"))
        wrong += [f"lost: finished {one}" for one in self.finished - done]
        steps = list(PhaseRun.objects.filter(meeting=meeting).order_by("step").values_list("step", "left_at"))
        if [step for step, _ in steps] != list(range(1, self.moves + 2)) or meeting.step != self.moves + 1:
            wrong.append(f"{self.moves} steps were made, the meeting is at {meeting.step}")
        if [left for _, left in steps].count(None) != 1:
            wrong.append("not one open stay")
        return wrong

    @staticmethod
    def _still_sealed(meeting: Meeting, tokens: Collection[str]) -> list[str]:
        found = defaultdict(str)
        for box in CardBox.objects.filter(session=meeting.session_id, seal_salt__isnull=False):
            found |= {token: card["text"] for token, card in actions.own_cards(box, tokens=tokens).items()}
        return list(found.values())
