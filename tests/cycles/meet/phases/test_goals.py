from typing import Any

from django.utils import timezone

from cycles.meet import actions, phases
from cycles.meet.enums import Face
from cycles.meet.phases.base import Seat
from cycles.prepare import actions as prepare
from cycles.prepare.verdicts import save_verdict
from teams.models import Expectation, Slo, UipGoal


def shown(people: Any, meeting: Any) -> Any:
    return phases.kind("goals").show(meeting, Seat(people.teacher, Face.ROOM, may_write=True, may_lead=False))


def add(people: Any, team: Any = None) -> None:
    team = team or people.team
    Slo.objects.create(
        person=people.teacher, school=team.school, year=people.year, team=team, course="Math", objective="Explain"
    )
    Expectation.objects.create(team=team, year=people.year, text="Plan weekly", agreed_on=people.year.starts_on)


def test_goals_slos_and_expectations_of_this_team(people: Any, meeting: Any) -> None:
    add(people)
    add(people, people.other_team)
    add(people, people.foreign_team)
    UipGoal.objects.create(school=people.other_school, year=people.year, title="Not ours")
    UipGoal.objects.create(school=people.school, year=people.year, title="Old", is_archived=True)
    assert [(group.field, [line.title for line in group.lines]) for group in shown(people, meeting).groups] == [
        ("goal", [people.goal.title]),
        ("slo", ["Explain"]),
        ("expectation", ["Plan weekly"]),
    ]


def test_what_a_school_does_not_use_is_not_asked(people: Any, meeting: Any) -> None:
    add(people)
    school = meeting.session.cycle.school
    school.uses_uip = school.uses_slo = False
    assert [group.field for group in shown(people, meeting).groups] == ["expectation"]


def test_a_verdict_comes_with_its_evidence(people: Any, meeting: Any) -> None:
    actions.revisit_goal(
        meeting, goal=people.goal, verdict="partly", evidence="Winter: 47%", by=people.facilitator, at=timezone.now()
    )
    there = shown(people, meeting)
    line = there.groups[0].lines[0]
    assert (line.verdict_label, line.evidence) == ("Partly there", "Winter: 47%")
    assert (there.answered, there.total) == (1, 1)


def test_the_meeting_starts_from_what_people_said_alone(people: Any, meeting: Any) -> None:
    """Counts only: handed in before it began, and given to the group."""
    session = meeting.session
    type(session).objects.filter(pk=session.pk).update(state="scheduled", begun_at=None)
    for person, verdict in ((people.teacher, "on_track"), (people.member, "on_track"), (people.lead, "off_track")):
        reflection = prepare.begin_reflection(session, by=person, at=timezone.now())
        prompt = reflection.template.prompts.get(kind="goals")
        save_verdict(
            reflection,
            prompt=prompt,
            sort="goal",
            pk=people.goal.pk,
            verdict=verdict,
            evidence="canary-evidence",
            version=0,
            by=person,
            at=timezone.now(),
        )
        prepare.submit_reflection(reflection, by=person, at=timezone.now(), is_on_paper=True)
    type(session).objects.filter(pk=session.pk).update(state="meeting")
    there = shown(people, meeting)
    assert there.groups[0].lines[0].before == "Before the meeting: 2 on track, 1 off track"
    assert "canary-evidence" not in repr(there)
