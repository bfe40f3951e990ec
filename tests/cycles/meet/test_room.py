"""Who gets what on which face: doors, pages, refusals, and nothing before it is shown."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.meet import actions
from cycles.meet.models import Card, Meeting, Vote
from cycles.plan.models import HeldChart, Invitation, Prediction
from tests.cycles.plan.packets import LEVELS, chart, freeze_by_hand

from .conftest import fresh

NOW = timezone.now
CANARY = "Canary about fractions"
FACES = ("room", "facilitate", "screen")
HTMX = {"HX-Request": "true"}


@pytest.fixture
def as_person() -> Callable[[Any], Client]:
    def enter(person: Any) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return enter


def url(name: str, meeting: Any, *more: int) -> str:
    return reverse(f"cycles:{name}", args=[meeting.session_id, *more])


def everything_of(client: Client, meeting: Meeting) -> str:
    """Every byte that a person can get about the room."""
    said = ""
    for name in (*FACES, *(f"{face}-phase" for face in FACES), "session", "record"):
        answer = client.get(url(name, meeting))
        said += answer.content.decode() if answer.status_code == 200 else ""
    return said


# --- silent writing


@pytest.mark.parametrize(("phase", "kind"), [("progress", "success"), ("growth", "growth"), ("close", "plus")])
def test_before_cards_are_shown_only_their_author_has_them(
    people: Any, meeting: Meeting, go_to: Any, as_person: Any, phase: str, kind: str
) -> None:
    there = go_to(meeting, phase)
    actions.write_card(there, kind=kind, text=CANARY, because="Canary cause", by=people.teacher, at=NOW())
    for other in (people.leader, people.lead, people.member, people.facilitator):
        assert "Canary" not in everything_of(as_person(other), there)
    mine = as_person(people.teacher)
    assert CANARY in mine.get(url("room", there)).content.decode()
    assert "Canary" not in mine.get(url("screen", there)).content.decode()


@pytest.mark.parametrize(("phase", "kind"), [("progress", "success"), ("growth", "growth")])
def test_after_that_everyone_has_them_with_names(
    people: Any, meeting: Meeting, go_to: Any, as_person: Any, phase: str, kind: str
) -> None:
    there = go_to(meeting, phase)
    actions.write_card(there, kind=kind, text=CANARY, because="Canary cause", by=people.teacher, at=NOW())
    actions.reveal_cards(there, by=people.facilitator, at=NOW())
    for person, face in ((people.member, "room"), (people.facilitator, "facilitate"), (people.leader, "screen")):
        page = as_person(person).get(url(face, there)).content.decode()
        assert CANARY in page
        assert people.teacher.name in page


def test_votes_are_totals_and_only_after_closing(people: Any, topic_of: Any, as_person: Any) -> None:
    topic = topic_of()
    meeting = topic.meeting
    actions.open_votes(meeting, by=people.facilitator, at=NOW())
    actions.vote_for(topic, by=people.teacher, at=NOW())
    before = {face: as_person(people.facilitator).get(url(face, meeting)).content.decode() for face in FACES}
    assert not any("<b>1</b> vote" in page for page in before.values())
    assert "Your vote" not in "".join(before.values())
    assert "Your vote" in as_person(people.teacher).get(url("room", meeting)).content.decode()
    actions.close_votes(meeting, by=people.facilitator, at=NOW())
    after = as_person(people.member).get(url("room", meeting)).content.decode()
    assert "<b>1</b> vote" in after
    assert "Your vote" not in after


# --- who


def test_who_opens_the_room_is_noted_as_present(people: Any, meeting: Meeting, as_person: Any) -> None:
    as_person(people.member).get(url("room", meeting))
    assert Invitation.objects.get(person=people.member).has_attended
    assert not Invitation.objects.get(person=people.teacher).has_attended


@pytest.mark.parametrize(
    "name", ["meeting-advance", "meeting-return", "meeting-close", "cards-reveal", "votes-open", "votes-close"]
)
def test_only_who_leads_now_steers(people: Any, meeting: Meeting, as_person: Any, name: str) -> None:
    for person, status in ((people.teacher, 403), (people.leader, 403), (people.outsider, 404)):
        assert as_person(person).post(url(name, meeting), {"step": 1}).status_code == status
    assert fresh(meeting.session).step == 1


def test_the_leader_may_take_over_and_then_steers(people: Any, meeting: Meeting, as_person: Any) -> None:
    leader = as_person(people.leader)
    assert leader.post(url("meeting-take-over", meeting)).status_code == 302
    assert leader.post(url("meeting-advance", meeting), {"step": 1, "face": "facilitate"}).status_code == 302
    assert as_person(people.facilitator).post(url("meeting-advance", meeting), {"step": 2}).status_code == 403
    assert people.leader.name in as_person(people.teacher).get(url("room", meeting)).content.decode()


def test_another_meetings_topic_or_card_is_nobodys(
    people: Any, meeting: Meeting, ilt_session: Any, topic_of: Any, as_person: Any
) -> None:
    topic = topic_of()
    actions.open_meeting(ilt_session, by=people.leader, at=NOW())
    leader = as_person(people.leader)
    other = fresh(ilt_session)
    assert leader.post(url("topic-vote", other, topic.pk)).status_code == 404
    assert leader.post(url("card-celebrate", other, topic.cards.get().pk)).status_code == 404
    assert leader.post(url("cards-group", other), {"cards": [topic.cards.get().pk], "title": "x"}).status_code == 422
    assert Vote.objects.count() == 0


def test_another_schools_goal_is_not_at_hand(people: Any, meeting: Meeting, as_person: Any) -> None:
    from teams.models import UipGoal

    foreign = UipGoal.objects.create(school=people.other_school, year=people.year, title="Not ours")
    data = {"field": "goal", "pk": foreign.pk, "verdict": "partly", "evidence": "x"}
    assert as_person(people.facilitator).post(url("goal-revisit", meeting), data).status_code == 404


# --- refusals


def test_a_late_card_is_refused_and_its_words_given_back(people: Any, meeting: Meeting, as_person: Any) -> None:
    data = {"kind": "success", "text": CANARY, "because": "We met"}
    page = as_person(people.teacher).post(url("card-write", meeting), data)
    assert page.status_code == 409
    assert CANARY in page.content.decode()
    assert Card.objects.count() == 0
    part = as_person(people.teacher).post(url("card-write", meeting), data, headers=HTMX)
    assert part.status_code == 409
    assert "The group has moved on" in part.content.decode()
    assert "<html" not in part.content.decode()


def test_a_success_needs_the_action_that_led_to_it(people: Any, meeting: Meeting, go_to: Any, as_person: Any) -> None:
    there = go_to(meeting, "progress")
    page = as_person(people.teacher).post(url("card-write", there), {"kind": "success", "text": CANARY})
    assert page.status_code == 422
    assert "Name the action that led to it." in page.content.decode()
    assert CANARY in page.content.decode()


def test_a_second_next_says_that_somebody_was_faster(people: Any, meeting: Meeting, as_person: Any) -> None:
    facilitator = as_person(people.facilitator)
    assert facilitator.post(url("meeting-advance", meeting), {"step": 1}).status_code == 302
    second = facilitator.post(url("meeting-advance", meeting), {"step": 1}, headers=HTMX)
    assert second.status_code == 409
    assert "Somebody was faster" in second.content.decode()


def test_a_stale_next_on_the_last_phase_does_not_close(
    people: Any, meeting: Meeting, go_to: Any, as_person: Any
) -> None:
    there = go_to(meeting, "close")
    assert as_person(people.facilitator).post(url("meeting-close", there), {"step": 1}).status_code == 409
    assert fresh(there.session).is_open


# --- answers


def test_a_change_answers_with_the_face_it_came_from(people: Any, meeting: Meeting, as_person: Any) -> None:
    facilitator = as_person(people.facilitator)
    data = {"kind": "parked", "text": "Buses", "face": "facilitate"}
    assert facilitator.post(url("card-write", meeting), data).headers["Location"] == url("facilitate", meeting)
    part = facilitator.post(url("card-write", meeting), data, headers=HTMX).content.decode()
    assert part.lstrip().startswith('<div id="room" class="console"')


def test_who_may_not_see_a_face_gets_no_picture_of_it(people: Any, meeting: Meeting, as_person: Any) -> None:
    said = {"kind": "parked", "text": "Buses", "face": "facilitate"}
    for person, status in ((people.teacher, 204), (people.leader, 200), (people.facilitator, 200)):
        assert as_person(person).post(url("card-write", meeting), said, headers=HTMX).status_code == status
    # it was handed to a deputy, who is none any more
    Meeting.objects.update(facilitator=people.teacher)
    assert as_person(people.teacher).post(url("card-write", meeting), said, headers=HTMX).status_code == 204
    assert Card.objects.count() == 4
    # the packet's readers may predict; not all of them join the room
    freeze_by_hand(meeting.session, chart(), profile="B")
    HeldChart.objects.create(session=meeting.session, chart=LEVELS, held_at=NOW())
    expected = {"chart": LEVELS, "text": "Less than half"}
    for person, status in ((people.superintendent, 204), (people.teacher, 200)):
        answer = as_person(person).post(url("prediction-save", meeting), expected, headers=HTMX)
        assert (answer.status_code, bool(answer.content)) == (status, status == 200)
    assert Prediction.objects.count() == 2


def test_without_a_meeting_the_faces_wait(people: Any, session: Any, as_person: Any) -> None:
    for person, face in ((people.teacher, "room"), (people.facilitator, "facilitate"), (people.teacher, "screen")):
        page = as_person(person).get(reverse(f"cycles:{face}", args=[session.pk]))
        assert page.status_code == 200
    opened = as_person(people.facilitator).post(reverse("cycles:meeting-open", args=[session.pk]))
    assert opened.headers["Location"] == reverse("cycles:facilitate", args=[session.pk])
    assert fresh(session).is_open


def test_the_code_leads_to_the_room(people: Any, meeting: Meeting, as_person: Any) -> None:
    answer = as_person(people.teacher).get(url("screen-code", meeting))
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert b"<svg" in answer.content
    assert b"style=" not in answer.content


# --- counting


@pytest.mark.parametrize("phase", ["welcome", "goals", "progress", "growth", "causes", "close"])
@pytest.mark.parametrize("face", FACES)
def test_queries_do_not_grow_with_the_room(
    people: Any, meeting: Meeting, go_to: Any, as_person: Any, count_queries: Any, phase: str, face: str
) -> None:
    def fill(text: str) -> None:
        there = fresh(meeting.session)
        for kind in ("success", "growth"):
            there = go_to(there, "progress" if kind == "success" else "growth")
            for person in (people.teacher, people.member, people.lead):
                actions.write_card(there, kind=kind, text=text, because="why", by=person, at=NOW())
            actions.reveal_cards(there, by=people.facilitator, at=NOW())
        for card in Card.objects.filter(kind="growth", topic=None):
            actions.group_cards(there, cards=[card], title=text, by=people.facilitator, at=NOW())
        topics = list(there.topics.all())
        actions.choose_topics(there, topics=topics, by=people.facilitator, at=NOW())
        for topic in there.topics.all():
            actions.propose_cause(topic, text=text, category="time", evidence="", by=people.teacher, at=NOW())
        actions.write_card(there, kind="parked", text=text, by=people.teacher, at=NOW())
        while fresh(meeting.session).step > 1 and fresh(meeting.session).phase.kind != "welcome":
            there = fresh(meeting.session)
            actions.return_phase(there, step=there.step, by=people.facilitator, at=NOW())

    def count() -> int:
        go_to(fresh(meeting.session), phase)
        client = as_person(people.facilitator)
        client.get(url(face, meeting))
        with count_queries() as queries:
            assert client.get(url(f"{face}-phase", meeting)).status_code == 200
        there = fresh(meeting.session)
        while there.phase.kind != "welcome":
            actions.return_phase(there, step=there.step, by=people.facilitator, at=NOW())
            there = fresh(meeting.session)
        return len(queries)

    fill("one")
    first = count()
    fill("two")
    fill("three")
    assert count() == first
