"""The group protocols that every district starts with. Runs again without doubling anything."""

import json
from pathlib import Path
from typing import Any

from django.db import migrations

DEFAULTS = Path(__file__).parents[1] / "meet" / "defaults"


def add_default_protocols(apps: Any, _editor: Any) -> None:
    """Write version 1 of each kind that has no protocol yet; a district's own are left alone."""
    protocol_model = apps.get_model("cycles", "Protocol")
    phase_model = apps.get_model("cycles", "Phase")
    for path in sorted(DEFAULTS.glob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        phases = content.pop("phases")
        if protocol_model.objects.filter(kind=content["kind"]).exists():
            continue
        protocol = protocol_model.objects.create(**content, version=1, is_current=True)
        phase_model.objects.bulk_create(
            phase_model(protocol=protocol, position=position, **phase) for position, phase in enumerate(phases, 1)
        )


class Migration(migrations.Migration):
    dependencies = [("cycles", "0002_default_templates")]

    operations = [migrations.RunPython(add_default_protocols, migrations.RunPython.noop)]
