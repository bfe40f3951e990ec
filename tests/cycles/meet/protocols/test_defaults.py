"""What the program brings along, and how it comes to a district that has met under an earlier version."""

from importlib import import_module
from typing import Any

from django.apps import apps
from django.db import connection

from cycles.meet.enums import Beside, ProtocolKind, RevealRule, Writers
from cycles.meet.models import Meeting, Phase, Protocol
from cycles.meet.phases import kinds


def bring() -> None:
    migration = import_module("cycles.migrations.0018_more_protocols")
    migration.say_rules(apps, connection.schema_editor())
    migration.add_ruled_protocols(apps, connection.schema_editor())


def test_each_kind_has_one_in_both_languages(db: None) -> None:
    assert set(Protocol.objects.filter(is_current=True).values_list("kind", flat=True)) == set(ProtocolKind.values)
    for row in Protocol.objects.all():
        assert all((row.title, row.title_es, row.about, row.about_es, row.credit, row.credit_es)), row.kind


def test_every_phase_is_of_a_known_kind_and_says_its_rules(db: None) -> None:
    for phase in Phase.objects.select_related("protocol"):
        assert phase.kind in kinds()
        assert all((phase.title, phase.title_es, phase.prompt, phase.prompt_es)), phase
        assert phase.writers in Writers.values
        assert phase.reveal in RevealRule.values
        assert set(phase.shows) <= set(Beside.values)


def test_causes_come_before_actions(db: None) -> None:
    for kind in ("ilt_mid_year", "ilt_end_of_year", "team", "five_whys", "fishbone"):
        order = list(Phase.objects.filter(protocol__kind=kind).order_by("position").values_list("kind", flat=True))
        found = order.index("fishbone" if kind == "fishbone" else "causes")
        assert found < order.index("action_steps")


def test_run_again_it_changes_nothing(db: None) -> None:
    before = list(Protocol.objects.order_by("pk").values_list("pk", "version", "is_current"))
    bring()
    assert list(Protocol.objects.order_by("pk").values_list("pk", "version", "is_current")) == before


def test_a_version_that_a_meeting_has_stays_with_the_rules_it_had(people: Any, meeting: Meeting) -> None:
    Protocol.objects.update(about="")
    Phase.objects.update(shows=[], writers="everyone")
    bring()
    meeting.refresh_from_db()
    versions = Protocol.objects.filter(kind="team").order_by("version").values_list("version", "is_current")
    assert list(versions) == [(1, False), (2, True)]
    assert (meeting.protocol.version, meeting.phase.writers) == (1, "nobody")
    assert meeting.phase.shows == ["areas", "raised", "voices"]
    # what nobody has met under is replaced, and begins with version 1
    assert list(Protocol.objects.filter(kind="fishbone").values_list("version", flat=True)) == [1]
