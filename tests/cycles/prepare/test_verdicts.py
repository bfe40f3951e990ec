from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.plan.models import ReflectionSession
from cycles.prepare import actions, queries, verdicts
from cycles.prepare.models import Answer, GoalVerdict, Reflection
from reflection_site.encryption import EncryptedTextField
from teams.models import Expectation, Slo, UipGoal
from tests.cycles.making import begin_meeting, hand_in, join, schedule


def judge(session: Any, person: Any, goal: Any, verdict: str, *, sort: str = "goal", **more: Any) -> GoalVerdict:
    reflection = actions.begin_reflection(session, by=person, at=timezone.now())
    values = {"evidence": "", "version": 0} | more
    prompt = reflection.template.prompts.get(kind="goals")
    return verdicts.save_verdict(
        reflection, prompt=prompt, sort=sort, pk=goal.pk, verdict=verdict, by=person, at=timezone.now(), **values
    )


def judged(session: Any, person: Any, goal: Any, verdict: str, audience: str, **more: Any) -> None:
    """A verdict with its audience, handed in."""
    judge(session, person, goal, verdict, **more)
    Answer.objects.filter(reflection__person=person, prompt__kind="goals").update(audience=audience)
    hand_in(session, person)


@pytest.fixture
def slo(people: Any) -> Slo:
    return Slo.objects.create(
        person=people.teacher, school=people.school, year=people.year, team=people.team, course="Math", objective="Mine"
    )


def before(session: Any) -> dict[tuple[str, int], str]:
    return {key: queries.counts_in_words(counts) for key, counts in queries.verdicts_before(session).items()}


def test_the_goals_are_the_schools_ones_own_and_the_teams(people: Any, session: ReflectionSession, slo: Slo) -> None:
    Slo.objects.create(person=people.member, school=people.school, year=people.year, course="Math", objective="Theirs")
    UipGoal.objects.create(school=people.school, year=people.year, title="Old", is_archived=True)
    UipGoal.objects.create(school=people.other_school, year=people.year, title="Not ours")
    Expectation.objects.create(team=people.team, year=people.year, text="Plan weekly", agreed_on=people.year.starts_on)
    shown = queries.goals_to_judge(session, people.teacher)
    assert [(one.sort, one.title) for one in shown] == [
        ("goal", people.goal.title),
        ("slo", "Mine"),
        ("expectation", "Plan weekly"),
    ]
    session.cycle.school.uses_uip = session.cycle.school.uses_slo = False
    assert [one.sort for one in queries.goals_to_judge(session, people.teacher)] == ["expectation"]


def test_a_verdict_is_kept_and_counts_as_an_answer(people: Any, session: ReflectionSession) -> None:
    said = judge(session, people.teacher, people.goal, "on_track", evidence="Winter: 47%")
    page = queries.preparation(session, people.teacher)
    on_page = next(one for one in page.prompts if one.prompt.kind == "goals")
    assert (on_page.is_answered, on_page.goals[0].said, on_page.goals[0].verdict_label) == (True, said, "On track")


def test_the_first_verdict_has_the_readers_that_the_page_named(people: Any, session: ReflectionSession) -> None:
    judge(session, people.teacher, people.goal, "on_track")
    answer = Answer.objects.get()
    assert (answer.audience, answer.version) == ("named", 0)
    # the words above it were typed on the same page, which knew of no answer
    kept = actions.save_answer(
        answer.reflection,
        prompt=answer.prompt,
        text="All in all well",
        second_text="",
        audience="me",
        version=0,
        by=people.teacher,
        at=timezone.now(),
    )
    assert (kept.audience, kept.version, kept.verdicts.count()) == ("me", 1, 1)


def test_a_default_for_the_lead_is_addressed_to_them(people: Any, session: ReflectionSession) -> None:
    reflection = actions.begin_reflection(session, by=people.teacher, at=timezone.now())
    reflection.template.prompts.filter(kind="goals").update(default_audience="lead")
    judge(session, people.teacher, people.goal, "on_track")
    assert list(Answer.objects.get().addressed_to.all()) == [people.lead]


def test_two_windows_meet(people: Any, session: ReflectionSession) -> None:
    judge(session, people.teacher, people.goal, "on_track", evidence="one")
    with pytest.raises(verdicts.VerdictChanged) as refused:
        judge(session, people.teacher, people.goal, "partly", evidence="two")
    assert refused.value.newer.evidence == "one"
    assert judge(session, people.teacher, people.goal, "partly", evidence="both", version=1).version == 2
    assert judge(session, people.teacher, people.goal, "partly", evidence="both", version=1).version == 2


def test_handed_in_it_stays(people: Any, session: ReflectionSession) -> None:
    judged(session, people.teacher, people.goal, "on_track", "named")
    with pytest.raises(actions.ReflectionReady):
        judge(session, people.teacher, people.goal, "partly", version=1)


def test_what_was_said_is_encrypted() -> None:
    kept = {field.name for field in GoalVerdict._meta.fields if isinstance(field, EncryptedTextField)}
    assert kept == {"verdict", "evidence"}


# --- what the meeting starts from


def test_counts_by_verdict_of_what_was_given_to_the_group(people: Any, session: ReflectionSession) -> None:
    others = [join(session, name) for name in ("Ana", "Ben", "Cleo")]
    for person in (people.teacher, people.member, others[0]):
        judged(session, person, people.goal, "on_track", "named")
    judged(session, others[1], people.goal, "off_track", "named")
    judged(session, others[2], people.goal, "off_track", "me")
    judged(session, people.lead, people.goal, "partly", "lead")
    assert before(session) == {("goal", people.goal.pk): "3 on track, 1 off track"}


def test_nothing_counts_before_it_is_handed_in_nor_after_the_meeting_began(
    people: Any, session: ReflectionSession
) -> None:
    judge(session, people.teacher, people.goal, "on_track")
    begin_meeting(session)
    judged(session, people.member, people.goal, "on_track", "named")
    assert before(session) == {}


def test_unnamed_verdicts_wait_for_five_besides_any_one_and_for_the_meeting(
    people: Any, session: ReflectionSession
) -> None:
    others = [join(session, name) for name in ("Ana", "Ben", "Cleo")]
    for person in (people.teacher, people.member, *others):
        judged(session, person, people.goal, "off_track", "unnamed")
    begin_meeting(session)
    assert before(session) == {}
    ReflectionSession.objects.filter(pk=session.pk).update(state="scheduled")
    session.refresh_from_db()
    judged(session, join(session, "Dee"), people.goal, "on_track", "unnamed")
    assert before(session) == {}
    begin_meeting(session)
    assert before(session) == {("goal", people.goal.pk): "1 on track, 5 off track"}


def test_the_ilt_starts_from_what_small_teams_passed_on_too(
    people: Any, cycle: Any, session: ReflectionSession
) -> None:
    """Of the school's goals only: an expectation would name the team. As with lines, six must have handed in."""
    ilt, other = schedule(cycle, people.ilt), schedule(cycle, people.other_team)
    agreed = Expectation.objects.create(
        team=people.team, year=people.year, text="Plan weekly", agreed_on=people.year.starts_on
    )
    judged(ilt, people.facilitator, people.goal, "partly", "named")
    judge(session, people.teacher, agreed, "off_track", sort="expectation")
    people_of = [(session, people.teacher), *((session, join(session, name)) for name in ("Ana", "Ben"))]
    people_of += [(other, join(other, name)) for name in ("Cleo", "Dee", "Eli")]
    for there, person in people_of[:5]:
        judged(there, person, people.goal, "off_track", "pooled")
    begin_meeting(ilt)
    assert before(ilt) == {("goal", people.goal.pk): "1 partly there"}
    Reflection.objects.filter(session__in=(session, other)).update(is_after_ilt=False)
    judged(*people_of[5], people.goal, "on_track", "pooled")
    Reflection.objects.filter(session__in=(session, other)).update(is_after_ilt=False)
    assert before(ilt) == {("goal", people.goal.pk): "1 on track, 1 partly there, 5 off track"}
    assert before(session) == {}


def test_ones_own_objective_is_never_shown_unnamed(people: Any, session: ReflectionSession, slo: Slo) -> None:
    for name in ("Ana", "Ben", "Cleo", "Dee", "Eli"):
        judged(session, join(session, name), people.goal, "on_track", "unnamed")
    judge(session, people.teacher, people.goal, "on_track")
    judged(session, people.teacher, slo, "off_track", "unnamed", sort="slo", evidence="canary")
    begin_meeting(session)
    assert before(session) == {("goal", people.goal.pk): "6 on track"}
    shown = queries.shared_with_group(session, people.lead)
    assert len(shown.unnamed) == 6
    assert "canary" not in repr(shown)
    assert "Mine" not in repr(shown)


def test_readers_see_the_verdicts_in_words(people: Any, session: ReflectionSession) -> None:
    judged(session, people.teacher, people.goal, "partly", "named", evidence="Winter: 47%")
    (line,) = queries.shared_with_group(session, people.lead).named
    assert line.boxes == ((people.goal.title, "Partly there: Winter: 47%"),)
    assert [own.line.boxes[0] for own in queries.shared_of_mine(session, people.teacher)][-1] == line.boxes[0]


# --- the page


@pytest.fixture
def as_teacher(people: Any) -> Client:
    client = Client()
    client.force_login(people.teacher)
    return client


def save(client: Client, session: Any, goal: Any, verdict: str, version: int = 0, *, auto: bool = True) -> Any:
    prompt = queries.preparation(session, goal.owner).prompts[2].prompt
    address = reverse("cycles:verdict-save", args=[session.pk, prompt.pk, "goal", goal.pk])
    data = {"verdict": verdict, "evidence": "Winter: 47%", "version": version}
    return client.post(address, data, headers={"X-Autosave": "1"} if auto else {})


@pytest.fixture
def goal(people: Any) -> UipGoal:
    people.goal.owner = people.teacher
    return people.goal


def test_a_verdict_is_saved_as_typed(as_teacher: Client, session: ReflectionSession, goal: UipGoal) -> None:
    assert save(as_teacher, session, goal, "on_track").json()["version"] == 1
    back = save(as_teacher, session, goal, "on_track", 1, auto=False)
    assert back["Location"].endswith(f"/prepare/#goal-{goal.pk}")
    html = as_teacher.get(reverse("cycles:prepare", args=[session.pk])).content.decode()
    assert "Winter: 47%" in html


def test_two_windows_of_a_verdict_are_both_shown(as_teacher: Client, session: Any, goal: UipGoal) -> None:
    save(as_teacher, session, goal, "on_track")
    assert save(as_teacher, session, goal, "off_track").json()["verdict"] == "on_track"
    shown = save(as_teacher, session, goal, "off_track", auto=False)
    assert (shown.status_code, "another window" in shown.content.decode()) == (409, True)
    assert save(as_teacher, session, goal, "best").status_code == 422
    assert save(as_teacher, session, goal, "best", 1, auto=False).status_code == 422


def test_a_goal_that_is_not_asked_is_not_there(people: Any, as_teacher: Client, session: Any, goal: UipGoal) -> None:
    foreign = UipGoal.objects.create(
        school=people.other_school, year=people.year, title="Not ours", owner=people.teacher
    )
    assert save(as_teacher, session, foreign, "on_track").status_code == 404
    hand_in(session, people.teacher)
    assert save(as_teacher, session, goal, "on_track").status_code == 410


def test_the_page_counts_the_same_with_more_goals(
    people: Any, as_teacher: Client, session: Any, count_queries: Any
) -> None:
    page = reverse("cycles:prepare", args=[session.pk])
    judge(session, people.teacher, people.goal, "on_track")
    with count_queries() as one:
        as_teacher.get(page)
    for title in ("Two", "Three"):
        more = UipGoal.objects.create(school=people.school, year=people.year, title=title)
        judge(session, people.teacher, more, "partly")
    with count_queries() as three:
        as_teacher.get(page)
    assert len(three) == len(one)
