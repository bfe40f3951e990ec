"""Doors of a room's other entrances: the screen by a link, and people without a sign-in by their name."""

from typing import Any

from django.utils import timezone

from cycles.meet import actions as meet, entering
from cycles.meet.entrances import Admission
from teams.enums import CycleKind
from tests.cycles.making import open_cycle, schedule
from tests.doors.table import Row, row

TEAM = "lead teacher member"
NOT_FACILITATING = f"{TEAM} superintendent"
FACILITATING = "leader facilitator"
WATCHING = f"{TEAM} leader superintendent"
LINKED = ("screen-linked", "screen-linked-phase", "screen-linked-code", "screen-linked-stream")


def things(people: Any) -> dict[str, Any]:
    """Two meetings that go on, one at each school; a link to the screen of the first."""
    here = _meeting(people, people.school, people.team, people.facilitator)
    there = _meeting(people, people.other_school, people.foreign_team, people.other_leader)
    token = meet.make_screen_link(here, by=people.facilitator, at=timezone.now())
    return {
        **_asked(here, people.teacher),
        "foreign_admission": _asked(there, people.outsider)["admission"],
        "session": here,
        "meets": here,
        "foreign_meets": there,
        "screen_token": token,
    }


def _asked(session: Any, person: Any) -> dict[str, Any]:
    """Somebody who has tapped their name, and the key of the door."""
    meeting = session.meeting
    meet.open_door(meeting, by=meeting.facilitator, at=timezone.now())
    meet.ask_admission(meeting, person=person, at=timezone.now())
    return {"door_key": entering.door_key(meeting.name_door), "admission": Admission.objects.get(meeting=meeting)}


def _meeting(people: Any, school: Any, team: Any, facilitator: Any) -> Any:
    session = schedule(open_cycle(people, school=school, kind=CycleKind.END_OF_YEAR), team, facilitator=facilitator)
    meet.open_meeting(session, by=facilitator, at=timezone.now())
    return session


LEADS = (
    "clock-stop", "clock-start", "phases-shorten", "phase-skip", "phases-keep", "meeting-overtime", "meeting-hand-over",
    "spoken-mark", "spotlight-set",
)  # fmt: skip
ADMISSION = {"pk": "meets", "admission_pk": "admission"}
# whoever is signed in, without the cookie of an admitted browser these are not there
ADMITTED_PAGES = ("admitted-room", "admitted-phase", "admitted-stream")
ADMITTED_WRITES = ("admitted-card-write", "admitted-pass", "admitted-finish")


def shut(name: str, *, post: bool = False, **more: str) -> Row:
    """Public, and 404 for everybody in the table: the only key is a cookie."""
    return row(f"cycles:{name}", args={"pk": "meets", **more}, public=True, post=post, then=404)


ROWS = [
    row("cycles:screen-link", "meets", ok=FACILITATING, no=NOT_FACILITATING),
    row("cycles:screen-open", "meets", ok=FACILITATING, no=NOT_FACILITATING, post=True),
    row("cycles:screen-link-make", "meets", ok=FACILITATING, no=NOT_FACILITATING, post=True),
    row("cycles:screen-link-withdraw", "meets", ok=FACILITATING, no=NOT_FACILITATING, post=True),
    *(row(f"cycles:{name}", args={"token": "screen_token"}, public=True) for name in LINKED),
    # who leads now; the leader has not taken over
    *(row(f"cycles:{one}", "meets", ok="facilitator", no=WATCHING, post=True) for one in LEADS),
    *(row(f"cycles:door-{one}", "meets", ok="facilitator", no=WATCHING, post=True) for one in ("open", "shut")),
    *(
        row(f"cycles:admission-{one}", args=ADMISSION, ok="facilitator", no=WATCHING, post=True)
        for one in ("admit", "decline", "end")
    ),
    row("cycles:joining", args={"pk": "meets", "key": "door_key"}, public=True, then=(200, 302)),
    row("cycles:joining", args={"pk": "meets", "key": "=not-the-key"}, public=True, then=404),
    row("cycles:joining-ask", args={"pk": "meets", "key": "=not-the-key"}, public=True, then=404, post=True),
    *(shut(name) for name in ADMITTED_PAGES),
    *(shut(name, post=True) for name in ADMITTED_WRITES),
    shut("admitted-card-withdraw", post=True, card_pk="=1"),
    shut("admitted-vote", post=True, topic_pk="=1"),
    shut("admitted-cause-propose", post=True, topic_pk="=1"),
    row("cycles:admitted-card-seal", public=True, post=True),
]
