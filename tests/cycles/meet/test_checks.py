from typing import Any

from cycles.meet import checks, phases
from cycles.meet.models import Phase
from cycles.meet.phases.base import PhaseKind


def test_every_kind_and_every_default_protocol_stands(db: None) -> None:
    assert checks.check_templates() == []
    assert checks.check_protocols(databases=["default"]) == []


def test_a_kind_without_a_template_stops_the_start(monkeypatch: Any) -> None:
    lost = PhaseKind(key="lost", label="Lost", show=lambda meeting, seat: None)
    monkeypatch.setattr(phases, "kinds", lambda: {"lost": lost})
    assert [error.id for error in checks.check_templates()] == ["meet.E001"]


def test_a_protocol_over_an_unknown_kind_stops_the_start(db: None) -> None:
    Phase.objects.filter(kind="close").update(kind="lost")
    assert {error.id for error in checks.check_protocols(databases=["default"])} == {"meet.E002"}
