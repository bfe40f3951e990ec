"""What the teams agreed on, in the ILT's room."""

from typing import Any

from django.utils import timezone

from cycles.meet import actions, queries
from cycles.meet.enums import Face
from cycles.meet.models import Card, Meeting
from cycles.meet.phases import kind
from cycles.meet.room import seat_of
from teams.access import remember
from tests.cycles.agreeing import cause, end, topic

from .test_written import page


def agree(meeting: Meeting, people: Any, text: str = "Fractions grew") -> None:
    now = timezone.now()
    goal = {"goal": people.goal, "verdict": "on_track", "evidence": "52%"}
    actions.revisit_goal(meeting, **goal, by=people.facilitator, at=now)
    said = {"kind": "success", "author": people.teacher, "because": "Weekly planning", "written_at": now}
    Card.objects.create(meeting=meeting, text=text, is_celebrated=True, **said)
    Card.objects.create(meeting=meeting, text="Raw card, never agreed on", **said)
    cause(topic(meeting, "Reading stalled"), "We plan alone")
    asked = actions.write_card(meeting, kind="parked", text="A common hour", by=people.teacher, at=now)
    actions.send_parked(asked, goes_to="ilt", by=people.facilitator, at=now)


def test_the_ilt_reads_what_a_team_stands_by_once_it_has_met(
    people: Any, meeting: Meeting, ilt_session: Any, go_to: Any
) -> None:
    agree(meeting, people)
    ilt = actions.open_meeting(ilt_session, by=people.leader, at=timezone.now())
    go_to(ilt, "briefs")
    before = page(people.leader, "facilitate", ilt_session)
    assert ("No team has met yet" in before, "We plan alone" in before) == (True, False)
    end(meeting.session)
    for face in ("room", "facilitate", "screen"):
        shown = page(people.leader, face, ilt_session)
        for words in ("Fractions grew", "Weekly planning", "We plan alone", "A common hour"):
            assert words in shown
        assert "Raw card" not in shown
    brief = queries.briefs(ilt_session)[0]
    assert (brief.team, brief.has_met, brief.verdicts) == (people.team.name, True, (("On track", 1),))


def test_a_team_goes_without_it(people: Any, meeting: Meeting) -> None:
    assert not kind("briefs").is_wanted(meeting)


def test_it_costs_the_same_with_more(
    people: Any, session: Any, meeting: Meeting, ilt_session: Any, count_queries: Any
) -> None:
    agree(meeting, people)
    ilt = actions.open_meeting(ilt_session, by=people.leader, at=timezone.now())
    seat = seat_of(ilt, remember(people.leader), Face.ROOM)

    def cost() -> int:
        with count_queries() as found:
            kind("briefs").show(ilt, seat)
        return len(found)

    one = cost()
    agree(meeting, people, "Writing grew")
    end(session)
    assert cost() == one == 6
