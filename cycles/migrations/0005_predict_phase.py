"""The phase "predict, then see" in the protocols that stand already. Runs again without doubling anything.

Meetings that hold no chart back go without it, so that nothing changes for them.
"""

from typing import Any

from django.db import migrations

PHASE = {
    "kind": "predict",
    "title": "Predict, then see",
    "title_es": "Predecir y luego ver",
    "prompt": "Before we look: what do you expect this chart to show, and why? Then we look together.",
    "prompt_es": "Antes de mirar: ¿qué espera que muestre esta gráfica y por qué? Después la miramos juntos.",
    "minutes": 5,
}


def add_predict_phase(apps: Any, _editor: Any) -> None:
    """Put it after the goals of each protocol that has goals and does not have it yet."""
    phase_model = apps.get_model("cycles", "Phase")
    has_it = phase_model.objects.filter(kind="predict").values("protocol")
    for goals in (
        phase_model.objects.filter(kind="goals").exclude(protocol__in=has_it).order_by("protocol", "-position")
    ):
        later = phase_model.objects.filter(protocol=goals.protocol_id, position__gt=goals.position)
        if phase_model.objects.filter(protocol=goals.protocol_id, kind="predict").exists():
            continue
        for phase in later.order_by("-position"):
            phase.position += 1
            phase.save(update_fields=["position"])
        phase_model.objects.create(protocol_id=goals.protocol_id, position=goals.position + 1, **PHASE)


class Migration(migrations.Migration):
    dependencies = [("cycles", "0004_predictions")]

    operations = [migrations.RunPython(add_predict_phase, migrations.RunPython.noop)]
