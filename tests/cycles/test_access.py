"""The session page asks little; what it concludes is what the scopes say."""

from typing import Any

import pytest
from django.http import Http404
from django.utils import timezone

from cycles import access
from cycles.plan import access as plan_access, actions
from data_imports.models import Packet, PacketVersion
from tests.doors.table import PERSONAS


def freeze(session: Any, profile: str) -> None:
    packet = Packet.objects.create(school=session.cycle.school, team=session.team, year="2026-27", window="winter")
    session.packet = PacketVersion.objects.create(
        packet=packet, version=1, profile=profile, body="{}", digest="0" * 64, as_of=timezone.now()
    )
    session.save(update_fields=["packet"])


@pytest.mark.parametrize("profile", ["", "A", "B", "C"])
def test_one_question_gives_what_the_scopes_give(people: Any, session: Any, profile: str) -> None:
    if profile:
        freeze(session, profile)
    for guest, sees in ((people.partner, True), (people.other_leader, False)):
        actions.invite_guest(session, person=guest, sees_packet=sees, by=people.leader, at=timezone.now())
    told = {}
    for persona in (*PERSONAS, "colleague"):
        person = getattr(people, persona)
        try:
            found, ties = access.readable_session(person, session.pk)
        except Http404:
            told[persona] = (False, False, False, False)
            continue
        edits, runs = ties.leads_school or ties.leads_team, ties.leads_school or ties.facilitates
        told[persona] = (True, edits, runs, ties.reads_packet(found.packet))
    scopes = ("visible_sessions", "editable_sessions", "facilitated_sessions", "packet_sessions")
    assert told == {
        persona: tuple(
            getattr(plan_access, scope)(getattr(people, persona)).filter(pk=session.pk).exists() for scope in scopes
        )
        for persona in told
    }
