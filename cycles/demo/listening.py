"""The demo's learning cycles: one that its leads have answered, one whose maps are coming in."""

from datetime import date, datetime, time, timedelta

from cycles.listen import actions
from cycles.listen.models import LearningCycle, MapRound, ThinkingMap
from surveys import actions as survey_actions
from surveys.enums import Naming, QuestionKind
from surveys.models import Survey
from teams.models import Term

from .days import workday
from .people import DemoSchool
from .room import TEXTS

BETWEEN = timedelta(days=42)


def listen(demo: DemoSchool, term: Term, now: datetime) -> None:
    """At one school: the last team is asked without names in the first cycle, all others always with names."""
    today = now.astimezone(demo.school.zone).date()
    last = workday(today - timedelta(days=2), -1)
    ends = [day for day in (workday(last - BETWEEN, -1), last) if day > term.starts_on]
    starts = [term.starts_on, *(day + timedelta(days=1) for day in ends)]
    actions.set_learning_cycles(
        demo.school, term=term, days=list(zip(starts, ends, strict=False)), by=demo.leader, at=_at(demo, starts[0], 9)
    )
    for number, day in enumerate(ends, 1):
        cycle = LearningCycle.objects.get(school=demo.school, term=term, number=number)
        if day != last:
            quiet = MapRound.objects.get(learning_cycle=cycle, team=demo.teams[-1])
            actions.choose_naming(quiet, naming=Naming.ANONYMOUS, by=quiet.lead, at=_at(demo, starts[0], 10))
        actions.open_due_maps(at=_at(demo, day, 7))
        _told(demo, cycle, is_over=day != last)


def _at(demo: DemoSchool, day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=demo.school.zone)


def _told(demo: DemoSchool, cycle: LearningCycle, *, is_over: bool) -> None:
    """Most members hand in; where the cycle is over, leads have read and answered."""
    for number, found in enumerate(cycle.rounds.filter(opened_at__isnull=False).order_by("pk")):
        if found.survey:
            _cast(demo, found.survey, cycle)
            continue
        maps = list(found.maps.select_related("round__lead", "author").order_by("pk"))
        for place, mine in enumerate(maps[: len(maps) - 1] if is_over else maps[1:4]):
            _hand_in(mine, number + place, _at(demo, cycle.ends_on, 16, 5 * place))
            if is_over:
                actions.mark_read(mine, at=_at(demo, cycle.maps_until, 15, place))
        if is_over:
            _answer(found, number, _at(demo, cycle.maps_until + timedelta(days=1), 15))


def _hand_in(mine: ThinkingMap, number: int, moment: datetime) -> None:
    well, improve, other = TEXTS["maps"][number % len(TEXTS["maps"])]
    actions.save_map(mine, well=well, improve=improve, other=other, version=mine.version, at=moment)
    actions.hand_in_map(mine, at=moment)


def _answer(found: MapRound, number: int, moment: datetime) -> None:
    heard, will_try = TEXTS["heard"][number % len(TEXTS["heard"])]
    actions.save_heard(found, heard=heard, will_try=will_try, version=0, at=moment)
    actions.publish_heard(found, by=found.lead, at=moment)


def _cast(demo: DemoSchool, survey: Survey, cycle: LearningCycle) -> None:
    """All but one hand in a sheet; it closes when its days are over."""
    rated = survey.questions.filter(kind=QuestionKind.RATING)
    for number, ticket in enumerate(survey.tickets.order_by("pk")[1:]):
        moment = _at(demo, cycle.ends_on, 17, number)
        token = survey_actions.draw_ballot(ticket, nonce=f"{ticket.pk:064}", at=moment)
        content = {str(one.pk): str(3 + (number + one.position) % 3) for one in rated}
        survey_actions.cast_ballot(survey, token=token, content=content, at=moment)
    survey_actions.close_survey(survey, at=_at(demo, cycle.maps_until + timedelta(days=1), 0))
