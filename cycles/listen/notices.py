"""What people are told of maps: asked, reminded while theirs is not in, told what the lead heard."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy, gettext_noop

from surveys.enums import Naming
from surveys.models import Ticket
from teams import notices as teams_notices
from teams.models import Membership, Notice, Person
from teams.notices import Mail
from teams.templatetags.school_time import day

from .enums import REMIND_DAYS
from .models import MapRound, ThinkingMap
from .queries import cycle_title

ASKED = "map-asked"
REMINDER = "map-reminder"
MAPS_IN = "maps-in"
HEARD = "map-heard"


def ask(found: MapRound, members: Iterable[Person], *, at: datetime) -> None:
    """Ask the members, remind those who have not handed in before the end, tell the lead when all had their time."""
    school, people = found.learning_cycle.school, list(members)
    teams_notices.put_many(ASKED, thing=found, people=people, due_at=at, at=at, school=school)
    _remind(found, people, at=at)
    after = teams_notices.morning_of(school, found.learning_cycle.maps_until + timedelta(days=1))
    teams_notices.put(MAPS_IN, thing=found, person=found.lead, due_at=after, at=at, school=school)


def _remind(found: MapRound, people: Iterable[Person], *, at: datetime) -> None:
    school = found.learning_cycle.school
    due_at = teams_notices.morning_of(school, found.learning_cycle.maps_until - timedelta(days=REMIND_DAYS))
    if due_at > at:
        teams_notices.put_many(REMINDER, thing=found, people=people, due_at=due_at, at=at, school=school)


def forget(found: MapRound, person: Person, *, at: datetime) -> None:
    """Void what waits for the person who handed in, in the caller's transaction."""
    reason = gettext_noop("The thinking map is handed in.")
    teams_notices.void(found, at=at, kinds=[ASKED, REMINDER], person=person, reason=reason)


def remind_again(found: MapRound, person: Person, *, at: datetime) -> None:
    """The reminder of a person who took their map up again; one whose morning has passed is left out."""
    _remind(found, [person], at=at)


def tell_heard(found: MapRound, *, at: datetime) -> None:
    """Tell the team that the lead has answered."""
    inside = Membership.objects.on().filter(team=found.team, person__is_active=True).exclude(person=found.lead_id)
    people = Person.objects.filter(pk__in=inside.values("person_id")).order_by("pk")
    school = found.learning_cycle.school
    teams_notices.put_many(HEARD, thing=found, people=people, due_at=at, at=at, school=school)


# --- still wanted?


def _round_of(notice: Notice) -> MapRound | None:
    return teams_notices.load(
        notice, MapRound, "learning_cycle__term", "learning_cycle__school", "team", "lead", "survey"
    )


def _is_asked(notice: Notice) -> bool:
    """The days are not over, the person is in the team, and a map with names is not handed in."""
    found = _round_of(notice)
    if found is None or found.closes_at is None or timezone.now() > found.closes_at:
        return False
    if not _is_inside(found, notice.person_id):
        return False
    if found.naming == Naming.ANONYMOUS:
        return Ticket.objects.filter(survey=found.survey_id, person=notice.person_id, has_answered=False).exists()
    return ThinkingMap.objects.filter(round=found, author=notice.person_id, handed_in_at__isnull=True).exists()


def _is_inside(found: MapRound, person: int) -> bool:
    return bool(Membership.objects.on().filter(team=found.team_id, person=person).exists())


def _has_something(notice: Notice) -> bool:
    """Something was handed in that is not read, or enough answered without names."""
    found = _round_of(notice)
    if found is None or found.lead_id != notice.person_id:
        return False
    if found.survey:
        return found.survey.is_published
    return found.maps.filter(handed_in_at__isnull=False).exists()


def _is_member(notice: Notice) -> bool:
    found = _round_of(notice)
    return found is not None and _is_inside(found, notice.person_id)


# --- words


def _address(found: MapRound, person: int) -> str:
    if found.survey_id:
        return reverse("surveys:sheet", args=[found.survey_id])
    mine = found.maps.filter(author=person).first()
    return reverse("cycles:map", args=[mine.pk]) if mine else reverse("cycles:maps")


def _words(found: MapRound) -> dict[str, str]:
    cycle = found.learning_cycle
    return {"lead": found.lead.name, "cycle": cycle_title(cycle), "day": day(cycle.maps_until), "team": found.team.name}


def _asking(notice: Notice) -> Mail:
    found = _round_of(notice)
    if found is None:
        return teams_notices.letter(notice, subject=_("Your thinking map"), lines=[])
    words = _words(found)
    if found.naming == Naming.ANONYMOUS:
        who = _("It is asked without names. Nobody knows who has answered, so ignore this if you are done.")
    else:
        who = _("%(lead)s reads it under your name, and nobody else. Your school leader sees only that it was done.")
    return teams_notices.letter(
        notice,
        subject=_("A thinking map about %(lead)s, by %(day)s") % words,
        lines=[
            _("%(cycle)s is over in %(team)s. What went well, what could %(lead)s improve, what else?") % words,
            who % words,
            _("It takes about five minutes; one branch is enough."),
        ],
        action=(_("Go to my map"), _address(found, notice.person_id)),
    )


def _telling(notice: Notice) -> Mail:
    found = _round_of(notice)
    if found is None:
        return teams_notices.letter(notice, subject=_("What your team told you"), lines=[])
    return teams_notices.letter(
        notice,
        subject=_("What %(team)s told you") % _words(found),
        lines=[
            _("The maps of %(cycle)s are in.") % _words(found),
            _("Read them, and tell your team what you heard and what you will try."),
        ],
        action=(_("Read them"), reverse("cycles:map-round", args=[found.pk])),
    )


def _hearing(notice: Notice) -> Mail:
    found = _round_of(notice)
    if found is None:
        return teams_notices.letter(notice, subject=_("What your lead heard"), lines=[])
    return teams_notices.letter(
        notice,
        subject=_("What %(lead)s heard, and will try") % _words(found),
        lines=[_("%(lead)s has read the maps of %(cycle)s and answers %(team)s.") % _words(found)],
        action=(_("Read it"), reverse("cycles:heard", args=[found.pk])),
    )


teams_notices.register(
    ASKED, label=gettext_lazy("A thinking map is asked of you"), still_wanted=_is_asked, render=_asking
)
teams_notices.register(
    REMINDER, label=gettext_lazy("Reminder to hand in your thinking map"), still_wanted=_is_asked, render=_asking
)
teams_notices.register(
    MAPS_IN,
    label=gettext_lazy("Thinking maps have come in"),
    still_wanted=_has_something,
    render=_telling,
    is_confidential=True,
)
teams_notices.register(HEARD, label=gettext_lazy("What your lead heard"), still_wanted=_is_member, render=_hearing)
