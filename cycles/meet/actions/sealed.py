"""Cards without names, one person's: put into a sealed box, changed and taken back by who holds the token.

Signed in, a person's browser has a number of its own choosing signed once for a box (`draw_pass`); with that pass it
puts cards in as nobody, each under a token that stays in the browser. Nothing here raises the meeting's version, tells
a listener, or keeps when or by whom something was written. A lost answer of any of these changes nothing: all may be
asked twice.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.meet import access, phases, queries
from cycles.meet.boxes import CardBox, CardDraw
from cycles.meet.enums import CardKind
from cycles.meet.models import Meeting
from reflection_site import sealing
from reflection_site.encryption import keyed_hash
from teams.models import Person

from .citing import citable_cell
from .refusals import BoxFull, KnownLine, NotYourPass, PhaseClosed

SHORTEST, LONGEST = 32, 128
# far more than forty people write: a flood ends here
MOST_CARDS = 1000
KEPT = ("kind", "text", "because", "cell")


@transaction.atomic
def draw_pass(box: CardBox, *, nonce: str, by: Person) -> str:
    """What lets a browser put cards into the box, for the number that it chose; the same pass for the same number."""
    box = CardBox.objects.select_for_update().get(pk=box.pk)
    if not box.is_sealed:
        raise _closed()
    if not _is_random(nonce):
        raise NotYourPass(_("This page is too old. Load it again; what you wrote stays."))
    mark = keyed_hash(f"{bytes(box.seal_salt or b'').hex()}:{by.pk}", "card draw")
    nonce_hash = keyed_hash(f"{box.pk}:{nonce}", "card nonce")
    CardDraw.objects.get_or_create(box=box, nonce_hash=nonce_hash, defaults={"mark": mark})
    return access.card_pass(box.pk, nonce)


@transaction.atomic
def seal_card(
    box: CardBox,
    *,
    card_pass: str,
    token: str,
    kind: CardKind | str,
    text: str,
    because: str = "",
    cell: str = "",
) -> None:
    """Put a card into the box, or in the place of the one that the same token put in.

    Refused once the cards are shown or the group has gone on (`PhaseClosed`), for words that others could read
    under a name already (`KnownLine`), and for a `cell` that anybody is still to predict (`CellNotShown`).
    """
    if not _is_random(token):
        raise NotYourPass(_("This page is too old. Load it again; what you wrote stays."))
    if queries.is_read_under_a_name(box.session, text):
        raise KnownLine(_("Others can read these words under a name already. Say it in other words."))
    if box.slips.count() >= MOST_CARDS:
        raise BoxFull(_("There are too many cards already. Copy your words and tell your facilitator."))
    citable_cell(box.session, cell, by=None)
    # `hand` tells cards of several browsers apart when the box is opened; nothing leads from it back to the pass
    content = {"kind": str(kind), "text": text, "because": because, "cell": cell}
    content["hand"] = keyed_hash(card_pass, "card hand")
    with _said_when_opened():
        sealing.put(box, box.slips, content, token=token)
    _must_take(box, kind)


def _must_take(box: CardBox, kind: CardKind | str) -> None:
    """Asked behind the box's lock: the group may have begun, or gone on, a moment ago."""
    now = CardBox.objects.select_related("phase", "session__cycle", "session__team").get(pk=box.pk)
    if now.is_early and not (now.session.is_ahead and queries.is_sealed_ahead(now.session, now.phase.kind)):
        raise PhaseClosed(
            _("The meeting has begun, or the step shows names now. Copy your words; load the page again.")
        )
    is_there = Meeting.objects.filter(session=now.session_id, phase=now.phase_id, closed_at=None)
    if kind not in phases.kind(now.phase.kind).writes or not (now.is_early or is_there.exists()):
        raise _closed()


def take_back_card(box: CardBox, *, token: str) -> None:
    """Take out what the token put in, unread."""
    with _said_when_opened():
        sealing.take_back(box, box.slips, token=token)


def own_cards(box: CardBox, *, tokens: Collection[str]) -> dict[str, dict[str, str]]:
    """What each of the tokens put in, for the browser that has them; there is no other way to it."""
    with _said_when_opened():
        found = sealing.look(box, box.slips, tokens=tokens)
    told = {token: {name: one.get(name, "") for name in KEPT} for token, one in found.items()}
    return {token: {**one, "cited": queries.cited_words(one["cell"])} for token, one in told.items()}


@contextmanager
def _said_when_opened() -> Iterator[None]:
    try:
        yield
    except sealing.BoxOpened as opened:
        raise _closed() from opened


def _closed() -> PhaseClosed:
    return PhaseClosed(_("The cards are shown, or the group has moved on. What you wrote is still here."))


def _is_random(text: str) -> bool:
    return SHORTEST <= len(text) <= LONGEST and text.isalnum()
