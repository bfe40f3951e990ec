"""Lines of small teams for the ILT: mixed over the school, only where five others could have written them."""

from typing import Any

import pytest

from cycles.plan.models import ReflectionSession
from cycles.prepare import actions, queries
from cycles.prepare.enums import Audience
from cycles.prepare.models import Reflection
from tests.cycles.making import begin_meeting, hand_in, join, schedule, write


@pytest.fixture
def small(people: Any, cycle: Any, session: ReflectionSession, ilt_session: ReflectionSession) -> list[Any]:
    """Two small teams with six teachers altogether; (session, person) of each."""
    other = schedule(cycle, people.other_team)
    here = [(session, one) for one in (people.teacher, people.member, join(session, "Ana"))]
    return [*here, *((other, join(other, name)) for name in ("Ben", "Cleo", "Dev"))]


def choice(session: ReflectionSession, person: Any, audience: Audience = Audience.POOLED) -> Any:
    return next(one for one in queries.audience_choices(session, person) if one.audience == audience)


def pooled(session: ReflectionSession, reader: Any) -> list[str]:
    return [box for line in queries.shared_with_group(session, reader).pooled for _, box in line.boxes]


def test_it_is_offered_where_unnamed_is_not(people: Any, session: Any, small: list[Any]) -> None:
    offered = choice(session, people.teacher)
    assert offered.is_offered
    assert "Fay Lindqvist, Rosa Delgado, Sam O'Brien" in offered.who
    assert choice(session, people.teacher, Audience.UNNAMED).is_offered is False


def test_it_needs_five_others_over_all_small_teams(people: Any, session: Any, ilt_session: Any) -> None:
    refused = choice(session, people.teacher)
    assert (refused.is_offered, refused.is_silent) == (False, False)
    assert "five others" in refused.why_not
    with pytest.raises(actions.AudienceNotOffered):
        write(session, people.teacher, "who else", "pooled")


def test_large_teams_and_the_ilt_itself_hear_nothing_of_it(people: Any, session: Any, ilt_session: Any) -> None:
    for name in ("Ana", "Ben", "Cleo", "Dev"):
        join(session, name)
    assert choice(session, people.teacher).is_silent
    assert choice(ilt_session, people.facilitator).is_silent
    with pytest.raises(actions.AudienceNotOffered):
        write(session, people.teacher, "x", "pooled")


def test_lines_come_mixed_when_the_ilt_meets(people: Any, ilt_session: Any, small: list[Any]) -> None:
    for number, (session, person) in enumerate(small):
        hand_in(session, person, f"line {number}", "pooled" if number % 2 else "me")
    assert pooled(ilt_session, people.leader) == []
    begin_meeting(ilt_session)
    found = pooled(ilt_session, people.leader)
    assert sorted(found) == ["line 1", "line 3", "line 5"]
    assert found == pooled(ilt_session, people.facilitator)
    # the teams hear nothing of it
    for session in {one.pk: one for one, _person in small}.values():
        begin_meeting(session)
        shared = queries.shared_with_group(session, people.lead)
        assert (shared.named, shared.unnamed, shared.pooled) == ((), (), ())


def test_a_reader_who_wrote_too_is_not_counted(people: Any, ilt_session: Any, small: list[Any]) -> None:
    for session, person in small[:5]:
        hand_in(session, person, "line", "pooled")
    begin_meeting(ilt_session)
    assert pooled(ilt_session, small[0][1]) == []
    assert len(pooled(ilt_session, people.leader)) == 5


def test_four_are_too_few(people: Any, ilt_session: Any, small: list[Any]) -> None:
    for session, person in small[:4]:
        hand_in(session, person, "line", "pooled")
    begin_meeting(ilt_session)
    assert pooled(ilt_session, people.leader) == []


def test_what_comes_after_the_ilt_began_stays_with_its_author(people: Any, ilt_session: Any, small: list[Any]) -> None:
    for session, person in small[:5]:
        hand_in(session, person, "line", "pooled")
    late, person = small[5]
    write(late, person, "late line", "pooled")
    begin_meeting(ilt_session)
    write(late, person, "needed", position=2)
    reflection = Reflection.objects.get(person=person)
    actions.submit_reflection(reflection, by=person, at=reflection.started_at)
    assert pooled(ilt_session, people.leader) == ["line"] * 5
    (own, _needed) = queries.shared_of_mine(late, person)
    assert "stays with you" in own.note


def test_what_the_ilt_reads_is_not_taken_up_again(people: Any, ilt_session: Any, small: list[Any]) -> None:
    """A line that goes missing when somebody is no longer ready would name them."""
    for session, person in small:
        hand_in(session, person, "line", "pooled")
    begin_meeting(ilt_session)
    session, person = small[0]
    with pytest.raises(actions.PoolOpened):
        actions.reopen_reflection(queries.own_reflection(session, person), by=person, at=ilt_session.starts_at)


def note_of(session: ReflectionSession, person: Any) -> str:
    return queries.shared_of_mine(session, person)[0].note


def test_its_author_is_told_that_a_line_was_not_passed_on(people: Any, ilt_session: Any, small: list[Any]) -> None:
    """Not how many others there were; and until their own team meets they may tell it to somebody else."""
    for session, person in small[:4]:
        hand_in(session, person, "line", "pooled")
    session, person = small[0]
    assert note_of(session, person).startswith("Shown once the ILT meets")
    begin_meeting(ilt_session)
    assert note_of(session, person).startswith("Not shown: when the ILT met, too few people of small teams")
    actions.reopen_reflection(queries.own_reflection(session, person), by=person, at=ilt_session.starts_at)
    assert queries.own_reflection(session, person).submitted_at is None


def test_its_author_is_told_nothing_where_it_was_passed_on(people: Any, ilt_session: Any, small: list[Any]) -> None:
    for session, person in small:
        hand_in(session, person, "line", "pooled")
    begin_meeting(ilt_session)
    assert note_of(*small[0]).startswith("Shown once the ILT meets")


def test_so_is_the_author_of_a_line_for_the_group(people: Any, session: Any) -> None:
    for name in ("Ana", "Ben", "Cleo", "Dev"):
        join(session, name)
    hand_in(session, people.teacher, "line", "unnamed")
    assert note_of(session, people.teacher).startswith("Shown once the meeting has begun")
    begin_meeting(session)
    assert note_of(session, people.teacher).startswith("Not shown: when the meeting began, too few others")


def test_the_pool_costs_the_same_for_more(
    people: Any, cycle: Any, session: Any, ilt_session: Any, small: list[Any], count_queries: Any
) -> None:
    def counted() -> tuple[int, int]:
        with count_queries() as choices:
            queries.audience_choices(session, people.teacher)
        with count_queries() as lines:
            queries.shared_with_group(ilt_session, people.leader)
        return len(choices), len(lines)

    for one, person in small[:5]:
        hand_in(one, person, "line", "pooled")
    before = counted()
    for one, person in small[5:]:
        hand_in(one, person, "line", "pooled")
    join(session, "Eve")
    assert counted() == before
    begin_meeting(ilt_session)
    counted()  # fetches the session's own team and cycle once
    first = counted()
    hand_in(small[5][0], join(small[5][0], "Flo"), "line")
    assert counted() == first
