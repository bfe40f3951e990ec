"""The reflection templates that every district starts with. Runs again without doubling anything."""

import json
from pathlib import Path
from typing import Any

from django.db import migrations

DEFAULTS = Path(__file__).parents[1] / "prepare" / "defaults"


def add_default_templates(apps: Any, _editor: Any) -> None:
    """Write version 1 of each kind that has no template yet; a district's own are left alone."""
    template_model = apps.get_model("cycles", "Template")
    prompt_model = apps.get_model("cycles", "Prompt")
    for path in sorted(DEFAULTS.glob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        prompts = content.pop("prompts")
        key = {name: content.pop(name) for name in ("kind", "cycle_kind")}
        if template_model.objects.filter(**key).exists():
            continue
        template = template_model.objects.create(**key, **content, version=1, is_current=True)
        prompt_model.objects.bulk_create(
            prompt_model(template=template, position=position, **prompt) for position, prompt in enumerate(prompts, 1)
        )


class Migration(migrations.Migration):
    dependencies = [("cycles", "0001_initial")]

    operations = [migrations.RunPython(add_default_templates, migrations.RunPython.noop)]
