"""One card large on the screen, and who has not been heard yet: by name, as a count, or not at all."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.meet import actions, queries
from cycles.meet.models import Meeting, Phase
from cycles.meet.steering import Spoken, Spotlight
from cycles.plan.models import Invitation
from teams.models import SupervisionLink
from tests.cycles.meet.conftest import fresh

NOW = timezone.now


def by(people: Any) -> dict[str, Any]:
    return {"by": people.facilitator, "at": NOW()}


def page_of(person: Any, face: str, meeting: Meeting) -> str:
    client = Client()
    client.force_login(person)
    return client.get(reverse(f"cycles:{face}", args=[meeting.session_id])).content.decode()


def spotlight(people: Any, meeting: Meeting, key: str) -> int:
    client = Client()
    client.force_login(people.facilitator)
    url = reverse("cycles:spotlight-set", args=[meeting.session_id])
    data = {"spot": key, "step": fresh(meeting.session).step, "face": "facilitate"}
    return client.post(url, data, headers={"HX-Request": "true"}).status_code


# --- the spotlight


def test_a_shown_card_stands_large_on_the_screen_until_the_step_ends(
    people: Any, meeting: Meeting, go_to: Any, success: Any
) -> None:
    there = go_to(meeting, "progress")
    card = success(there, people.teacher, "Canary")
    actions.reveal_cards(there, **by(people))
    assert spotlight(people, there, f"card-{card.pk}") == 200
    wall = page_of(people.leader, "screen", there)
    assert 'class="screen__large" tabindex="-1">Canary<' in wall
    assert people.teacher.name in wall
    assert "screen__large" not in page_of(people.member, "room", there)
    token = actions.make_screen_link(there.session, **by(people))
    assert "screen__large" in Client().get(reverse("cycles:screen-linked", args=[token])).content.decode()
    actions.advance_phase(fresh(there.session), step=there.step, **by(people))
    assert "screen__large" not in page_of(people.leader, "screen", there)
    actions.return_phase(fresh(there.session), step=there.step + 1, **by(people))
    assert "screen__large" not in page_of(people.leader, "screen", there)


def test_it_is_taken_down_and_replaced(people: Any, meeting: Meeting, topic_of: Any) -> None:
    topic = topic_of("Fractions")
    assert spotlight(people, topic.meeting, f"topic-{topic.pk}") == 200
    assert 'class="screen__large" tabindex="-1">Fractions<' in page_of(people.leader, "screen", topic.meeting)
    assert spotlight(people, topic.meeting, f"card-{topic.cards.get().pk}") == 200
    assert Spotlight.objects.count() == 1
    assert spotlight(people, topic.meeting, "") == 200
    assert Spotlight.objects.count() == 0


def test_a_card_that_nobody_sees_yet_is_not_put_there(people: Any, meeting: Meeting, go_to: Any, success: Any) -> None:
    there = go_to(meeting, "progress")
    card = success(there, people.teacher, "Canary")
    assert [spotlight(people, there, key) for key in (f"card-{card.pk}", "card-x", "nonsense", "topic-9")] == [404] * 4
    with pytest.raises(actions.NotShownYet):
        actions.spotlight_thing(there, step=there.step, thing=card, **by(people))
    assert "Canary" not in page_of(people.facilitator, "facilitate", there)


def test_in_a_step_without_names_it_has_none(people: Any, meeting: Meeting, go_to: Any, growth: Any) -> None:
    there = go_to(meeting, "growth")
    card = growth(there, people.teacher, "Canary")
    actions.reveal_cards(there, **by(people))
    Phase.objects.filter(pk=there.phase_id).update(reveal="anonymous")
    actions.spotlight_thing(fresh(there.session), step=there.step, thing=card, **by(people))
    spot = queries.spotlight(fresh(there.session))
    assert (spot.text, spot.by) == ("Canary", "")


# --- who has been heard


@pytest.fixture
def here(people: Any, meeting: Meeting, go_to: Any) -> Meeting:
    """In a step with names; lead, teacher and member are here."""
    Invitation.objects.filter(session=meeting.session).update(has_attended=True)
    return go_to(meeting, "progress")


def heard(meeting: Meeting) -> Any:
    there = fresh(meeting.session)
    wanted, changed = queries.wanted_phases(there), queries.changes(there)
    return queries.desk(there, queries.presence(there), wanted, changed, at=NOW()).speaking


def test_a_tap_or_a_shown_card_says_that_somebody_was_heard(people: Any, here: Meeting, success: Any) -> None:
    assert [one.name for one in heard(here).waiting] == [people.member.name, people.lead.name, people.teacher.name]
    actions.mark_spoken(here, step=here.step, person=people.member, has_spoken=True, **by(people))
    success(here, people.teacher)
    assert [one.name for one in heard(here).waiting] == [people.lead.name, people.teacher.name]
    actions.reveal_cards(here, **by(people))
    assert [one.name for one in heard(here).waiting] == [people.lead.name]
    actions.mark_spoken(here, step=here.step, person=people.member, has_spoken=False, **by(people))
    assert (heard(here).heard, heard(here).total) == (1, 3)


def test_it_is_forgotten_with_the_step_and_on_the_console_only(people: Any, here: Meeting) -> None:
    actions.mark_spoken(here, step=here.step, person=people.member, has_spoken=True, **by(people))
    assert "Not heard yet" in page_of(people.facilitator, "facilitate", here)
    assert "Not heard yet" not in page_of(people.teacher, "room", here) + page_of(people.leader, "screen", here)
    actions.advance_phase(here, step=here.step, **by(people))
    there = fresh(here.session)
    assert Spoken.objects.count() == 0
    assert len(heard(there).waiting) == 3


def test_who_evaluates_somebody_here_gets_a_count_that_is_kept_nowhere(
    people: Any, here: Meeting, success: Any
) -> None:
    day = timezone.localdate()
    link = {"supervisor": people.facilitator, "supervisee": people.member, "school": people.school}
    SupervisionLink.objects.create(starts_on=day, **link)
    success(here, people.teacher)
    actions.reveal_cards(here, **by(people))
    found = heard(here)
    assert (found.people, found.heard, found.total) == ((), 1, 3)
    page = page_of(people.facilitator, "facilitate", here)
    assert "1 of 3 heard through their cards" in page
    assert "spoken-" not in page
    with pytest.raises(actions.NotMarked):
        actions.mark_spoken(here, step=here.step, person=people.teacher, has_spoken=True, **by(people))
    assert Spoken.objects.count() == 0


def test_in_a_step_without_names_nobody_is_marked(people: Any, here: Meeting) -> None:
    Phase.objects.filter(pk=here.phase_id).update(reveal="anonymous")
    there = fresh(here.session)
    assert heard(there) is None
    with pytest.raises(actions.NotMarked):
        actions.mark_spoken(there, step=there.step, person=people.teacher, has_spoken=True, **by(people))


def test_queries_do_not_grow_with_who_is_here(people: Any, here: Meeting, success: Any, count_queries: Any) -> None:
    from tests.cycles.making import join

    client = Client()
    client.force_login(people.facilitator)
    url = reverse("cycles:facilitate-phase", args=[here.session_id])

    def count() -> int:
        client.get(url)
        with count_queries() as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    success(here, people.teacher)
    actions.reveal_cards(here, **by(people))
    first = count()
    for name in ("Ana", "Bo", "Cy"):
        success(here, join(here.session, name))
    Invitation.objects.filter(session=here.session).update(has_attended=True)
    assert count() == first
