"""The hand-over: what one session promised is answered for in the next, across years, leads and teams."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.adjust import actions, queries
from cycles.adjust.models import ActionStep, Disposition
from cycles.meet.enums import CardKind
from cycles.plan.models import Cycle, ReflectionSession
from teams.enums import CycleKind, Position
from teams.models import Membership, SchoolYear, Team, Term
from tests import moments
from tests.cycles import agreeing
from tests.cycles.making import open_cycle, schedule


@pytest.fixture
def spring(people: Any, session: Any) -> ReflectionSession:
    """The same team's end-of-year session; the mid-year one has met, with a step, an adjustment and a parked item."""
    meeting = agreeing.begin(session)
    agreeing.step(session, people.teacher, text="fall step")
    agreeing.adjustment(session, text="fall change")
    agreeing.card(meeting, people.member, CardKind.PARKED, text="fall parked")
    agreeing.end(session)
    return following(people, session)


def following(people: Any, session: ReflectionSession, team: Team | None = None) -> ReflectionSession:
    cycle = open_cycle(people, kind=CycleKind.END_OF_YEAR)
    made = schedule(cycle, team or people.team, facilitator=people.facilitator)
    made.follows = session
    made.save()
    return made


def texts(session: ReflectionSession) -> list[tuple[str, bool]]:
    return [(one.text, one.is_answered) for one in queries.open_commitments(session)]


def say(session: ReflectionSession, which: int, became: str, people: Any, **fields: Any) -> Disposition:
    found = queries.open_commitments(session)[which]
    wanted = {"evidence": "as seen", "by": people.facilitator, "at": timezone.now()} | fields
    return actions.record_disposition(session, became=became, **found.target, **wanted)


def next_year(people: Any, before: ReflectionSession, team: Team | None = None) -> ReflectionSession:
    """A mid-year session of the year after."""
    start = people.year.ends_on + timedelta(days=60)
    year = SchoolYear.objects.create(name="2099-00", starts_on=start, ends_on=start + timedelta(days=300))
    days = {"starts_on": start, "ends_on": start + timedelta(days=120)}
    term = Term.objects.create(year=year, name="Fall", closes=CycleKind.MID_YEAR, **days)
    cycle = Cycle.objects.create(
        school=people.school, year=year, term=term, kind=CycleKind.MID_YEAR, opened_at=timezone.now()
    )
    made = schedule(cycle, team or people.team, facilitator=people.facilitator)
    made.follows = before
    made.save()
    return made


def test_the_spring_session_opens_with_every_fall_promise(people: Any, spring: ReflectionSession) -> None:
    assert texts(spring) == [("fall step", False), ("fall change", False), ("fall parked", False)]


def test_what_was_done_in_between_is_still_to_be_answered(people: Any, spring: ReflectionSession) -> None:
    step = ActionStep.objects.get()
    actions.settle_action_step(step, state="done", note="in March", by=people.teacher, at=timezone.now())
    found = queries.open_commitments(spring)[0]
    assert (found.text, found.is_settled, found.note, found.is_answered) == ("fall step", True, "in March", False)


def test_done_closes_the_step(people: Any, spring: ReflectionSession) -> None:
    say(spring, 0, "done", people)
    step = ActionStep.objects.get()
    assert (step.state, step.note, texts(spring)[0]) == ("done", "as seen", ("fall step", True))


def test_continued_carries_over_into_the_next_year(people: Any, spring: ReflectionSession) -> None:
    day = agreeing.in_days(200)
    say(spring, 0, "continued", people, due_on=day)
    say(spring, 1, "continued", people)
    say(spring, 2, "dropped", people)
    later = next_year(people, spring)
    assert (texts(later), ActionStep.objects.get().due_on) == ([("fall step", False), ("fall change", False)], day)


def test_changed_becomes_a_step_of_today(people: Any, spring: ReflectionSession) -> None:
    say(spring, 0, "changed", people, new_text="spring step")
    old, new = ActionStep.objects.order_by("pk")
    assert (old.state, new.text, new.owner, new.session, new.replaces) == (
        "changed",
        "spring step",
        people.teacher,
        spring,
        old,
    )


def test_changed_without_saying_into_what_stays_open(people: Any, spring: ReflectionSession) -> None:
    say(spring, 0, "changed", people)
    assert ActionStep.objects.get().state == "open"


def test_the_later_word_counts(people: Any, spring: ReflectionSession) -> None:
    say(spring, 0, "changed", people, new_text="spring step")
    say(spring, 0, "done", people)
    say(spring, 0, "continued", people)
    assert dict(ActionStep.objects.values_list("text", "state")) == {"fall step": "open", "spring step": "dropped"}
    assert Disposition.objects.count() == 1


def test_a_disposition_has_its_evidence(people: Any, spring: ReflectionSession) -> None:
    with pytest.raises(actions.ReasonMissing):
        say(spring, 0, "done", people, evidence="  ")


def test_nothing_gets_lost_when_leads_change(people: Any, spring: ReflectionSession) -> None:
    Membership.objects.filter(team=people.team).update(ends_on=moments.today() - timedelta(days=1))
    Membership.objects.create(
        team=people.team, person=people.colleague, position=Position.LEAD, starts_on=moments.today()
    )
    assert len(texts(spring)) == 3


def test_nothing_gets_lost_when_the_team_is_a_new_one(people: Any, spring: ReflectionSession) -> None:
    say(spring, 0, "continued", people)
    team = Team.objects.create(school=people.school, kind="teacher", name="Grade 4/5")
    assert texts(next_year(people, spring, team)) == [
        ("fall step", False),
        ("fall change", False),
        ("fall parked", False),
    ]


def test_a_session_that_nothing_precedes_owes_nothing(people: Any, session: Any) -> None:
    assert (queries.open_commitments(session), queries.has_commitments(session)) == ((), False)


def test_other_teams_promises_stay_with_them(people: Any, spring: ReflectionSession) -> None:
    assert texts(schedule(spring.cycle, people.ilt)) == []


def test_as_many_queries_for_one_and_for_many(people: Any, session: Any, spring: Any, count_queries: Any) -> None:
    def counted() -> int:
        with count_queries() as found:
            queries.open_commitments(spring)
        return len(found)

    one = counted()
    for number in range(15):
        agreeing.step(session, people.teacher, text=f"step {number}")
        agreeing.adjustment(session, text=f"change {number}")
    assert (counted(), one) == (5, 5)


def test_the_record_keeps_asking_until_all_is_answered(people: Any, spring: Any, client: Client) -> None:
    client.force_login(people.leader)
    to, page = reverse("cycles:disposition-record", args=[spring.pk]), reverse("cycles:record", args=[spring.pk])
    target = {"kind": "step", "pk": ActionStep.objects.get().pk}
    before = client.get(page).content.decode().count("To be answered")
    refused = client.post(to, target | {"became": "done", "evidence": ""})
    answered = client.post(to, target | {"became": "done", "evidence": "seen it"})
    after = client.get(page).content.decode()
    assert (before, refused.status_code, answered.status_code) == (3, 422, 302)
    assert (after.count("To be answered"), "seen it" in after) == (2, True)


def test_only_its_own_commitments_are_answered(people: Any, spring: Any, cycle: Any, client: Client) -> None:
    other = schedule(cycle, people.other_team, facilitator=people.facilitator)
    strange = agreeing.step(other, people.colleague)
    client.force_login(people.leader)
    words = {"kind": "step", "pk": strange.pk, "became": "done", "evidence": "x"}
    assert client.post(reverse("cycles:disposition-record", args=[spring.pk]), words).status_code == 404
