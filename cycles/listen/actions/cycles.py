"""Learning cycles: their days set, their maps asked for at the end of each, old ones deleted."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from cycles.listen import notices, queries
from cycles.listen.enums import MAP_DAYS, RATED, TITLE, WRITTEN
from cycles.listen.models import LearningCycle, MapRound, ThinkingMap
from surveys import actions as survey_actions
from surveys.enums import THINKING_MAPS, Naming, QuestionKind
from surveys.models import Survey
from teams import audit, retention
from teams.enums import LEADING, Position, TeamKind
from teams.models import Membership, Person, School, Team, Term
from teams.notices import local_moment

from .refusals import DatesFixed, NamingFixed

END = time(23, 59)


@transaction.atomic
def set_learning_cycles(
    school: School, *, term: Term, days: Sequence[tuple[date, date]], by: Person, at: datetime
) -> None:
    """The term's learning cycles at this school, in order; one that is not listed any more goes.

    Raises `DatesFixed` where the maps of one that would change are asked for. Each team's round stands from now on,
    so that its lead can choose how to ask.
    """
    stand = {one.number: one for one in LearningCycle.objects.filter(school=school, term=term)}
    wanted = dict(enumerate(days, 1))
    for number, one in stand.items():
        if one.asked_at and wanted.get(number) != (one.starts_on, one.ends_on):
            raise DatesFixed(number)
    LearningCycle.objects.filter(school=school, term=term).exclude(number__in=wanted).delete()
    for number, (starts_on, ends_on) in wanted.items():
        kept = {"starts_on": starts_on, "ends_on": ends_on, "maps_until": ends_on + timedelta(days=MAP_DAYS)}
        cycle, _made = LearningCycle.objects.update_or_create(school=school, term=term, number=number, defaults=kept)
        if cycle.asked_at is None:
            _prepare_rounds(cycle)
    audit.record("learning cycles set", term, by=by, at=at, school=school, count=len(wanted))


def _prepare_rounds(cycle: LearningCycle) -> list[MapRound]:
    """A round for each teacher team that has a lead; it follows a change of lead until it opens."""
    rounds = []
    for team in Team.objects.filter(school=cycle.school_id, kind=TeamKind.TEACHER, is_active=True).order_by("pk"):
        lead = _lead_of(team)
        if lead is None:
            continue
        found, _made = MapRound.objects.get_or_create(learning_cycle=cycle, team=team, defaults={"lead": lead})
        if found.lead_id != lead.pk:
            # how to ask was the former lead's choice
            found.lead, found.naming = lead, Naming.NAMED
            found.save(update_fields=["lead", "naming"])
        rounds.append(found)
    return rounds


def _lead_of(team: Team) -> Person | None:
    """The one whom the maps address: the senior lead, else who leads longest."""
    leading = Membership.objects.on().filter(team=team, position__in=LEADING, person__is_active=True)
    found = sorted(
        leading.select_related("person"), key=lambda one: (one.position != Position.SENIOR_LEAD, one.starts_on, one.pk)
    )
    return found[0].person if found else None


@transaction.atomic
def choose_naming(found: MapRound, *, naming: Naming, by: Person, at: datetime) -> None:
    """Ask with names or without, next time. Raises `NamingFixed` once people were asked."""
    if not MapRound.objects.filter(pk=found.pk, opened_at__isnull=True).update(naming=naming):
        raise NamingFixed
    audit.record("maps: naming chosen", found, by=by, at=at, school=found.learning_cycle.school)


def open_due_maps(*, at: datetime) -> int:
    """Ask for the maps of every learning cycle that ends today or has ended; returns how many cycles."""
    waiting = LearningCycle.objects.filter(asked_at__isnull=True).select_related("school", "term")
    due = [one for one in waiting if one.ends_on <= timezone.localdate(at, one.school.zone) <= one.maps_until]
    return sum(_open(cycle, at) for cycle in due)


@transaction.atomic
def _open(cycle: LearningCycle, at: datetime) -> bool:
    if not LearningCycle.objects.filter(pk=cycle.pk, asked_at__isnull=True).update(asked_at=at):
        return False
    closes_at = local_moment(cycle.school, cycle.maps_until, END)
    for found in _prepare_rounds(cycle):
        members = _members(found)
        if members:
            _open_round(found, members, closes_at, at)
    audit.record("thinking maps asked", cycle, by=None, at=at, school=cycle.school)
    return True


def _members(found: MapRound) -> list[Person]:
    """Everyone in the team today but the addressed lead."""
    inside = Membership.objects.on().filter(team=found.team, person__is_active=True).exclude(person=found.lead_id)
    return list(Person.objects.filter(pk__in=inside.values("person_id")).order_by("pk"))


def _open_round(found: MapRound, members: list[Person], closes_at: datetime, at: datetime) -> None:
    """Without names only where enough are asked; else, before anybody writes, with names."""
    if found.naming == Naming.ANONYMOUS and len(members) >= THINKING_MAPS.least_asked:
        found.survey = _survey(found)
        survey_actions.open_survey(found.survey, people=members, closes_at=closes_at, by=None, at=at)
    else:
        found.naming = Naming.NAMED
        ThinkingMap.objects.bulk_create(ThinkingMap(round=found, author=member) for member in members)
    found.opened_at, found.closes_at = at, closes_at
    found.save(update_fields=["naming", "survey", "opened_at", "closes_at"])
    notices.ask(found, members, at=at)


def _survey(found: MapRound) -> Survey:
    rated = [survey_actions.AskedQuestion(QuestionKind.RATING, *words) for words in RATED]
    written = [survey_actions.AskedQuestion(QuestionKind.TEXT, *words) for words in WRITTEN]
    title, title_es = (words % {"lead": found.lead.name} for words in TITLE)
    return survey_actions.make_survey(
        found.learning_cycle.school,
        title=title,
        title_es=title_es,
        questions=[*rated, *written],
        naming=Naming.ANONYMOUS,
        thresholds=THINKING_MAPS,
        reader=found.lead,
    )


@transaction.atomic
def purge_old_maps(*, at: datetime) -> int:
    """Delete maps of which the school year after theirs is over; returns how many."""
    old = ThinkingMap.objects.filter(round__in=queries.outlived(at=at))
    count, _each = retention.unheld(old, school="round__team__school", what="thinking maps", at=at).delete()
    if count:
        audit.record("thinking maps deleted", by=None, at=at, count=count)
    return count
