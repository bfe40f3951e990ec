"""Frozen packets written by hand, so that no test of a page waits for a drawing."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from cycles.plan.models import ReflectionSession
from data_imports.actions.packets import freeze
from data_imports.models import Packet, PacketVersion
from data_imports.privacy import Profile

LEVELS, CHANGE = "levels-iready-math-overall_scale", "change-iready-math-overall_scale"


def chart(key: str = LEVELS, *, winter: str = "52%", fall: str = "41%", spanish: bool = False, **more: Any) -> Any:
    """A chart of one grade in two windows, which tells `fall` and `winter` in every one of its parts."""
    grade, head = ("Grado 4", ["Grupo", "Otoño", "Invierno"]) if spanish else ("Grade 4", ["Group", "Fall", "Winter"])
    return {
        "key": key,
        "title": f"{grade} moved from {fall} to {winter}",
        "sentence": f"In winter {winter} are at or above.",
        "figure": {
            "data": [
                {"type": "bar", "name": name, "x": [grade, "All"], "y": [height, height], "text": [value, value]}
                for name, value, height in (("Fall", fall, 41), ("Winter", winter, 52))
            ],
            "layout": {"barmode": "group", "height": 340},
        },
        "head": head,
        "rows": [[grade, fall, winter], ["All", None, winter]],
        "provenance": f"i-Ready, {winter}",
        "suppressed": f"* hidden, {winter}",
        "weight": 11.0,
    } | more


def freeze_by_hand(
    session: ReflectionSession,
    *charts: Any,
    profile: str = "A",
    at: datetime | None = None,
    findings: list[str] | None = None,
) -> PacketVersion:
    """A version with `charts` (one, where none is given), frozen for the session."""
    drawn = list(charts) or [chart()]
    packet, _new = Packet.objects.get_or_create(
        school=session.cycle.school,
        team=None if session.team.is_ilt else session.team,
        year=session.cycle.year.name,
        window="winter",
    )
    told = {
        "findings": [one["title"] for one in drawn] if findings is None else findings,
        "charts": drawn,
        "missing": ["No spring results yet."],
    }
    body = {
        "schema": 1, "school": session.cycle.school.name, "team": session.team.name, "year": packet.year,
        "window": "winter", "profile": profile, "languages": {"en": told, "es": spoken(told)},
    }  # fmt: skip
    version = freeze(packet, body, profile=Profile(profile), by=None, at=at or timezone.now())
    ReflectionSession.objects.filter(pk=session.pk).update(packet=version)
    session.refresh_from_db()
    return version


def spoken(told: dict[str, Any]) -> dict[str, Any]:
    """The same in Spanish: other labels, the same places."""
    names = {"Grade 4": "Grado 4", "All": "Todos", "Group": "Grupo", "Fall": "Otoño", "Winter": "Invierno"}
    charts = [
        one | {
            "head": [names.get(word, word) for word in one["head"]],
            "rows": [[names.get(word, word) for word in row] for row in one["rows"]],
        }
        for one in told["charts"]
    ]  # fmt: skip
    return told | {"charts": charts}
