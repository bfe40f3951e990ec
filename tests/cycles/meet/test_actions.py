"""What the room keeps, what it refuses, and what happens when two press at once."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from cycles.meet import actions
from cycles.meet.models import Card, Finished, Meeting, PhaseRun, Topic, Vote
from cycles.plan.enums import SessionState
from cycles.plan.models import Invitation
from tests.cycles.making import schedule

from .conftest import fresh

NOW = timezone.now
EACH = 3


def test_a_team_meeting_begins_with_the_team_protocol(people: Any, session: Any) -> None:
    at = NOW()
    meeting = actions.open_meeting(session, by=people.facilitator, at=at)
    session.refresh_from_db()
    assert (session.state, meeting.protocol.kind, meeting.phase.kind) == (SessionState.MEETING, "team", "welcome")
    assert meeting.phase_ends_at == at + timedelta(minutes=meeting.phase.minutes)
    assert meeting.facilitator == people.facilitator


def test_the_ilt_has_its_own_protocols(people: Any, ilt_session: Any) -> None:
    assert actions.open_meeting(ilt_session, by=people.leader, at=NOW()).protocol.kind == "ilt_mid_year"


def test_opening_twice_is_opening_once(people: Any, session: Any) -> None:
    first = actions.open_meeting(session, by=people.facilitator, at=NOW())
    assert actions.open_meeting(session, by=people.leader, at=NOW()) == first
    assert fresh(session).facilitator == people.facilitator


def test_a_session_without_a_time_cannot_be_opened(people: Any, cycle: Any) -> None:
    session = schedule(cycle, people.team, days=None)
    with pytest.raises(actions.NotScheduled):
        actions.open_meeting(session, by=people.leader, at=NOW())


def test_next_goes_one_phase_on_and_counts_real_minutes(people: Any, meeting: Meeting) -> None:
    at = meeting.opened_at + timedelta(minutes=7)
    actions.advance_phase(meeting, step=1, by=people.facilitator, at=at)
    there = fresh(meeting.session)
    assert (there.phase.kind, there.step, there.version) == ("goals", 2, 2)
    assert list(PhaseRun.objects.order_by("step").values_list("phase__kind", "left_at")) == [
        ("welcome", at),
        ("goals", None),
    ]


def test_without_an_earlier_session_there_are_no_commitments_to_answer_for(people: Any, meeting: Meeting) -> None:
    assert meeting.protocol.phases.filter(kind="commitments").exists()
    assert meeting.session.follows_id is None
    actions.advance_phase(meeting, step=1, by=people.facilitator, at=NOW())
    assert fresh(meeting.session).phase.kind == "goals"


def test_an_old_next_is_refused(people: Any, meeting: Meeting) -> None:
    actions.advance_phase(meeting, step=1, by=people.facilitator, at=NOW())
    with pytest.raises(actions.StepTaken):
        actions.advance_phase(meeting, step=1, by=people.leader, at=NOW())
    assert fresh(meeting.session).step == 2


def test_going_back_keeps_everything(people: Any, meeting: Meeting, go_to: Any, success: Any) -> None:
    there = go_to(meeting, "progress")
    card = success(there, people.teacher)
    actions.reveal_cards(there, by=people.facilitator, at=NOW())
    actions.advance_phase(there, step=there.step, by=people.facilitator, at=NOW())
    actions.return_phase(fresh(there.session), step=there.step, by=people.facilitator, at=NOW())
    back = fresh(there.session)
    assert back.phase.kind == "progress"
    assert list(Card.objects.all()) == [card]
    assert back.reveals.count() == 1


def test_more_time_counts_from_the_planned_end_or_from_now(people: Any, meeting: Meeting) -> None:
    end = meeting.phase_ends_at
    assert end is not None
    actions.extend_phase(meeting, minutes=2, by=people.facilitator, at=meeting.opened_at)
    assert fresh(meeting.session).phase_ends_at == end + timedelta(minutes=2)
    late = end + timedelta(minutes=30)
    actions.extend_phase(fresh(meeting.session), minutes=2, by=people.facilitator, at=late)
    assert fresh(meeting.session).phase_ends_at == late + timedelta(minutes=2)


def test_more_time_given_by_two_adds_up(people: Any, meeting: Meeting) -> None:
    end, other = meeting.phase_ends_at, fresh(meeting.session)
    assert end is not None
    for one, minutes in ((meeting, 2), (other, 5)):
        actions.extend_phase(one, minutes=minutes, by=people.facilitator, at=meeting.opened_at)
    assert fresh(meeting.session).phase_ends_at == end + timedelta(minutes=7)


def test_taking_over_is_seen(people: Any, meeting: Meeting) -> None:
    actions.take_over_meeting(meeting, by=people.leader, at=NOW())
    there = fresh(meeting.session)
    assert (there.facilitator, there.version) == (people.leader, 2)


def test_a_card_of_another_phase_is_refused(people: Any, meeting: Meeting, go_to: Any, success: Any) -> None:
    with pytest.raises(actions.PhaseClosed):
        success(meeting, people.teacher)
    there = go_to(meeting, "growth")
    with pytest.raises(actions.PhaseClosed):
        success(there, people.teacher)
    assert Card.objects.count() == 0
    assert fresh(meeting.session).version == there.version


def test_parking_is_possible_at_any_time_until_the_meeting_is_closed(people: Any, meeting: Meeting) -> None:
    actions.write_card(meeting, kind="parked", text="Buses", by=people.teacher, at=NOW())
    actions.close_meeting(meeting, by=people.facilitator, at=NOW())
    with pytest.raises(actions.PhaseClosed):
        actions.write_card(meeting, kind="parked", text="Too late", by=people.teacher, at=NOW())
    assert list(Card.objects.values_list("text", flat=True)) == ["Buses"]


def test_nothing_is_celebrated_or_grouped_before_it_is_shown(
    people: Any, meeting: Meeting, go_to: Any, success: Any, growth: Any
) -> None:
    there = go_to(meeting, "progress")
    with pytest.raises(actions.NotShownYet):
        actions.celebrate_card(success(there, people.teacher), by=people.facilitator, at=NOW())
    there = go_to(there, "growth")
    with pytest.raises(actions.NotShownYet):
        actions.group_cards(there, cards=[growth(there, people.teacher)], title="x", by=people.facilitator, at=NOW())


def test_grouping_again_leaves_no_empty_topic(people: Any, topic_of: Callable[..., Topic]) -> None:
    first = topic_of("First")
    cards = list(first.cards.all())
    actions.group_cards(first.meeting, cards=cards, title="Second", by=people.facilitator, at=NOW())
    assert list(Topic.objects.values_list("title", flat=True)) == ["Second"]


def test_nothing_is_put_into_a_topic_that_is_gone(people: Any, topic_of: Callable[..., Topic]) -> None:
    gone = topic_of("First")
    actions.group_cards(gone.meeting, cards=[], topics=[gone], title="New", by=people.facilitator, at=NOW())
    with pytest.raises(actions.NothingChosen, match="That topic is gone"):
        actions.group_cards(
            gone.meeting, cards=Card.objects.all(), topic=gone, title="", by=people.facilitator, at=NOW()
        )
    assert Card.objects.get().topic.title == "New"


def test_what_was_taken_back_is_sent_nowhere(people: Any, meeting: Meeting) -> None:
    card = actions.write_card(meeting, kind="parked", text="Buses", by=people.teacher, at=NOW())
    actions.withdraw_card(Card.objects.get(), by=people.teacher, at=NOW())
    with pytest.raises(actions.NothingChosen):
        actions.send_parked(card, goes_to="next", by=people.facilitator, at=NOW())


def test_splitting_makes_the_cards_stand_alone(people: Any, topic_of: Callable[..., Topic]) -> None:
    actions.split_topic(topic_of(), by=people.facilitator, at=NOW())
    assert Topic.objects.count() == 0
    assert Card.objects.get().topic is None


def test_opening_the_vote_makes_lone_cards_topics(people: Any, meeting: Meeting, go_to: Any, growth: Any) -> None:
    there = go_to(meeting, "growth")
    growth(there, people.teacher, "w" * 300)
    actions.reveal_cards(there, by=people.facilitator, at=NOW())
    actions.open_votes(there, by=people.facilitator, at=NOW())
    assert [len(title) for title in Topic.objects.values_list("title", flat=True)] == [200]
    assert fresh(there.session).is_voting


def test_votes_have_a_budget_and_can_be_taken_back(people: Any, meeting: Meeting, go_to: Any, growth: Any) -> None:
    there = go_to(meeting, "growth")
    for number in range(EACH + 1):
        growth(there, people.teacher, f"card {number}")
    actions.reveal_cards(there, by=people.facilitator, at=NOW())
    actions.open_votes(there, by=people.facilitator, at=NOW(), each=EACH)
    *most, last = Topic.objects.order_by("pk")
    for topic in most:
        actions.vote_for(topic, by=people.member, at=NOW())
        actions.vote_for(topic, by=people.member, at=NOW())
    with pytest.raises(actions.VotesSpent):
        actions.vote_for(last, by=people.member, at=NOW())
    actions.vote_for(most[0], by=people.member, at=NOW(), count=0)
    actions.vote_for(last, by=people.member, at=NOW())
    assert set(Vote.objects.values_list("topic", flat=True)) == {topic.pk for topic in [*most[1:], last]}


def test_a_closed_vote_takes_no_more(people: Any, topic_of: Callable[..., Topic]) -> None:
    topic = topic_of(is_chosen=True)
    with pytest.raises(actions.VotesClosed):
        actions.vote_for(topic, by=people.member, at=NOW())


def test_a_reopened_vote_begins_from_nothing(people: Any, topic_of: Callable[..., Topic]) -> None:
    topic = topic_of()
    meeting = topic.meeting
    actions.open_votes(meeting, by=people.facilitator, at=NOW())
    actions.vote_for(topic, by=people.member, at=NOW())
    actions.open_votes(meeting, by=people.facilitator, at=NOW())
    assert Vote.objects.count() == 1  # pressed again while it is open: the same round
    actions.close_votes(meeting, by=people.facilitator, at=NOW())
    actions.open_votes(meeting, by=people.facilitator, at=NOW())
    assert Vote.objects.count() == 0
    actions.vote_for(topic, by=people.teacher, at=NOW())
    assert list(Vote.objects.values_list("person", flat=True)) == [people.teacher.pk]


def test_choosing_again_replaces_the_choice(people: Any, topic_of: Callable[..., Topic]) -> None:
    first, second = topic_of("First", is_chosen=True), topic_of("Second")
    actions.choose_topics(second.meeting, topics=[second], by=people.facilitator, at=NOW())
    assert list(Topic.objects.order_by("pk").values_list("title", "is_chosen")) == [("First", False), ("Second", True)]
    with pytest.raises(actions.NothingChosen):
        actions.choose_topics(first.meeting, topics=[], by=people.facilitator, at=NOW())


def cause_of(topic: Topic, by: Any, text: str = "No common planning time") -> Any:
    return actions.propose_cause(topic, text=text, category="time", evidence="Calendar", by=by, at=NOW())


def test_a_cause_belongs_to_a_chosen_topic(people: Any, topic_of: Callable[..., Topic]) -> None:
    with pytest.raises(actions.TopicNotChosen):
        cause_of(topic_of(), people.teacher)


@pytest.mark.parametrize(("control", "no_person"), [(True, False), (False, True), (False, False)])
def test_a_cause_outside_our_control_or_a_person_is_not_agreed(
    people: Any, topic_of: Callable[..., Topic], control: bool, no_person: bool
) -> None:
    cause = cause_of(topic_of(is_chosen=True), people.teacher)
    with pytest.raises(actions.CauseNotOurs):
        actions.agree_cause(
            cause, is_within_control=control, is_not_a_person=no_person, by=people.facilitator, at=NOW()
        )
    cause.refresh_from_db()
    assert cause.agreed_at is None


def test_one_cause_of_a_topic_is_agreed(people: Any, topic_of: Callable[..., Topic]) -> None:
    topic = topic_of(is_chosen=True)
    for cause in (cause_of(topic, people.teacher), cause_of(topic, people.member, "The calendar has no slot")):
        actions.agree_cause(cause, is_within_control=True, is_not_a_person=True, by=people.facilitator, at=NOW())
    assert list(topic.causes.filter(agreed_at__isnull=False).values_list("text", flat=True)) == [
        "The calendar has no slot"
    ]


def test_a_verdict_is_one_row_for_one_goal(people: Any, meeting: Meeting) -> None:
    for verdict in ("partly", "on_track"):
        actions.revisit_goal(
            meeting, goal=people.goal, verdict=verdict, evidence="Fall window", by=people.facilitator, at=NOW()
        )
    assert list(meeting.goal_revisits.values_list("verdict", flat=True)) == ["on_track"]


def test_closing_ends_the_meeting_and_the_session_has_met(people: Any, meeting: Meeting) -> None:
    actions.close_meeting(meeting, step=meeting.step, by=people.facilitator, at=NOW())
    meeting.session.refresh_from_db()
    assert meeting.session.state == SessionState.MET
    assert not fresh(meeting.session).is_open
    with pytest.raises(actions.PhaseClosed):
        actions.close_meeting(meeting, by=people.facilitator, at=NOW())
    with pytest.raises(actions.StepTaken):
        actions.advance_phase(fresh(meeting.session), step=1, by=people.facilitator, at=NOW())


def test_who_opens_the_room_has_come(people: Any, meeting: Meeting) -> None:
    actions.attend_meeting(meeting, by=people.teacher, at=NOW())
    actions.attend_meeting(meeting, by=people.teacher, at=NOW())
    actions.attend_meeting(meeting, by=people.leader, at=NOW())
    assert list(Invitation.objects.filter(has_attended=True).values_list("person__name", flat=True)) == [
        people.teacher.name
    ]
    assert fresh(meeting.session).version == 2


def test_who_comes_when_it_has_just_ended_is_let_in_and_not_noted(people: Any, meeting: Meeting) -> None:
    actions.close_meeting(fresh(meeting.session), by=people.facilitator, at=NOW())
    actions.attend_meeting(meeting, by=people.teacher, at=NOW())
    assert not Invitation.objects.filter(has_attended=True).exists()


def test_finished_holds_for_one_step(people: Any, meeting: Meeting) -> None:
    actions.finish_step(meeting, step=1, is_finished=True, by=people.teacher, at=NOW())
    assert Finished.objects.get().person == people.teacher
    actions.finish_step(meeting, step=1, is_finished=False, by=people.teacher, at=NOW())
    assert Finished.objects.count() == 0
    with pytest.raises(actions.PhaseClosed):
        actions.finish_step(meeting, step=7, is_finished=True, by=people.teacher, at=NOW())


# --- two at once, each on a connection of its own


def at_once(*calls: Callable[[], object]) -> list[str]:
    """Run the calls at the same moment; the names of what they raised, in the order of the calls."""
    barrier, said = threading.Barrier(len(calls)), [""] * len(calls)

    def run(place: int, call: Callable[[], object]) -> None:
        barrier.wait()
        try:
            call()
        except actions.RoomRefusal as refusal:
            said[place] = type(refusal).__name__
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def test_two_who_press_next_make_one_step(many: Any, held: Meeting) -> None:
    for step in range(1, 6):
        one, other = fresh(held.session), fresh(held.session)
        said = at_once(
            lambda m=one, s=step: actions.advance_phase(m, step=s, by=many.facilitator, at=NOW()),
            lambda m=other, s=step: actions.advance_phase(m, step=s, by=many.leader, at=NOW()),
        )
        assert sorted(said) == ["", "StepTaken"]
        assert fresh(held.session).step == step + 1
    assert PhaseRun.objects.filter(left_at=None).count() == 1


def test_next_and_back_at_once_make_one_step(many: Any, held: Meeting) -> None:
    actions.advance_phase(held, step=1, by=many.facilitator, at=NOW())
    one, other = fresh(held.session), fresh(held.session)
    said = at_once(
        lambda: actions.advance_phase(one, step=2, by=many.facilitator, at=NOW()),
        lambda: actions.return_phase(other, step=2, by=many.facilitator, at=NOW()),
    )
    assert sorted(said) == ["", "StepTaken"]
    assert fresh(held.session).step == 3


def test_votes_pressed_at_once_stay_within_the_budget(many: Any, held: Meeting, go_to: Any, growth: Any) -> None:
    there = go_to(held, "growth")
    for number in range(EACH * 2):
        growth(there, many.teacher, f"card {number}")
    actions.reveal_cards(there, by=many.facilitator, at=NOW())
    actions.open_votes(there, by=many.facilitator, at=NOW(), each=EACH)
    topics = list(Topic.objects.select_related("meeting__session").order_by("pk"))
    twice = [topic for topic in topics for _ in range(2)]
    said = at_once(*(lambda t=t: actions.vote_for(t, by=many.member, at=NOW()) for t in twice))
    assert Vote.objects.filter(person=many.member).count() == EACH
    assert Vote.objects.values("topic").distinct().count() == EACH
    assert set(said) <= {"", "VotesSpent"}


def test_every_change_raises_the_version_by_one(many: Any, held: Meeting) -> None:
    before = fresh(held.session).version
    at_once(
        *(
            lambda n=n: actions.write_card(fresh(held.session), kind="parked", text=f"{n}", by=many.teacher, at=NOW())
            for n in range(8)
        )
    )
    assert (fresh(held.session).version, Card.objects.count()) == (before + 8, 8)
