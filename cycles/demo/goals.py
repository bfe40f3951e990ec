"""What the demo schools have promised: calendar, UIP goals, SLOs, expectations."""

from datetime import date, datetime, time, timedelta

from teams.enums import BlockKind, CycleKind, SloState, Verdict
from teams.models import (
    CalendarBlock,
    Challenge,
    Checkpoint,
    Expectation,
    ImplementationBenchmark,
    InterimMeasure,
    Person,
    RootCause,
    SchoolYear,
    Slo,
    Strategy,
    UipGoal,
)

from .days import thanksgiving
from .people import DemoDistrict, DemoSchool

_GOALS = (
    (
        "Reading: 60% of students on or above grade level by spring",
        "Too many students read two or more grades behind",
        "Small groups are formed by level and not by the skill that is missing",
        "Skill-based small groups, planned together every three weeks",
        "i-Ready reading, on or above grade level",
        "Every team regroups students every three weeks",
    ),
    (
        "Math: 50% of students on or above grade level by spring",
        "Students meet grade-level tasks late in each unit",
        "Teams plan from gaps up and not from the grade-level task down",
        "One grade-level task on the first day of each unit",
        "i-Ready math, on or above grade level",
        "Each unit opens with a grade-level task",
    ),
)
_EXPECTATIONS = (
    "We start with student work and end with a decision",
    "The facilitator changes every month; the timekeeper speaks up",
    "Everyone has read the packet before we meet",
)


def make_years(today: date) -> tuple[SchoolYear, SchoolYear]:
    """Last year and this one, laid so that this fall's semester closes in about three weeks."""
    closes = today + timedelta(days=24)
    start = closes - timedelta(days=124)
    years = []
    for begin in (start - timedelta(days=364), start):
        year = SchoolYear.objects.create(
            name=f"{begin.year}-{(begin.year + 1) % 100:02}", starts_on=begin, ends_on=begin + timedelta(days=290)
        )
        fall_end = begin + timedelta(days=124)
        year.terms.create(name="Fall semester", starts_on=begin, ends_on=fall_end, closes=CycleKind.MID_YEAR)
        year.terms.create(
            name="Spring semester",
            starts_on=fall_end + timedelta(days=17),
            ends_on=begin + timedelta(days=290),
            closes=CycleKind.END_OF_YEAR,
        )
        _block(BlockKind.BREAK, "Winter break", fall_end + timedelta(days=1), 16)
        _block(BlockKind.TESTING, "Winter diagnostic window", fall_end - timedelta(days=38), 18)
        _block(BlockKind.LEARNING, "Professional learning day", fall_end - timedelta(days=45), 1)
        if begin <= thanksgiving(begin.year) <= fall_end:
            _block(BlockKind.BREAK, "Thanksgiving break", thanksgiving(begin.year), 2)
        years.append(year)
    return years[0], years[1]


def _block(kind: BlockKind, name: str, first: date, days: int) -> None:
    CalendarBlock.objects.create(kind=kind, name=name, starts_on=first, ends_on=first + timedelta(days=days - 1))


def make_goals(district: DemoDistrict, years: tuple[SchoolYear, SchoolYear]) -> None:
    """Two UIP goals a school and year with their whole chain, expectations, and two SLOs a team."""
    for demo in district.schools:
        for year in years:
            for number, words in enumerate(_GOALS):
                _make_goal(demo, year, demo.leads[number], words)
            for team in [demo.ilt, *demo.teams]:
                for text in _EXPECTATIONS:
                    Expectation.objects.create(
                        team=team, year=year, text=text, agreed_on=year.starts_on + timedelta(days=5)
                    )
        _make_slos(demo, years[1])


def _make_goal(demo: DemoSchool, year: SchoolYear, owner: Person, words: tuple[str, ...]) -> None:
    title, challenge_text, cause_text, strategy_text, metric, benchmark_text = words
    goal = UipGoal.objects.create(school=demo.school, year=year, title=title, owner=owner)
    challenge = Challenge.objects.create(school=demo.school, text=challenge_text)
    challenge.goals.add(goal)
    cause = RootCause.objects.create(school=demo.school, text=cause_text)
    cause.challenges.add(challenge)
    strategy = Strategy.objects.create(school=demo.school, text=strategy_text)
    strategy.root_causes.add(cause)
    strategy.goals.add(goal)
    measure = InterimMeasure.objects.create(goal=goal, metric=metric)
    benchmark = ImplementationBenchmark.objects.create(goal=goal, strategy=strategy, text=benchmark_text)
    for weeks, expected, teams in (
        (6, "40%", "3 of 4 teams"),
        (18, "47%", "4 of 4 teams"),
        (34, "55%", "4 of 4 teams"),
    ):
        due_on = year.starts_on + timedelta(weeks=weeks)
        Checkpoint.objects.create(measure=measure, due_on=due_on, expected=expected)
        Checkpoint.objects.create(benchmark=benchmark, due_on=due_on, expected=teams)


def _make_slos(demo: DemoSchool, year: SchoolYear) -> None:
    for number, (team, lead, members) in enumerate(zip(demo.teams, demo.leads, demo.members, strict=True)):
        for person, course, share in ((lead, "Reading", 0), (members[0], "Math", 2), (members[1], "Writing", 1)):
            Slo.objects.create(
                person=person,
                school=demo.school,
                year=year,
                team=team,
                course=f"{team.name} {course.lower()}",
                objective=f"Students explain their thinking in {course.lower()} with evidence from the text or task",
                state=SloState.APPROVED,
                approved_by=demo.leader if person == lead else lead,
                approved_at=datetime.combine(year.starts_on + timedelta(weeks=5), time(15), tzinfo=demo.school.zone),
                ahead=1 + share,
                prepared=4 + number,
                somewhat=7,
                under=6 - share,
                significantly_under=3,
                midcourse_verdict=(Verdict.ON_TRACK, Verdict.PARTLY, Verdict.TOO_EARLY)[share],
                midcourse_note="Conferring notes of the last six weeks",
                midcourse_on=year.starts_on + timedelta(weeks=11),
            )
