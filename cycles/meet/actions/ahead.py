"""Cards written before the meeting: those with names wait for it, those without lie sealed.

Nothing here raises a version, tells a listener or is kept in the trail. Each may be asked twice. When the meeting is
opened, named cards become cards of it in the same transaction; a sealed box waits for its step (`revealing.py`).
"""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.meet import queries
from cycles.meet.boxes import CardBox
from cycles.meet.early import EarlyCard
from cycles.meet.enums import CardKind, RevealRule
from cycles.meet.models import Card, Meeting, Phase
from cycles.plan import access as plan_access
from cycles.plan.enums import SessionState
from cycles.plan.models import ReflectionSession
from reflection_site import sealing
from teams.models import Person

from .keys import key_of, once
from .refusals import CardChanged, NamesNotShown, PhaseClosed
from .revealing import destroy
from .sealed import draw_pass

# --- with names


@transaction.atomic
def write_ahead(
    session: ReflectionSession,
    *,
    kind: CardKind | str,
    text: str,
    by: Person,
    at: datetime,
    because: str = "",
    key: UUID | None = None,
) -> None:
    """Keep one card for a step with names. The same words under the same `key` are the same card, whenever they come.

    Refused once the meeting has begun, and for a step that it does not have (`PhaseClosed`); where cards have no names
    now: `NamesNotShown`.
    """
    own = {"author": by, "key": key and key_of(key, session.pk, kind, text, because)}
    if key and (EarlyCard.objects.filter(**own).exists() or Card.objects.filter(**own).exists()):
        return
    if _step_ahead(session, kind).reveal == RevealRule.ANONYMOUS:
        raise NamesNotShown(_("Cards come without names here. Load the page again; what you wrote stays."))
    once(EarlyCard.objects, own, {"session": session, "kind": kind, "text": text, "because": because, "written_at": at})


@transaction.atomic
def change_ahead(card: EarlyCard, *, text: str, because: str, seen: datetime, by: Person, at: datetime) -> None:
    """Other words for one's own card, if it is still the one `seen`; else `CardChanged`. Saying what stands is fine."""
    _must_be_ahead(card.session)
    if EarlyCard.objects.filter(pk=card.pk, written_at=seen).update(text=text, because=because, written_at=at):
        return
    now = EarlyCard.objects.filter(pk=card.pk).first()
    if now is None or (now.text, now.because) != (text, because):
        raise CardChanged(_("You changed this card in another window. Copy your words and load the page again."))


@transaction.atomic
def withdraw_ahead(card: EarlyCard, *, by: Person, at: datetime) -> None:
    """Take back one's own card."""
    _must_be_ahead(card.session)
    EarlyCard.objects.filter(pk=card.pk).delete()


def bring_in(meeting: Meeting, *, at: datetime) -> None:
    """What waits with a name becomes a card of its author's, which only they see until cards are shown.

    A card for a step that has no names now, or that the meeting does not have, stays where it is: among unnamed cards
    it would be told apart. So does one of somebody who may not come any more: they could not take it back.
    """
    steps = queries.written_steps(queries.wanted_phases(meeting))
    named = [kind for kind, phase in steps.items() if phase.reveal != RevealRule.ANONYMOUS]
    written = list(EarlyCard.objects.filter(session=meeting.session_id, kind__in=named).order_by("written_at", "pk"))
    may_come = plan_access.joining([meeting.session_id]) if written else set()
    waiting = [one for one in written if (one.author_id, meeting.session_id) in may_come]
    Card.objects.bulk_create(
        Card(
            meeting=meeting,
            kind=one.kind,
            author_id=one.author_id,
            text=one.text,
            because=one.because,
            key=one.key,
            written_at=at,
        )
        for one in waiting
    )
    EarlyCard.objects.filter(pk__in=[one.pk for one in waiting]).delete()


# --- without names


@transaction.atomic
def draw_pass_ahead(session: ReflectionSession, *, kind: CardKind | str, nonce: str, by: Person) -> str:
    """What lets a browser put cards into the sealed box of a step before the meeting; the first who asks makes the box.

    A newer version of the protocol takes the box along to its own step.
    """
    step = _step_ahead(session, kind)
    if step.reveal != RevealRule.ANONYMOUS:
        raise NamesNotShown(_("Cards carry names here now. Load the page again; what you wrote stays."))
    box = queries.early_box(session.pk, step.kind)
    if box is None:
        box = CardBox.objects.create(session=session, phase=step, is_early=True)
    elif box.phase_id != step.pk:
        CardBox.objects.filter(pk=box.pk).update(phase=step)
    return draw_pass(box, nonce=nonce, by=by)


# --- while it is ahead


def _must_be_ahead(session: ReflectionSession) -> None:
    """Refuse once the meeting has begun, or has no time. The session stays locked: nobody opens it meanwhile."""
    now = ReflectionSession.objects.select_for_update().filter(pk=session.pk).only("state", "begun_at").first()
    if now is not None and now.has_begun:
        raise PhaseClosed(_("The meeting has begun. Copy your words and open the room: you can write them there."))
    if now is None or now.state != SessionState.SCHEDULED:
        raise PhaseClosed(_("The meeting has no time now. Your words are still here; copy them until it has one."))


def _step_ahead(session: ReflectionSession, kind: CardKind | str) -> Phase:
    """The step that asks for cards of this kind, as the protocol has it now."""
    _must_be_ahead(session)
    kept, _minutes = queries.expected_phases(session)
    step = next((phase for one, phase in queries.written_steps(kept).items() if one == kind), None)
    if step is None:
        raise PhaseClosed(_("The meeting no longer has this step. Copy your words and load the page again."))
    return step


# --- gone


@transaction.atomic
def forget_ahead(session: ReflectionSession) -> None:
    """The meeting is called off: what lies sealed is destroyed unread, what waits with names is deleted."""
    for box in queries.sealed_boxes(session.pk):
        with suppress(sealing.BoxOpened):
            destroy(box)
    EarlyCard.objects.filter(session=session).delete()
