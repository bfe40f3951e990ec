"""The page: who it is for is in the door tables; here what it shows, and that nothing of the real session does."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from cycles.meet import actions
from cycles.meet.enums import CardKind
from cycles.meet.models import Meeting
from cycles.plan.models import ReflectionSession
from teams.models import UipGoal

CANARY = "Canary 7143"


def page(client: Any, session: ReflectionSession, **asked: Any) -> Any:
    return client.get(reverse("cycles:rehearsal", args=[session.pk]), asked)


def test_it_begins_before_the_meeting_and_leads_on(client: Any, people: Any, session: ReflectionSession) -> None:
    client.force_login(people.facilitator)
    answer = page(client, session)
    assert (answer.context["walk"].at, answer.context["face"]) == (0, "facilitate")
    text = answer.content.decode()
    assert "Simulated people, nothing is kept" in text
    assert '<div class="rehearsal__face rehearsal__face--facilitate" inert>' in text
    assert 'href="?at=1&amp;face=facilitate#now"' in text
    assert answer.headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_an_odd_place_or_face_is_the_nearest_one(client: Any, people: Any, session: ReflectionSession) -> None:
    client.force_login(people.facilitator)
    for asked, at in (("-1", 0), ("x", 0), ("²", 0), ("30", 30), ("99999999999999", 30)):
        answer = page(client, session, at=asked, face="nobody")
        assert (answer.context["walk"].at, answer.context["face"]) == (at, "facilitate"), asked


def test_no_place_shows_anything_of_the_real_session(
    client: Any, people: Any, session: ReflectionSession, meeting: Meeting
) -> None:
    """Its people, its goals, its cards and its place are there, and in no face of any place."""
    people.goal.title = CANARY
    people.goal.save(update_fields=["title"])
    ReflectionSession.objects.filter(pk=session.pk).update(place=CANARY)
    actions.write_card(meeting, kind=CardKind.PARKED, text=CANARY, by=people.teacher, at=timezone.now())
    client.force_login(people.facilitator)
    own = {people.facilitator.name, people.facilitator.first_name}
    names = {person.name for person in vars(people).values() if hasattr(person, "first_name")} - own
    for at in (0, 1, 3, 5, 8, 13, 22, 24, 30):
        for face in ("facilitate", "screen", "room"):
            drawn = page(client, session, at=at, face=face).context["walk"].drawn
            found = [word for word in (CANARY, people.school.name, people.team.name, *names) if word in drawn]
            assert found == [], (at, face)


def test_a_meeting_that_has_begun_is_not_touched(
    client: Any, people: Any, session: ReflectionSession, meeting: Any
) -> None:
    client.force_login(people.facilitator)
    before = Meeting.objects.values().get()
    assert page(client, session, at=12).status_code == 200
    assert Meeting.objects.values().get() == before
    assert UipGoal.objects.count() == 1


def test_it_is_played_in_the_minutes_that_the_session_has(client: Any, people: Any, session: Any) -> None:
    ReflectionSession.objects.filter(pk=session.pk).update(minutes=45)
    client.force_login(people.leader)
    kinds = {place.phase.kind for place in page(client, session).context["walk"].places if place.phase}
    assert "packet" not in kinds
    assert page(client, session, at=99).context["walk"].place.after.total_seconds() <= 45 * 60


def test_a_protocol_is_rehearsed_from_its_preview(client: Any, people: Any) -> None:
    client.force_login(people.leader)
    from_preview = client.get(reverse("cycles:protocols")).context["found"].guided[0].current
    address = reverse("cycles:protocol-rehearsal", args=[from_preview.pk])
    text = client.get(address, {"minutes": "45", "at": "3", "face": "screen"}).content.decode()
    assert 'href="?at=4&amp;face=screen&amp;minutes=45#now"' in text
    assert client.get(address, {"minutes": "7"}).context["walk"].at == 0
