"""A school's learning cycles, term by term: that maps were done, never what they say."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cycles.listen.enums import USUAL_WEEKS
from cycles.listen.models import LearningCycle, MapRound
from surveys.enums import Naming, SurveyState
from teams.models import Membership, School, SchoolYear, Team, Term

FRIDAY = 4


def cycle_title(cycle: LearningCycle) -> str:
    """ "Fall semester, learning cycle 2". Needs `term` fetched."""
    return titled(cycle.term.name, cycle.number)


def titled(term: str, number: int) -> str:
    """The same, where only the two are at hand."""
    return _("%(term)s, learning cycle %(number)s") % {"term": term, "number": number}


def proposed(term: Term) -> list[tuple[date, date]]:
    """Cycles of about six weeks that fill the term; each but the last ends on a Friday."""
    days = (term.ends_on - term.starts_on).days + 1
    count = max(1, round(days / 7 / USUAL_WEEKS))
    found, starts_on = [], term.starts_on
    for number in range(1, count + 1):
        target = term.starts_on + timedelta(days=days * number // count - 1)
        friday = target - timedelta(days=(target.weekday() - FRIDAY) % 7)
        ends_on = term.ends_on if number == count else max(friday, starts_on)
        found.append((starts_on, ends_on))
        starts_on = ends_on + timedelta(days=3 if ends_on.weekday() == FRIDAY else 1)
    return found


@dataclass(frozen=True)
class TeamState:
    """How one team's maps stand: that they were done."""

    team: str
    state: str
    word: str


@dataclass(frozen=True)
class TermCycles:
    """A term with its learning cycles (none yet: `days` are those proposed), and where each team stands in each."""

    term: Term
    is_set: bool
    days: tuple[tuple[date, date], ...]
    cycles: tuple[tuple[LearningCycle, tuple[TeamState, ...]], ...]
    is_over: bool


def terms_of(school: School, *, today: date) -> tuple[TermCycles, ...]:
    """The running school year's terms (the school's own where it has any). At most 4 queries."""
    year = SchoolYear.objects.filter(starts_on__lte=today, ends_on__gte=today).order_by("-starts_on").first()
    terms = (
        list(Term.objects.filter(Q(school=school) | Q(school=None), year=year).order_by("starts_on")) if year else []
    )
    shown = [term for term in terms if term.school_id] or terms
    stand: dict[int, list[LearningCycle]] = defaultdict(list)
    for one in LearningCycle.objects.filter(school=school, term__in=shown).order_by("number"):
        stand[one.term_id].append(one)
    states = _states([one for cycles in stand.values() for one in cycles], today)
    return tuple(_term(term, stand[term.pk], states, today) for term in shown)


def _term(term: Term, stand: list[LearningCycle], states: dict[int, list[TeamState]], today: date) -> TermCycles:
    days = [(one.starts_on, one.ends_on) for one in stand] or proposed(term)
    cycles = tuple((one, tuple(states[one.pk])) for one in stand)
    return TermCycles(term, bool(stand), tuple(days), cycles, term.ends_on < today)


def _states(cycles: list[LearningCycle], today: date) -> dict[int, list[TeamState]]:
    """Every opened round of these cycles. 1 query."""
    handed_in = Count("maps", filter=Q(maps__handed_in_at__isnull=False))
    rounds = MapRound.objects.filter(learning_cycle__in=cycles, opened_at__isnull=False)
    counted = rounds.select_related("team", "survey", "learning_cycle").annotate(all=Count("maps"), done=handed_in)
    found: dict[int, list[TeamState]] = defaultdict(list)
    for one in counted.order_by("team__name"):
        found[one.learning_cycle_id].append(_state(one, today))
    return found


def _state(found: MapRound, today: date) -> TeamState:
    if found.naming == Naming.ANONYMOUS:
        is_over = found.survey is None or found.survey.state == SurveyState.CLOSED
        return TeamState(
            found.team.name, "done" if is_over else "locked", _("without names, over") if is_over else _("sealed")
        )
    done, asked = getattr(found, "done", 0), getattr(found, "all", 0)
    word = _("%(done)s of %(asked)s handed in") % {"done": done, "asked": asked}
    is_over = found.learning_cycle.maps_until < today
    return TeamState(found.team.name, "done" if done == asked else "quiet" if is_over else "active", word)


def lacks_cycles(school: School, *, today: date) -> bool:
    """Whether the school year runs and none of its learning cycles are set at this school. 1 query."""
    stand = LearningCycle.objects.filter(school=school, term__year=OuterRef("pk"))
    running = SchoolYear.objects.filter(starts_on__lte=today, ends_on__gte=today)
    return bool(
        running.annotate(has=Exists(stand)).order_by("-starts_on").values_list("has", flat=True).first() is False
    )


def team_size(team: Team, *, without: int) -> int:
    """How many in the team today would be asked. 1 query."""
    inside = Membership.objects.on().filter(team=team, person__is_active=True).exclude(person=without)
    return inside.values("person_id").distinct().count()


def outlived(*, at: datetime) -> QuerySet[MapRound]:
    """Rounds of a school year after which another one has ended."""
    today = timezone.localdate(at)
    ended = SchoolYear.objects.filter(ends_on__lt=today).order_by("-ends_on").values_list("starts_on", flat=True)
    last = ended.first()
    return MapRound.objects.filter(learning_cycle__term__year__ends_on__lt=last) if last else MapRound.objects.none()
