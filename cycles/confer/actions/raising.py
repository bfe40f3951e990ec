"""A line asked for, put into words, agreed to, released.

No notice, no audit row and no time tells that anything was asked: `models.raising` says why.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from secrets import SystemRandom
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from cycles.confer import access, queries, slips
from cycles.confer.enums import LineState
from cycles.confer.models import RaisedLine, RaiseSlip
from cycles.plan.enums import CycleState
from cycles.plan.models import ReflectionSession
from reflection_site import encryption
from teams import retention
from teams.models import Person

from .refusals import LineChanged, LineNotOffered, MeetingBegun, NothingSaid

CHANCE = SystemRandom()


def ask_line(session: ReflectionSession, *, lead: Person, text: str, version: int, by: Person) -> None:
    """A member tells their lead what the group should hear. Words from before are not agreed to any more."""
    if not text.strip():
        raise NothingSaid
    asked = slips.Slip(LineState.ASKED, asked=text.strip())
    _write(session, lead, by, asked, version, among=tuple(LineState))


def word_line(session: ReflectionSession, *, person: Person, words: str, version: int, by: Person) -> None:
    """A lead puts a line into words that could be anybody's, asked for or offered. Only the member sees them."""
    if not words.strip():
        raise NothingSaid
    among = (LineState.EMPTY, LineState.ASKED, LineState.WORDED, LineState.DECLINED)
    worded = slips.Slip(LineState.WORDED, words=words.strip())
    _write(session, by, person, worded, version, among=among)


def agree_line(session: ReflectionSession, *, lead: Person, version: int, by: Person) -> None:
    """The member agrees to exactly the words that they were shown: those of `version`."""
    _write(session, lead, by, slips.Slip(LineState.AGREED), version, among=(LineState.WORDED,))


def decline_line(session: ReflectionSession, *, lead: Person, version: int, by: Person) -> None:
    """The member does not want it raised like this, or not any more; possible until the meeting begins.

    One that was not raised, because too few could have written it, is put away like this at any time.
    """
    among = (LineState.WORDED, LineState.AGREED)
    _write(
        session, lead, by, slips.Slip(LineState.DECLINED), version, among=among, is_over=queries.is_left_behind(session)
    )


@transaction.atomic
def _write(
    session: ReflectionSession,
    lead: Person,
    person: Person,
    change: slips.Slip,
    version: int,
    *,
    among: Iterable[str],
    is_over: bool = False,
) -> None:
    """Change one slip and seal all of the meeting anew, in an order that tells nothing. `is_over`: nobody hears it."""
    found = queries.target(session)
    if not is_over and not found.is_offered:
        raise LineNotOffered
    if not is_over and found.has_begun:
        raise MeetingBegun
    rows = _slips(session)
    # asked again behind the lock: the meeting may have begun, and its slips gone, a moment ago
    begun = ReflectionSession.objects.filter(queries.OVER, pk=found.session.pk) if found.session else None
    if not is_over and begun is not None and begun.exists():
        raise MeetingBegun
    row = next((one for one in rows if (one.lead_id, one.person_id) == (lead.pk, person.pk)), None)
    if row is None:
        raise LineNotOffered
    before = slips.opened(row.sealed)
    if before.version != version or before.state not in among:
        raise LineChanged
    after = replace(
        change,
        asked=change.asked or before.asked,
        words=change.words or ("" if change.state == LineState.ASKED else before.words),
        version=version + 1,
    )
    row.sealed = slips.closed(after)
    CHANCE.shuffle(rows)
    RaiseSlip.objects.bulk_update(rows, ["sealed"])


def _slips(session: ReflectionSession) -> list[RaiseSlip]:
    """One for each lead and member of the team, made now where they are missing."""
    leads, members = access.raising_leads(session), access.raising_members(session)
    empty = slips.closed(slips.Slip())
    missing = [RaiseSlip(session=session, lead=lead, person=one, sealed=empty) for lead in leads for one in members]
    CHANCE.shuffle(missing)
    RaiseSlip.objects.bulk_create(missing, ignore_conflicts=True)
    return list(RaiseSlip.objects.select_for_update().filter(session=session).order_by("pk"))


@transaction.atomic
def release_lines(session: ReflectionSession) -> int:
    """When a meeting begins: what was agreed comes before its group, mixed; what led to its members is deleted.

    Returns how many lines. A team that is too small by now keeps its slips for the ILT's meeting.
    """
    sources = queries.released_for(session)
    rows = list(RaiseSlip.objects.select_for_update().filter(session__in=[one.pk for one in sources]))
    found = [slips.opened(row.sealed) for row in rows]
    lines = [slip.words for slip in found if slip.state == LineState.AGREED]
    CHANCE.shuffle(lines)
    RaisedLine.objects.bulk_create(
        RaisedLine(session=session, text=encryption.filled(line, slips.SIZE)) for line in lines
    )
    RaiseSlip.objects.filter(session__in=[one.pk for one in sources]).delete()
    return len(lines)


def drop_old_lines(*, at: datetime) -> int:
    """Delete what a closed cycle leaves: slips that nobody released, lines that have been heard. Returns how many."""
    return _drop(RaiseSlip.objects.all(), at) + _drop(RaisedLine.objects.all(), at)


def _drop(rows: QuerySet[Any], at: datetime) -> int:
    over = rows.filter(session__cycle__state=CycleState.CLOSED)
    return retention.unheld(over, school="session__cycle__school", what="raised lines", at=at).delete()[0]
