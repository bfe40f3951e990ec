"""The step "stakeholder feedback": ticked by hand only where nobody is asked through the site."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cycles.plan import actions, around, queries
from cycles.plan.around import Standing
from cycles.plan.enums import MilestoneKind
from cycles.plan.models import Milestone, ReflectionSession
from teams.enums import NoticeState
from teams.models import Notice
from tests.moments import travel

from .conftest import fresh, in_days
from .guests import after_the_day, answer, as_person, ask

FEEDBACK = MilestoneKind.FEEDBACK


def step(session: ReflectionSession, person: Any) -> Any:
    """As the leader's timeline shows it."""
    shown = queries.timeline(fresh(session), person, sees_names=True, may_finish=True, now=timezone.now())
    return next(one for one in (*shown.before, *shown.after) if one.kind == FEEDBACK)


def stands(session: ReflectionSession) -> Standing:
    now = fresh(session)
    waiting = around.open_in(FEEDBACK, [now], around.Circle([now])).get(now.pk)
    return around.standing(now, now.milestones.get(kind=FEEDBACK), waiting, now=timezone.now())


def due() -> set[str]:
    return set(Notice.objects.filter(kind="feedback-due", state=NoticeState.DUE).values_list("person__name", flat=True))


def finish(session: ReflectionSession, people: Any) -> None:
    actions.finish_milestone(session, kind=FEEDBACK, is_done=True, by=people.lead, at=timezone.now())


def test_where_nobody_is_asked_here_a_lead_says_that_it_is_in(people: Any, timed: ReflectionSession) -> None:
    assert (step(timed, people.leader).may_finish, due()) == (True, {people.lead.name})
    finish(timed, people)
    assert (stands(timed), due()) == (Standing.DONE, set())


def test_while_people_are_asked_it_waits_on_nobody_of_the_team(people: Any, timed: ReflectionSession) -> None:
    finish(timed, people)
    given, _ = ask(timed, people)
    shown = step(timed, people.lead)
    assert (shown.may_finish, shown.may_reopen, shown.is_mine, due()) == (False, False, False, set())
    assert stands(timed) != Standing.DONE
    with pytest.raises(actions.AskedHere):
        finish(timed, people)
    client, address = as_person(people.lead), reverse("cycles:milestone-finish", args=[timed.pk, "feedback"])
    answered = client.post(address, {"done": "yes"}, follow=True).content.decode()
    assert "it is done when they have answered, or when their day is over" in answered
    actions.revoke_pass(given, by=people.leader, at=timezone.now())
    assert (step(timed, people.leader).may_finish, due()) == (True, {people.lead.name})


def test_it_is_done_when_all_have_answered_with_their_names(people: Any, timed: ReflectionSession) -> None:
    (first, _), (second, _) = ask(timed, people), ask(timed, people, person=people.partner)
    answer(first, "Reading nights")
    assert stands(timed) != Standing.DONE
    answer(second, "Family evenings")
    assert stands(timed) == Standing.DONE
    actions.take_back_feedback(second, at=timezone.now())
    assert stands(timed) != Standing.DONE


def test_before_the_day_it_does_not_tell_that_those_without_a_name_have_answered(
    people: Any, timed: ReflectionSession
) -> None:
    passes = [ask(timed, people, name=f"Parent{number} X")[0] for number in range(5)]
    for given in passes:
        answer(given, "Reading nights", is_unnamed=True)
    assert stands(timed) != Standing.DONE
    with after_the_day():
        assert stands(timed) == Standing.DONE


def test_it_is_done_when_the_day_is_over_or_the_meeting_has_begun(people: Any, timed: ReflectionSession) -> None:
    ask(timed, people, answers_by=in_days(5))
    assert stands(timed) != Standing.DONE
    with travel(timezone.now() + timedelta(days=7)):
        assert stands(timed) == Standing.DONE
    ReflectionSession.objects.filter(pk=timed.pk).update(state="meeting")
    assert stands(timed) == Standing.DONE


def test_the_board_says_what_it_waits_for(people: Any, timed: ReflectionSession) -> None:
    ask(timed, people, answers_by=in_days(8))
    Milestone.objects.filter(session=timed, kind=FEEDBACK).update(due_on=in_days(-2), planned_on=in_days(-9))
    page = as_person(people.leader).get(reverse("cycles:board")).content.decode()
    assert "those asked can still answer" in page


def test_asking_costs_the_same_for_many(people: Any, timed: ReflectionSession, django_assert_num_queries: Any) -> None:
    for count in (1, 5):
        while timed.passes.count() < count:
            ask(timed, people, name=f"Parent{timed.passes.count()} X")
        with django_assert_num_queries(1):
            around.open_in(FEEDBACK, [timed], around.Circle([timed]))
