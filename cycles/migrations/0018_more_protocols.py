"""The rules of the phases that stand already, and the protocols that more districts begin with.

Runs again without doubling anything.
"""

import json
from pathlib import Path
from typing import Any

from django.db import migrations

DEFAULTS = Path(__file__).parents[1] / "meet" / "defaults" / "ruled"
# what the code took for granted before it was data
RULES: dict[str, dict[str, Any]] = {
    "welcome": {"shows": ["areas", "raised", "voices"], "writers": "nobody"},
    "goals": {"writers": "lead"},
    "progress": {"shows": ["voices"]},
    "growth": {"shows": ["voices"]},
}


def say_rules(apps: Any, _editor: Any) -> None:
    """Give each phase of an earlier version the rules that it had without saying so."""
    for phase in apps.get_model("cycles", "Phase").objects.filter(kind__in=RULES, protocol__about=""):
        for field, value in RULES[phase.kind].items():
            setattr(phase, field, value)
        phase.save(update_fields=list(RULES[phase.kind]))


def add_ruled_protocols(apps: Any, _editor: Any) -> None:
    """A further version of each kind that says no rules yet; an earlier one stays where a meeting has it."""
    protocol_model, phase_model = (apps.get_model("cycles", name) for name in ("Protocol", "Phase"))
    held = apps.get_model("cycles", "Meeting").objects.values("protocol")
    for path in sorted(DEFAULTS.glob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        phases, kind = content.pop("phases"), content.pop("kind")
        earlier = protocol_model.objects.filter(kind=kind)
        if earlier.exclude(about="").exists():
            continue
        earlier.exclude(pk__in=held).delete()
        version = max(earlier.values_list("version", flat=True), default=0) + 1
        earlier.update(is_current=False)
        protocol = protocol_model.objects.create(kind=kind, **content, version=version, is_current=True)
        phase_model.objects.bulk_create(
            phase_model(protocol=protocol, position=position, **phase) for position, phase in enumerate(phases, 1)
        )


class Migration(migrations.Migration):
    dependencies = [("cycles", "0017_protocol_rules")]

    operations = [
        migrations.RunPython(say_rules, migrations.RunPython.noop),
        migrations.RunPython(add_ruled_protocols, migrations.RunPython.noop),
    ]
