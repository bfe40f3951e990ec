"""Verdicts on goals, and the cards that people write."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.meet import phases, queries
from cycles.meet.cited import CitedCell
from cycles.meet.enums import CardKind
from cycles.meet.models import Card, GoalRevisit, Meeting, Reveal
from teams.enums import Verdict
from teams.models import Expectation, Person, Slo, UipGoal

from .citing import citable_cell
from .keys import key_of, once
from .refusals import NamesNotShown, NotShownYet
from .revealing import show_cards
from .steps import at_step, touch


@transaction.atomic
def revisit_goal(
    meeting: Meeting,
    *,
    verdict: Verdict | str,
    evidence: str,
    by: Person,
    at: datetime,
    goal: UipGoal | None = None,
    slo: Slo | None = None,
    expectation: Expectation | None = None,
) -> GoalRevisit:
    """Keep the group's verdict on one goal, SLO or expectation, with its evidence; a later one replaces it."""
    touch(meeting)
    revisit, _made = GoalRevisit.objects.update_or_create(
        meeting=meeting,
        goal=goal,
        slo=slo,
        expectation=expectation,
        defaults={"verdict": verdict, "evidence": evidence, "recorded_by": by, "recorded_at": at},
    )
    return revisit


def _writing_phases(kind: CardKind | str) -> list[str]:
    return [key for key, phase in phases.kinds().items() if kind in phase.writes]


@transaction.atomic
def write_card(
    meeting: Meeting,
    *,
    kind: CardKind | str,
    text: str,
    by: Person,
    at: datetime,
    because: str = "",
    cell: str = "",
    key: UUID | None = None,
) -> Card:
    """Write one card. Parked ones at any time; the others in a phase that asks for them, else `PhaseClosed`.

    It may cite a `cell` of the packet (`CellNotShown`). While cards are sealed none has a name (`NamesNotShown`); who
    writes late may choose to show theirs with it. The same words under the same `key` are the same card, whenever they
    come.
    """
    own = {"author": by, "key": key and key_of(key, meeting.pk, kind, text, because, cell)}
    if key and (kept := Card.objects.filter(**own).first()):
        return kept
    anytime = kind == CardKind.PARKED
    touch(meeting, **({} if anytime else {"phase": meeting.phase_id, "phase__kind__in": _writing_phases(kind)}))
    # asked behind the meeting's lock: a box may have been put up a moment ago
    box = queries.shut_box(meeting)
    if box is not None and not box.is_late and kind in phases.kind(meeting.phase.kind).writes:
        raise NamesNotShown(_("Cards come without names here. Load the page again; what you wrote stays."))
    cited = citable_cell(meeting.session, cell, by=by)
    said = {"meeting": meeting, "kind": kind, "text": text, "because": because, "written_at": at}
    card = once(Card.objects, own, said)
    if cited and not CitedCell.objects.filter(card=card).exists():
        cited.card = card
        cited.save(force_insert=True)
    return card


@transaction.atomic
def withdraw_card(card: Card, *, by: Person, at: datetime) -> None:
    """Take back one's own card while its phase lasts."""
    anytime = card.kind == CardKind.PARKED
    touch(card.meeting, **({} if anytime else {"phase__kind__in": _writing_phases(card.kind)}))
    card.delete()


@transaction.atomic
def reveal_cards(meeting: Meeting, *, by: Person, at: datetime, step: int | None = None) -> None:
    """Show everyone the cards of the current phase; with names, twice is once. Late ones without names: see there."""
    touch(meeting, phase=meeting.phase_id, **at_step(step))
    show_cards(meeting, at=at)


def must_be_shown(meeting: Meeting, kind: CardKind) -> None:
    if not Reveal.objects.filter(meeting=meeting, kind=kind).exists():
        raise NotShownYet(_("Show the cards first; then the group can work with them."))


@transaction.atomic
def celebrate_card(card: Card, *, by: Person, at: datetime, is_celebrated: bool = True) -> None:
    """Keep a success, with the action that led to it, for the record; or take it out again."""
    must_be_shown(card.meeting, CardKind.SUCCESS)
    touch(card.meeting)
    Card.objects.filter(pk=card.pk, kind=CardKind.SUCCESS).update(is_celebrated=is_celebrated)
    card.is_celebrated = is_celebrated
