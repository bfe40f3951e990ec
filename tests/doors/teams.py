"""Doors of `teams`: one row for each address, see `table.py`."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from teams import letters
from teams.enums import Role, SheetKind
from teams.models import (
    Appointment,
    CalendarBlock,
    Challenge,
    Checkpoint,
    Expectation,
    InterimMeasure,
    LegalHold,
    Membership,
    Notice,
    Person,
    School,
    Slo,
    StagedFile,
    SupervisionLink,
    Team,
    Term,
    UipGoal,
)
from tests.doors.table import EVERYONE, row


def _place(people: Any, school: School, team: Team, teacher: Person, leader: Person) -> dict[str, Any]:
    today = timezone.localdate()
    days = {"starts_on": today, "ends_on": today + timedelta(days=1)}
    goal = UipGoal.objects.create(school=school, year=people.year, title="More reading", owner=leader)
    challenge = Challenge.objects.create(school=school, text="Few finish a book")
    challenge.goals.add(goal)
    measure = InterimMeasure.objects.create(goal=goal, metric="Books a month")
    link = SupervisionLink.objects.filter(supervisee=teacher).first() or SupervisionLink.objects.create(
        supervisor=leader, supervisee=teacher, school=school, starts_on=today
    )
    return {
        "school": school,
        "team": team,
        "teacher": teacher,
        "appointment": Appointment.objects.get(person=teacher, role=Role.STAFF),
        "membership": Membership.objects.get(person=teacher, team=team),
        "link": link,
        "own_term": Term.objects.create(year=people.year, school=school, name="Own", **days),
        "own_block": CalendarBlock.objects.create(school=school, kind="break", name="Fall break", **days),
        "expectation": Expectation.objects.create(team=team, year=people.year, text="On time", agreed_on=today),
        "goal": goal,
        "challenge": challenge,
        "checkpoint": Checkpoint.objects.create(measure=measure, due_on=today, expected="two"),
        "slo": Slo.objects.create(
            person=teacher, school=school, year=people.year, team=team, course="Math 4", objective="Fractions"
        ),
    }


def _notice(person: Person) -> Notice:
    now = timezone.now()
    return Notice.objects.create(
        kind="test",
        thing="nothing:1",
        person=person,
        due_at=now,
        created_at=now,
        message_id=f"<{person.pk}@test>",
        subject="Hello",
    )


def things(people: Any) -> dict[str, Any]:
    """What the rows ask for, beside the attributes of `people`."""
    here = _place(people, people.school, people.team, people.teacher, people.leader)
    there = _place(people, people.other_school, people.foreign_team, people.outsider, people.other_leader)
    now = timezone.now()
    files = {
        name: StagedFile.objects.create(
            person=person, kind=SheetKind.WORKBOOK, name="a.xlsx", content=b"no workbook", digest="0", created_at=now
        )
        for name, person in (("file", people.leader), ("foreign_file", people.other_leader))
    }
    mails = {"notice": _notice(people.leader), "foreign_notice": _notice(people.other_leader)}
    mails["stop_token"] = letters.stop_address(people.teacher, ["step due"]).rstrip("/").rsplit("/")[-1]
    hold = LegalHold.objects.create(
        school=people.school, reason="A case", placed_by=people.district, placed_at=now, lift_asked_by=people.steward
    )
    return here | {"hold": hold} | {f"foreign_{name}": thing for name, thing in there.items()} | files | mails


STAFF = "lead teacher member facilitator"
INSIDE = f"leader {STAFF} superintendent district"
SETTERS = "leader other_leader district"
OTHERS = f"{STAFF} superintendent partner steward outsider"
AT_WORK = f"leader {STAFF} outsider other_leader"


def page(name: str, thing: str) -> Any:
    """What everybody of the school may read, its superintendent and the district too."""
    return row(name, thing, ok=INSIDE)


def change(name: str, thing: str) -> Any:
    """What the leader and the district may change and the others of the school only see."""
    return row(name, thing, ok="leader district", no=f"{STAFF} superintendent", post=True)


def setter(name: str, *, post: bool = False, args: Any = None) -> Any:
    """What everybody may who sets up a school."""
    return row(name, ok=SETTERS, no=OTHERS, post=post, args=args)


def district(name: str, *, thing: str = "", post: bool = True) -> Any:
    others = f"leader {STAFF} superintendent partner steward outsider other_leader"
    return row(name, thing, ok="district", no=others, post=post)


def plan(name: str, args: dict[str, str], *, post: bool = True) -> Any:
    """A goal's plan: the leader writes, the others read."""
    return row(name, ok="leader", no=f"{STAFF} superintendent district", args=args, post=post)


PART = {"pk": "goal", "kind": "=challenge", "part": "challenge"}
CHECK = {"pk": "goal", "part": "checkpoint"}
ROWS = [
    # people
    row("teams:people", ok=EVERYONE.replace("steward ", ""), no="steward"),
    page("teams:person", "teacher"),
    setter("teams:person-new"),
    setter("teams:person-add", post=True),
    *(
        change(f"teams:{name}", "teacher")
        for name in (
            "person-edit",
            "person-welcome",
            "appointment-give",
            "membership-join",
            "supervision-begin",
            "person-replace",
        )
    ),
    row("teams:person-replacement", "teacher", ok="leader district", no=f"{STAFF} superintendent"),
    change("teams:appointment-end", "appointment"),
    change("teams:membership-change", "membership"),
    change("teams:membership-end", "membership"),
    row("teams:supervision-end", "link", ok="leader district", no="lead teacher", post=True),
    # schools and teams
    row("teams:schools", ok=EVERYONE.replace("partner ", ""), no="partner"),
    row("teams:school", "school", ok=INSIDE, no="steward"),
    district("teams:school-new", post=False),
    district("teams:school-add"),
    district("teams:network-add"),
    district("teams:year-add"),
    district("teams:district-term-add"),
    district("teams:district-block-add"),
    *(
        row(f"teams:{name}", "school", ok="leader district", no=f"{STAFF} superintendent steward", post=True)
        for name in ("school-edit", "term-add", "block-add", "team-add")
    ),
    row("teams:term", "own_term", ok="leader district", no=f"{STAFF} superintendent"),
    change("teams:term-edit", "own_term"),
    change("teams:term-remove", "own_term"),
    change("teams:block-remove", "own_block"),
    page("teams:team", "team"),
    change("teams:team-edit", "team"),
    change("teams:team-join", "team"),
    *(
        row(
            f"teams:{name}",
            thing,
            ok="leader lead district",
            no="teacher member facilitator superintendent",
            post=True,
        )
        for name, thing in (
            ("team-tend", "team"),
            ("expectation-add", "team"),
            ("expectation-remove", "expectation"),
        )
    ),
    # goals
    row("teams:goals", ok=EVERYONE.replace("steward ", ""), no="steward"),
    page("teams:goal", "goal"),
    row("teams:goal-new", ok="leader other_leader", no=f"{OTHERS} district"),
    row("teams:goal-add", ok="leader other_leader", no=f"{OTHERS} district", post=True),
    plan("teams:goal-edit", {"pk": "goal"}),
    plan("teams:goal-archive", {"pk": "goal"}),
    plan("teams:goal-part-add", {"pk": "goal", "kind": "=challenge"}),
    plan("teams:goal-part", PART, post=False),
    plan("teams:goal-part-edit", PART),
    plan("teams:goal-part-remove", PART),
    plan("teams:checkpoint", CHECK, post=False),
    plan("teams:checkpoint-record", CHECK),
    # SLOs
    row("teams:slo-new", ok=AT_WORK, no="superintendent partner district steward"),
    row("teams:slo-add", ok=AT_WORK, no="superintendent partner district steward", post=True),
    row("teams:slo", "slo", ok="leader lead teacher superintendent district"),
    *(
        row(f"teams:{name}", "slo", ok="leader lead teacher", no="superintendent district", post=True)
        for name in ("slo-edit", "slo-check", "slo-close")
    ),
    row("teams:slo-submit", "slo", ok="teacher", no="leader lead superintendent district", post=True),
    *(
        row(f"teams:{name}", "slo", ok="leader lead", no="teacher superintendent district", post=True)
        for name in ("slo-approve", "slo-return")
    ),
    # one's own
    row("teams:me", ok=EVERYONE),
    row("teams:me-edit", ok=EVERYONE, post=True),
    row("teams:workplace-choose", ok=EVERYONE, post=True),
    row("teams:own-history", ok=EVERYONE),
    row(
        "teams:audit",
        ok="leader other_leader superintendent district",
        no=f"{STAFF} partner steward outsider",
    ),
    # setting up
    setter("teams:setup"),
    setter("teams:setup-template"),
    setter("teams:setup-upload", post=True),
    setter("teams:sheet-upload", post=True),
    setter("teams:export", args={"kind": "=people", "form": "=csv"}),
    row("teams:setup-file", "file", ok="leader"),
    row("teams:setup-apply", "file", ok="leader", post=True),
    row("teams:setup-discard", "file", ok="leader", post=True),
    # legal holds
    district("teams:holds", post=False),
    district("teams:hold-place"),
    *(district(f"teams:hold-{change}", thing="hold") for change in ("lift-ask", "keep", "lift")),
    # notices
    row("teams:notices", ok=EVERYONE),
    row("teams:notice", "notice", ok="leader"),
    row("teams:notice-send-again", "notice", ok="district", post=True),
    row("teams:mailbox"),  # exists where mail is kept in a folder only
    row("teams:notice-preferences", ok=EVERYONE),
    row("teams:notice-preferences-save", ok=EVERYONE, post=True),
    row("teams:notice-stop", public=True, args={"token": "stop_token"}),
    row("teams:notice-stop", public=True, args={"token": "stop_token"}, post=True),
]
