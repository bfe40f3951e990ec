"""Making the demo district, and listing who is in it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, OuterRef

from cycles.plan.enums import SessionState
from cycles.plan.models import Invitation
from cycles.prepare.models import Reflection
from teams.enums import LEADING, Position, Role
from teams.models import Notice, Person

from .evidence import load_files
from .goals import make_goals, make_years
from .people import DOMAIN, PASSWORD, SCHOOLS, make_people
from .story import tell_last_spring, tell_this_winter

__all__ = ["PASSWORD", "demo_people", "make_district", "showcase"]


@dataclass(frozen=True)
class DemoPerson:
    """One line of `manage.py demo_people --json`. `school` is empty for people of a network or the district."""

    name: str
    email: str
    password: str
    role: str
    school: str
    can: str


def is_made() -> bool:
    """Whether the demo district is in this database."""
    return Person.objects.filter(email__endswith=f"@{DOMAIN}").exists()


@transaction.atomic
def make_district(now: datetime, *, say: Callable[[str], object] = print) -> bool:
    """Make it all, around `now`; False where it is here already. All or nothing."""
    if is_made():
        return False
    today = now.astimezone(ZoneInfo("America/Denver")).date()
    years = make_years(today)
    say("People and goals …")
    district = make_people(years[0].starts_on - timedelta(days=30))
    make_goals(district, years)
    say("Last year's evidence and cycle …")
    load_files(district, years[0], years, today, now)
    tell_last_spring(district, years[0].terms.get(name="Spring semester"))
    say("This year's evidence and cycle …")
    load_files(district, years[1], years, today, now)
    tell_this_winter(district, years[1].terms.get(name="Fall semester"), now)
    Notice.objects.filter(due_at__lt=now - timedelta(hours=12)).delete()  # told long ago, in another mailbox
    return True


def _role(person: Person) -> tuple[str, str, str]:
    """A person's role in words, school and what the demo shows them."""
    held = next(iter(person.appointments.all()), None)
    if held is None:
        return "", "", ""
    place = held.school.name if held.school else ""
    if held.role != Role.STAFF:
        return str(Role(held.role).label), place, str(_CAN[Role(held.role)])
    places = person.memberships.all()
    leading = next((held.position for held in places if held.position in LEADING), None)
    if leading is not None:
        return str(Position(leading).label), place, _CAN_LEAD
    if all(held.team.is_ilt for held in places):
        return "Facilitator", place, _CAN_FACILITATE
    return "Teacher", place, str(_CAN[Role.STAFF])


_CAN = {
    Role.LEADER: "plans the cycle, sees who is ready, decides, publishes the summary",
    Role.STAFF: "fills in a reflection, joins the meeting on a phone",
    Role.SUPERINTENDENT: "advises on adjustments, reviews summaries across schools",
    Role.PARTNER: "comments where invited",
    Role.DISTRICT: "sets up schools, people and terms, brings in data",
    Role.STEWARD: "brings in data without seeing values",
}
_CAN_LEAD = "prepares and facilitates the team's meeting"
_CAN_FACILITATE = "prepares and facilitates the ILT's meeting"


def demo_people() -> list[DemoPerson]:
    """Everybody with a demo address, in the order in which they were made. 4 queries."""
    people = Person.objects.filter(email__endswith=f"@{DOMAIN}")
    people = people.prefetch_related("appointments__school", "memberships__team")
    return [
        DemoPerson(person.name, person.email, PASSWORD, role, school, can)
        for person in people.order_by("pk")
        for role, school, can in [_role(person)]
    ]


def showcase() -> list[DemoPerson]:
    """Of each role at the school that is in the middle of its cycle, and of the district, who has most to prepare."""
    asked, chosen = _unprepared(), dict[str, DemoPerson]()
    for person in demo_people():
        if person.school in ("", SCHOOLS[0][1]):
            first = chosen.setdefault(person.role, person)
            if asked[first.email] < asked[person.email]:
                chosen[person.role] = person
    return list(chosen.values())


def _unprepared() -> Counter[str]:
    """How many reflections each address still has to fill in."""
    done = Reflection.objects.filter(session=OuterRef("session"), person=OuterRef("person"), submitted_at__isnull=False)
    waiting = Invitation.objects.filter(~Exists(done), session__state=SessionState.SCHEDULED, is_guest=False)
    return Counter(waiting.values_list("person__email", flat=True))
