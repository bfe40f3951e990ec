"""Lines of one's own template, offered as cards."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from cycles.meet.early import EarlyCard
from cycles.meet.enums import CardKind
from cycles.meet.models import Card, Meeting
from cycles.plan.models import ReflectionSession
from cycles.prepare.enums import Audience, PromptKind
from cycles.prepare.models import Answer, Example, Reading
from teams.models import Person

# what is asked in the template as it is asked in the room
ASKED = {CardKind.SUCCESS: PromptKind.SUCCESS, CardKind.GROWTH: PromptKind.GROWTH}
LONGEST = Card._meta.get_field("text").max_length or 0


@dataclass(frozen=True)
class PreparedLine:
    """What would stand on the card. A success without its action cannot be one yet."""

    key: str
    text: str
    because: str
    is_long: bool
    needs_action: bool

    @property
    def is_whole(self) -> bool:
        """Whether it can be a card as it is."""
        return not self.is_long and not self.needs_action


@dataclass(frozen=True)
class PreparedLines:
    """One's own prepared lines that fit a phase. `kept_back` is how many would tell in a sealed box who wrote them."""

    kind: str
    lines: tuple[PreparedLine, ...]
    kept_back: int


def prepared_lines(session: ReflectionSession, person: Person, kind: CardKind, *, is_sealed: bool) -> PreparedLines:
    """What `person` wrote for this meeting under questions that `kind` answers, each line a card. At most 3 queries.

    Into a box without names only what nobody else could read: for oneself alone, never read by others, and shown to
    nobody as a model.
    """
    mine = Answer.objects.filter(reflection__session=session, reflection__person=person)
    written = list(mine.filter(prompt__kind=ASKED[kind]).order_by("prompt__position"))
    told = _told(session, person) if is_sealed else frozenset()
    own = [one for one in written if not is_sealed or (one.audience == Audience.ME and one.prompt_id not in told)]
    lines = tuple(line for answer in own for line in _lines(answer, kind))
    kept_back = sum(1 for one in written if one not in own for _line in _lines(one, kind))
    return PreparedLines(kind, lines, kept_back)


def with_early(prepared: PreparedLines, early: Iterable[EarlyCard]) -> PreparedLines:
    """First what was written ahead and found no place among cards with names: nobody else could ever read it."""
    lines = (PreparedLine(f"early-{one.pk}", one.text, one.because, False, False) for one in early)
    return replace(prepared, lines=(*lines, *prepared.lines))


def lines_in_room(meeting: Meeting, person: Person, kind: CardKind, *, is_sealed: bool) -> PreparedLines:
    """What is offered in the room: lines of one's own template, and what one wrote ahead. At most 4 queries."""
    early = EarlyCard.objects.filter(session=meeting.session_id, author=person, kind=kind)
    prepared = prepared_lines(meeting.session, person, kind, is_sealed=is_sealed)
    return with_early(prepared, early.order_by("written_at", "pk"))


def _told(session: ReflectionSession, person: Person) -> frozenset[int]:
    """The prompts whose answers somebody else has read, or was shown as a model. 2 queries."""
    here = {"reflection__session": session, "reflection__person": person}
    read = Reading.objects.filter(**{f"answer__{name}": what for name, what in here.items()})
    shown = Example.objects.filter(**here)
    return frozenset(read.values_list("answer__prompt", flat=True)) | frozenset(shown.values_list("prompt", flat=True))


def _lines(answer: Answer, kind: CardKind) -> Iterator[PreparedLine]:
    """One for each line that was typed; actions go with them in order, or one with all.

    A possible cause is not what somebody saw: it stays in the template until the group looks for causes.
    """
    texts, actions = _typed(answer.text), _typed(answer.second_text) if kind == CardKind.SUCCESS else []
    if len(actions) not in (0, 1, len(texts)):
        texts, actions = [" ".join(texts)], [" ".join(actions)]
    for number, text in enumerate(texts):
        because = actions[number if len(actions) == len(texts) else 0] if actions else ""
        is_long = max(len(text), len(because)) > LONGEST
        yield PreparedLine(f"{answer.pk}-{number}", text, because, is_long, kind == CardKind.SUCCESS and not because)


def _typed(text: str) -> list[str]:
    return [line for row in text.splitlines() if (line := row.strip().lstrip("-•*·").strip())]
