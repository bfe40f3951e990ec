from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from cycles.plan import actions, queries
from cycles.plan.enums import CycleState, SessionState
from cycles.plan.models import Cycle, Invitation, ReflectionSession
from teams.models import Notice, Person
from tests import moments

from .conftest import fresh, give_time, in_days


def as_person(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def typed(people: Any, session: ReflectionSession, **changes: Any) -> dict[str, Any]:
    values = {
        "meets_on": in_days(10).isoformat(), "meets_at": "12:00", "minutes": "90", "place": "Library",
        "facilitator": people.lead.pk, "version": session.version, "video_link": "",
    }  # fmt: skip
    return values | changes


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_a_leader_closes_the_cycle_once(people: Any, cycle: Cycle) -> None:
    client = as_person(people.leader)
    client.post(reverse("cycles:cycle-close", args=[cycle.pk]))
    cycle.refresh_from_db()
    assert cycle.state == CycleState.CLOSED
    text = text_of(client.post(reverse("cycles:cycle-close", args=[cycle.pk]), follow=True))
    assert "This cycle is closed already." in text


# --- a session's time


def test_the_form_shows_the_proposed_slot(people: Any, session: ReflectionSession) -> None:
    slot = queries.proposed_slot(session, today=moments.today())
    text = text_of(as_person(people.lead).get(reverse("cycles:schedule", args=[session.pk])))
    assert f'value="{slot.meets_on:%Y-%m-%d}"' in text
    assert 'value="15:30"' in text


def test_the_form_comes_as_a_fragment_into_the_planner(people: Any, session: ReflectionSession) -> None:
    answer = as_person(people.leader).get(reverse("cycles:schedule", args=[session.pk]), headers={"HX-Request": "true"})
    assert "<html" not in answer.content.decode()
    assert "hx-post" in answer.content.decode()


def test_setting_a_time_leads_back_to_the_planner(people: Any, session: ReflectionSession) -> None:
    address = reverse("cycles:session-schedule", args=[session.pk])
    answer = as_person(people.leader).post(address, typed(people, session))
    assert answer["Location"] == reverse("cycles:cycle", args=[session.cycle_id])
    assert (fresh(session).state, fresh(session).place) == (SessionState.SCHEDULED, "Library")
    by_htmx = as_person(people.leader).post(
        address, typed(people, fresh(session), place="Gym"), headers={"HX-Request": "true"}
    )
    assert by_htmx["HX-Redirect"] == answer["Location"]


def test_a_lead_needs_the_leaders_word_for_time_beyond_the_contract_day(
    people: Any, session: ReflectionSession
) -> None:
    address = reverse("cycles:session-schedule", args=[session.pk])
    late = typed(people, session, meets_at="15:30")
    refused = as_person(people.lead).post(address, late)
    assert (refused.status_code, fresh(session).state) == (422, SessionState.PLANNED)
    assert "needs the school leader&#x27;s word" in text_of(refused)
    assert as_person(people.leader).post(address, late).status_code == 302
    # the hours have the word now; the lead may change the rest
    moved = typed(people, fresh(session), meets_at="15:30", place="Gym")
    assert (as_person(people.lead).post(address, moved).status_code, fresh(session).place) == (302, "Gym")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"meets_on": "2020-01-01"}, "This day has passed"),
        ({"meets_at": ""}, "This field is required"),
        ({"minutes": "5"}, "greater than or equal to 15"),
        ({"facilitator": "outsider"}, "Select a valid choice"),
        ({"deputy": "lead"}, "somebody other than the facilitator"),
    ],
)
def test_what_does_not_fit_is_refused_with_everything_typed(
    people: Any, session: ReflectionSession, wrong: dict[str, str], said: str
) -> None:
    changes = {name: getattr(people, value).pk if hasattr(people, value) else value for name, value in wrong.items()}
    answer = as_person(people.leader).post(
        reverse("cycles:session-schedule", args=[session.pk]),
        typed(people, session, place="Gym by the pool", **changes),
    )
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert 'value="Gym by the pool"' in text_of(answer)
    assert fresh(session).state == SessionState.PLANNED


def test_the_second_of_two_leaders_sees_both_versions_and_may_insist(people: Any, timed: ReflectionSession) -> None:
    seen = typed(people, timed)
    give_time(timed, people, place="Room 4", by=people.lead)
    address = reverse("cycles:session-schedule", args=[timed.pk])
    client = as_person(people.leader)
    answer = client.post(address, seen | {"place": "Gym", "minutes": "75"})
    text = text_of(answer)
    assert answer.status_code == 422
    assert "Room 4" in text
    assert 'value="Gym"' in text
    assert 'value="75"' in text
    assert fresh(timed).place == "Room 4"
    assert f'name="version" value="{fresh(timed).version}"' in text
    client.post(address, seen | {"place": "Gym", "version": fresh(timed).version})
    assert fresh(timed).place == "Gym"


def test_cancelling_asks_by_post_and_says_so(people: Any, timed: ReflectionSession) -> None:
    client = as_person(people.leader)
    text = text_of(client.post(reverse("cycles:session-cancel", args=[timed.pk]), follow=True))
    assert "Nobody will be reminded of it any more." in text
    again = text_of(client.post(reverse("cycles:session-cancel", args=[timed.pk]), follow=True))
    assert "can no longer be changed" in again


def test_a_guest_is_chosen_among_near_people_only(people: Any, timed: ReflectionSession) -> None:
    address = reverse("cycles:guest-invite", args=[timed.pk])
    client = as_person(people.lead)
    assert client.post(address, {"person": people.outsider.pk}).status_code == 422
    assert client.post(address, {"person": people.teacher.pk}).status_code == 422
    assert client.post(address, {"person": people.partner.pk}).status_code == 302
    assert Invitation.objects.get(session=timed, person=people.partner).sees_packet is False


def test_one_answers_the_own_invitation(people: Any, timed: ReflectionSession) -> None:
    mine = Invitation.objects.get(session=timed, person=people.teacher)
    address = reverse("cycles:invitation-reply", args=[mine.pk])
    assert as_person(people.member).post(address, {"reply": "yes"}).status_code == 404
    assert as_person(people.teacher).post(address, {"reply": "soon"}).status_code == 422
    assert as_person(people.teacher).post(address, {"reply": "no", "reason": "Jury duty"}).status_code == 302
    mine.refresh_from_db()
    assert (mine.reply, mine.reason) == ("no", "Jury duty")
    actions.cancel_session(timed, by=people.leader, at=timezone.now())
    late = as_person(people.teacher).post(address, {"reply": "yes"})
    assert late.status_code == 422


def test_the_calendar_file_downloads_without_anybodys_address(people: Any, timed: ReflectionSession) -> None:
    answer = as_person(people.superintendent).get(reverse("cycles:session-calendar", args=[timed.pk]))
    event = Calendar.from_ical(answer.content).walk("VEVENT")[0]
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert event["dtstart"].dt == timed.starts_at
    assert people.teacher.email.encode() not in answer.content
    ReflectionSession.objects.filter(pk=timed.pk).update(state=SessionState.PLANNED, meets_on=None, meets_at=None)
    assert as_person(people.leader).get(reverse("cycles:session-calendar", args=[timed.pk])).status_code == 404


# --- the packet


def test_a_packet_is_asked_for_made_and_read(people: Any, timed: ReflectionSession) -> None:
    client, address = as_person(people.lead), reverse("cycles:packet", args=[timed.pk])
    assert "Nothing is frozen yet" in text_of(client.get(address))
    text = text_of(client.post(reverse("cycles:packet-freeze", args=[timed.pk]), follow=True))
    assert "The packet is being made" in text
    state = client.get(reverse("cycles:packet-state", args=[timed.pk]))
    assert "The packet is being made" in text_of(state)
    actions.freeze_asked_packets(at=timezone.now())
    assert client.get(reverse("cycles:packet-state", args=[timed.pk]))["HX-Refresh"] == "true"
    assert fresh(timed).packet.digest[:12] in text_of(client.get(address))


def test_who_came_after_the_freeze_waits_for_a_version_of_their_own(people: Any, timed: ReflectionSession) -> None:
    version = actions.freeze_packet(timed, by=people.leader, at=timezone.now())
    actions.invite_guest(timed, person=people.partner, sees_packet=True, by=people.leader, at=timezone.now())
    address = reverse("cycles:packet", args=[timed.pk])
    text = text_of(as_person(people.partner).get(address))
    assert "A version for you is on its way" in text
    assert version.digest[:12] not in text
    outside = actions.freeze_packet(timed, by=people.leader, at=timezone.now() + timedelta(minutes=1))
    assert outside.profile == "C"
    assert outside.digest[:12] in text_of(as_person(people.partner).get(address))


# --- messages


def test_messages_show_ones_own_text_and_others_only_as_states(people: Any, timed: ReflectionSession) -> None:
    mine = Notice.objects.get(person=people.teacher, kind="session-invitation")
    own = as_person(people.teacher)
    assert "Invitation to a meeting" in text_of(own.get(reverse("teams:notices")))
    text = text_of(own.get(reverse("teams:notice", args=[mine.pk])))
    assert "Hello Teresa," in text
    assert "BEGIN:VCALENDAR" in text
    assert as_person(people.leader).get(reverse("teams:notice", args=[mine.pk])).status_code == 404
    leader = text_of(as_person(people.leader).get(reverse("teams:notices")))
    assert "Teresa Núñez" in leader
    assert "Hello Teresa" not in leader
    assert "Teresa Núñez" in text_of(as_person(people.district).get(reverse("teams:notices")))
    assert "Malik Johnson" not in text_of(as_person(people.lead).get(reverse("teams:notices")))
