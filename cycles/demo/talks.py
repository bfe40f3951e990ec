"""Who talked 1:1 in the demo, and what came of it."""

import json
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from cycles.confer import access, actions as confer, queries
from cycles.confer.enums import CheckInKind
from cycles.confer.models import CheckIn
from teams.enums import CycleKind
from teams.models import Person

from .days import workday
from .people import DemoSchool
from .room import Room

WORDS: dict[str, Any] = json.loads((Path(__file__).parent / "talks.json").read_text(encoding="utf-8"))


def arrange(
    room: Room,
    one: Person,
    other: Person,
    moment: datetime,
    *,
    days: int | None,
    clock: time = time(7, 30),
    **more: Any,
) -> CheckIn:
    """The 1:1 of two, `days` days after `moment` (None: without a time), before school, arranged by the first."""
    pair = access.own_pair(one, other.pk)
    on = timezone.localtime(moment, room.demo.school.zone).date()
    day = None if days is None else workday(on + timedelta(days=days))
    made = confer.arrange_check_in(
        pair,
        **{"kind": pair.kinds[0], "session": room.session, "by": one, "at": moment, **more},
        meets_on=day,
        meets_at=clock if day else None,
        place=room.session.team.usual_place if day else "",
    )
    return CheckIn.objects.whole().get(pk=made.pk)


def around_team(room: Room, moment: datetime, now: datetime) -> None:
    """The lead has talked with one member, sees another tomorrow, finds a time with a third; lines are to be raised."""
    lead, first, second, *_others = room.people
    later, last = room.people[-2], room.people[-1]
    talked = arrange(room, lead, first, moment, days=2)
    held_at = moment + timedelta(days=3)
    confer.save_note(talked, author=None, text=WORDS["shared"], version=0, by=lead, at=held_at)
    confer.save_note(talked, author=lead, text=WORDS["private"], version=0, by=lead, at=held_at)
    for point in ("knows", "packet", "success"):
        confer.tick_point(talked, point=point, is_ticked=True, by=lead)
    confer.hold_check_in(talked, is_held=True, by=lead, at=held_at)
    arrange(room, lead, later, now - timedelta(hours=20), days=2)
    arrange(room, lead, last, now - timedelta(hours=20), days=None)
    arrange(room, room.demo.leader, lead, now - timedelta(hours=19), days=2, clock=time(12, 15))
    raise_line(room, first, asked=WORDS["asked"], words=WORDS["words"], is_agreed=True)
    raise_line(room, second, asked="", words=WORDS["waiting"], is_agreed=False)


def raise_line(room: Room, member: Person, *, asked: str, words: str, is_agreed: bool) -> None:
    """A member asks (or the lead offers), the lead finds words, the member agrees or has not looked yet."""
    lead, version = room.people[0], 0
    if not queries.target(room.session).is_offered:
        return
    if asked:
        confer.ask_line(room.session, lead=lead, text=asked, version=version, by=member)
        version += 1
    confer.word_line(room.session, person=member, words=words, version=version, by=lead)
    if is_agreed:
        confer.agree_line(room.session, lead=lead, version=version + 1, by=member)


def before_ilt(room: Room, adviser: Person, moment: datetime, *, is_agreed: bool) -> None:
    """The school's leader and the superintendent agree on focus areas; where they have not met yet, the leader has."""
    leader = room.demo.leader
    talk = arrange(room, leader, adviser, moment, days=4, clock=time(10, 0), kind=CheckInKind.BEFORE_ILT, minutes=45)
    areas = [confer.Draft(text, evidence) for text, evidence in WORDS["areas"]]
    at = moment + timedelta(days=4)
    confer.save_areas(talk, areas=areas, packet=None, version=0, by=leader, at=at)
    for person in (leader, adviser) if is_agreed else (leader,):
        confer.agree_areas(talk, version=1, by=person, at=at)
    if is_agreed:
        confer.hold_check_in(talk, is_held=True, by=leader, at=at)


def date_leap(demo: DemoSchool, district: Person, now: datetime) -> None:
    """The district says where its guidance is, one school when its own conversations are."""
    today = timezone.localtime(now, demo.school.zone).date()
    year = queries.current_year(today)
    if year is None:
        return
    first, last = workday(today + timedelta(days=18)), workday(today + timedelta(days=25))
    days: dict[str, Any] = {"year": year, "kind": CycleKind.MID_YEAR, "starts_on": first, "at": now}
    guide = WORDS["guidance"]
    confer.set_leap_dates(None, **days, ends_on=last + timedelta(days=7), guidance_url=guide, by=district)
    confer.set_leap_dates(demo.school, **days, ends_on=last, guidance_url="", by=demo.leader)
