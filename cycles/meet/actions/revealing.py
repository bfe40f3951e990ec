"""Cards held back and shown: as a phase's rule says, with names or without.

Without names, what lies in the box is taken out in one transaction with the rows that it becomes, or not at all: a
crash leaves the box shut with every slip in it, or opened. What is written after that goes into a second box, and
is shown once five people have written late, unmarked among the others. What was written before the meeting lies in a
box that becomes that of its step.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.meet import phases, queries
from cycles.meet.boxes import CardBox
from cycles.meet.cited import CitedCell
from cycles.meet.early import EarlyCard
from cycles.meet.enums import LEAST_UNNAMED, CardKind, RevealRule, Writers
from cycles.meet.models import Card, Meeting, Phase, Reveal, random_key
from reflection_site import sealing

from .refusals import TooFewLate

# what the record tells of the meeting itself
CHECK = frozenset({CardKind.PLUS, CardKind.DELTA})


def begin_writing(meeting: Meeting, phase: Phase, *, at: datetime) -> None:
    """What the rule asks for when the group comes into a phase: all shown from the start, or a box.

    A box is offered from five people present, for cards that nobody has seen with names yet: the one that people
    wrote into before the meeting, if there is one, with the same passes and tokens.
    """
    kinds = phases.kind(phase.kind).writes
    if phase.reveal == RevealRule.AT_ONCE:
        _open_early(meeting, phase)
        show_kinds(meeting, kinds, at=at)
    if phase.reveal != RevealRule.ANONYMOUS or phase.writers != Writers.EVERYONE or not kinds:
        return
    is_shown = Reveal.objects.filter(meeting=meeting, kind__in=kinds).exists()
    is_begun = CardBox.objects.filter(session=meeting.session_id, phase=phase, is_early=False).exists()
    if is_shown or is_begun or queries.present(meeting) < LEAST_UNNAMED:
        return
    early = queries.early_box(meeting.session_id, phase.kind)
    if early is None:
        CardBox.objects.create(session_id=meeting.session_id, phase=phase)
    else:
        CardBox.objects.filter(pk=early.pk).update(phase=phase, is_early=False)


def show_kinds(meeting: Meeting, kinds: Iterable[CardKind], *, at: datetime) -> None:
    """From now on everyone sees cards of these kinds. Twice is once."""
    for kind in kinds:
        Reveal.objects.get_or_create(meeting=meeting, kind=kind, defaults={"revealed_at": at})


@transaction.atomic
def open_box(box: CardBox, meeting: Meeting) -> None:
    """Show what lies in it, as nobody's.

    A box of late cards, or one from before the meeting that is not the step's own, stays shut where fewer than five
    people wrote into it: `TooFewLate`.
    """
    contents = sealing.take_out(box, box.slips)
    # behind the box's lock: a browser that came a moment ago counts as its person's
    counted = dict(Counter(box.draws.values_list("mark", flat=True)))
    if (box.is_late or box.is_early) and _fewest_people(contents, counted) < LEAST_UNNAMED:
        raise TooFewLate(_("Fewer than five people have written late. Their cards stay sealed until there are five."))
    made = [
        Card(id=random_key(), meeting=meeting, kind=one["kind"], text=one["text"], because=one["because"])
        for one in contents
    ]
    Card.objects.bulk_create(made)
    # cited before the meeting, where too few have come who could have cited it: that would tell them from the others
    if queries.may_cite_unnamed(meeting.session):
        _cite(zip(made, contents, strict=True))
    box.draws.all().delete()


def _cite(cards: Iterable[tuple[Card, Mapping[str, Any]]]) -> None:
    """What they rest on, under their own keys."""
    found = [(card, queries.cell_of(content["cell"])) for card, content in cards if content.get("cell")]
    cells = [cell for card, cell in found if cell]
    for card, cell in found:
        if cell:
            cell.card = card
    CitedCell.objects.bulk_create(cells)


def _fewest_people(contents: Iterable[Mapping[str, Any]], browsers_of: Mapping[str, int]) -> int:
    """How many people wrote, at least: somebody with two browsers may be behind the cards of both."""
    hands, people = len({one["hand"] for one in contents}), 0
    for browsers in sorted(browsers_of.values(), reverse=True):
        if hands <= 0:
            break
        hands, people = hands - browsers, people + 1
    return people


def show_cards(meeting: Meeting, *, at: datetime) -> None:
    """Show the cards of the current phase; where they have no names, what is written from now on is late."""
    box = queries.shut_box(meeting)
    if box is not None:
        open_box(box, meeting)
        CardBox.objects.create(session_id=meeting.session_id, phase=meeting.phase, is_late=True)
    else:
        _open_early(meeting, meeting.phase)
    show_kinds(meeting, phases.kind(meeting.phase.kind).writes, at=at)


def _open_early(meeting: Meeting, phase: Phase) -> None:
    """Where cards have names after all: what lies sealed from before the meeting comes too, if of five people."""
    box = queries.early_box(meeting.session_id, phase.kind)
    if box is not None:
        with suppress(TooFewLate), transaction.atomic():
            open_box(box, meeting)


def end_writing(meeting: Meeting, *, at: datetime) -> None:
    """The group goes on: what was written without names is shown now; late cards only of five people or more."""
    if queries.shut_box(meeting) is not None:
        with suppress(TooFewLate), transaction.atomic():
            show_cards(meeting, at=at)


def drop_boxes(meeting: Meeting, *, at: datetime) -> None:
    """The meeting is over: the check is shown, whatever else lies sealed or waits is destroyed unread."""
    end_writing(meeting, at=at)
    for box in queries.sealed_boxes(meeting.session_id).select_related("phase"):
        with suppress(TooFewLate):
            if CHECK.issuperset(phases.kind(box.phase.kind).writes):
                open_box(box, meeting)
                continue
        destroy(box)
    EarlyCard.objects.filter(session=meeting.session_id).delete()


def destroy(box: CardBox) -> None:
    """What was taken out goes nowhere."""
    with transaction.atomic():
        sealing.take_out(box, box.slips)
        box.draws.all().delete()
