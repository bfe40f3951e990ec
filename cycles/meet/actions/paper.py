"""Cards that were written on paper, entered many at once by who leads or takes notes."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.meet import phases, queries
from cycles.meet.boxes import CardBox
from cycles.meet.enums import CardKind
from cycles.meet.models import Card, Meeting, random_key
from reflection_site import sealing
from reflection_site.encryption import keyed_hash
from teams import audit
from teams.models import Person

from .refusals import BoxFull, KnownLine, PhaseClosed
from .sealed import MOST_CARDS
from .steps import touch


@transaction.atomic
def enter_paper(
    meeting: Meeting,
    *,
    kind: CardKind | str,
    lines: Sequence[tuple[str, str]],
    by: Person,
    at: datetime,
    person: Person | None = None,
) -> int:
    """Make a card of each line (its text, and the action or what was seen), all or none; returns how many.

    With names they carry that of `person`, else none. Without names they go into the sealed box as nobody's: nothing
    is told, and among late cards all that came on paper count as one hand.
    """
    if kind not in phases.kind(meeting.phase.kind).writes:
        raise PhaseClosed(_("The group has moved on to another step. Your lines are still here."))
    box = queries.shut_box(meeting)
    if box is not None:
        _seal(box, kind, lines)
        return len(lines)
    touch(meeting, phase=meeting.phase_id)
    whose = {"author": person, "written_at": at} if person else {}
    cards = [Card(meeting=meeting, kind=kind, text=text, because=because, **whose) for text, because in lines]
    for card in cards if person is None else ():
        card.pk = random_key()
    Card.objects.bulk_create(cards)
    audit.record(
        "cards entered from paper",
        meeting.session,
        by=by,
        at=at,
        subject=person,
        school=meeting.session.cycle.school,
        count=len(cards),
    )
    return len(cards)


def _seal(box: CardBox, kind: CardKind | str, lines: Sequence[tuple[str, str]]) -> None:
    if box.slips.count() + len(lines) > MOST_CARDS:
        raise BoxFull(_("There are too many cards already. Copy your words and tell your facilitator."))
    for number, (text, because) in enumerate(lines, 1):
        if queries.is_read_under_a_name(box.session, text):
            raise KnownLine(
                _("Line %(number)s: others can read these words under a name already. Say it in other words.")
                % {"number": number}
            )
        content = {"kind": str(kind), "text": text, "because": because, "cell": ""}
        content["hand"] = keyed_hash(f"{box.pk}:paper", "card hand")
        try:
            sealing.put(box, box.slips, content, token=sealing.new_token())
        except sealing.BoxOpened as opened:
            raise PhaseClosed(
                _("The cards are shown, or the group has moved on. Your lines are still here.")
            ) from opened
