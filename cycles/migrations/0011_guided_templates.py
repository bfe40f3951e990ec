"""Default templates that ask for verdicts, ratings and counter-explanations. Runs again without doubling anything."""

import json
from pathlib import Path
from typing import Any

from django.db import migrations

DEFAULTS = Path(__file__).parents[1] / "prepare" / "defaults" / "guided"
WITHOUT_TIME = ("planned", "cancelled")


def pin_what_holds(apps: Any, _editor: Any) -> None:
    """A session that has its time keeps the versions that are current now."""
    template_model, pinned_model = (apps.get_model("cycles", name) for name in ("Template", "PinnedTemplate"))
    current = list(template_model.objects.filter(is_current=True))
    timed = apps.get_model("cycles", "ReflectionSession").objects.exclude(state__in=WITHOUT_TIME)
    pinned = (
        pinned_model(session_id=session, kind=template.kind, template=template)
        for session, cycle_kind in timed.values_list("pk", "cycle__kind").iterator()
        for template in current
        if template.cycle_kind == cycle_kind
    )
    pinned_model.objects.bulk_create(pinned, batch_size=500, ignore_conflicts=True)


def add_guided_templates(apps: Any, _editor: Any) -> None:
    """A further version of each kind; an earlier one stays where a session or a reflection has it."""
    template_model, prompt_model = (apps.get_model("cycles", name) for name in ("Template", "Prompt"))
    for path in sorted(DEFAULTS.glob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        prompts = content.pop("prompts")
        key = {name: content.pop(name) for name in ("kind", "cycle_kind")}
        earlier = template_model.objects.filter(**key).order_by("-version")
        if prompt_model.objects.filter(template__in=earlier, kind="goals").exists():
            continue
        if not _is_used(apps, earlier):
            earlier.delete()
        version = max(earlier.values_list("version", flat=True), default=0) + 1
        earlier.update(is_current=False)
        template = template_model.objects.create(**key, **content, version=version, is_current=True)
        prompt_model.objects.bulk_create(
            prompt_model(template=template, position=position, **prompt) for position, prompt in enumerate(prompts, 1)
        )


def _is_used(apps: Any, templates: Any) -> bool:
    holders = (apps.get_model("cycles", name) for name in ("PinnedTemplate", "Reflection"))
    return any(holder.objects.filter(template__in=templates).exists() for holder in holders)


class Migration(migrations.Migration):
    dependencies = [("cycles", "0010_templates")]

    operations = [
        migrations.RunPython(pin_what_holds, migrations.RunPython.noop),
        migrations.RunPython(add_guided_templates, migrations.RunPython.noop),
    ]
