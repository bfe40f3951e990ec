"""Which protocol a meeting follows, and what is shown of it before it begins."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.meet import actions
from cycles.meet.models import Meeting, Protocol, ProtocolChoice
from cycles.meet.protocols import choosing, drafting, queries


@pytest.fixture
def as_facilitator(people: Any) -> Client:
    client = Client()
    client.force_login(people.facilitator)
    return client


def at(name: str, thing: Any) -> str:
    return reverse(f"cycles:{name}", args=[thing.pk])


def test_three_are_offered_first_and_none_for_another_meeting(people: Any, session: Any, ilt_session: Any) -> None:
    offered = queries.choice(session)
    assert [line.current.kind for line in offered.first] == ["team", "success_analysis", "data_dialogue"]
    assert [line.current.kind for line in offered.others] == ["five_whys", "fishbone", "what_so_what", "plus_delta"]
    assert [line.current.kind for line in offered.first if line.is_chosen] == ["team"]
    assert queries.choice(ilt_session).first[0].current.kind == "ilt_mid_year"


def test_chosen_it_is_what_the_meeting_follows(people: Any, session: Any, as_facilitator: Client) -> None:
    chosen = as_facilitator.post(at("protocol-choose", session), {"kind": "fishbone"})
    assert chosen["Location"] == at("session", session)
    assert "Fishbone" in as_facilitator.get(at("session", session)).content.decode()
    fresh = type(session).objects.select_related("cycle__school", "team").get(pk=session.pk)
    assert actions.open_meeting(fresh, by=people.facilitator, at=timezone.now()).protocol.kind == "fishbone"


def test_the_guides_own_takes_the_choice_back(people: Any, session: Any, as_facilitator: Client) -> None:
    for kind, count in (("plus_delta", 1), ("team", 0)):
        as_facilitator.post(at("protocol-choose", session), {"kind": kind})
        assert ProtocolChoice.objects.filter(session=session).count() == count


def test_what_is_not_offered_is_refused(people: Any, session: Any, as_facilitator: Client) -> None:
    for kind in ("ilt_mid_year", "lost", ""):
        assert as_facilitator.post(at("protocol-choose", session), {"kind": kind}).status_code == 422
    assert not ProtocolChoice.objects.exists()


def test_a_meeting_that_has_begun_keeps_its_own(people: Any, meeting: Meeting, as_facilitator: Client) -> None:
    refused = as_facilitator.post(at("protocol-choose", meeting.session), {"kind": "fishbone"})
    assert (refused.status_code, "keeps the protocol that it began with" in refused.content.decode()) == (409, True)
    assert "Meet by this" not in as_facilitator.get(at("session-protocol", meeting.session)).content.decode()
    with pytest.raises(choosing.AlreadyBegun):
        choosing.choose_protocol(meeting.session, kind="fishbone", by=people.facilitator, at=timezone.now())


@pytest.mark.parametrize(("minutes", "planned"), [(45, 45), (60, 60), (90, 90)])
def test_it_is_shown_in_the_minutes_that_there_are(
    people: Any, session: Any, as_facilitator: Client, minutes: int, planned: int
) -> None:
    session.minutes = minutes
    session.save(update_fields=["minutes"])
    own = queries.choice(session).first[0]
    assert (own.agenda.planned, own.agenda.over) == (planned, 0)
    assert ("What the evidence says" in [step.title for step in own.agenda.met]) is (minutes >= 60)
    page = as_facilitator.get(at("session", session)).content.decode()
    assert f"{minutes} minutes" in page
    meeting = actions.open_meeting(session, by=people.facilitator, at=timezone.now())
    assert meeting.phase_ends_at is not None
    assert meeting.minutes == minutes


def test_the_preview_shows_each_face_language_and_length(people: Any, session: Any, as_facilitator: Client) -> None:
    team = Protocol.objects.get(kind="team", is_current=True)

    def shown(**asked: Any) -> str:
        return as_facilitator.get(at("protocol", team), asked).content.decode()

    assert "Keep asking until the cause" in shown()
    assert "Sigan preguntando" in shown(**{"in": "es"})
    assert ("left out of a meeting this short" in shown(minutes=45), "left out" in shown(minutes=90)) == (True, False)
    assert ("Say now" in shown(face="facilitate"), "Say now" in shown(face="screen")) == (True, False)
    assert "The projector shows" in shown(face="screen")
    # what is not known falls back
    assert "It takes all 90 minutes." in shown(minutes="many", face="lost", **{"in": "xx"})


def test_who_facilitates_looks_and_sees_no_draft(people: Any, as_facilitator: Client, session: Any) -> None:
    draft = drafting.begin_draft(
        Protocol.objects.get(kind="team", is_current=True), by=people.district, at=timezone.now()
    )
    assert as_facilitator.get(at("protocol", draft)).status_code == 404
    assert as_facilitator.get(reverse("cycles:protocols")).status_code == 403


def test_lists_and_history_count_the_same_with_more(people: Any, session: Any, count_queries: Any) -> None:
    client = Client()
    client.force_login(people.district)
    team = Protocol.objects.get(kind="team", is_current=True)

    def counted() -> list[int]:
        found = []
        for address in (reverse("cycles:protocols"), at("protocol", team)):
            with count_queries() as made:
                client.get(address)
            found.append(len(made))
        return found

    first = counted()
    for kind in ("team", "fishbone", "plus_delta"):
        now = timezone.now()
        drafting.begin_draft(Protocol.objects.get(kind=kind, is_current=True), by=people.district, at=now)
    assert counted() == first
