from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig

VERBS = ("plan", "prepare", "confer", "listen", "meet", "adjust", "share")
# what a verb registers when the site starts
PARTS = (
    "notices",
    "telling",
    "asking",
    "ways",
    "polling",
    "handover",
    "holding",
    "receivers",
    "checks",
)


class CyclesConfig(AppConfig):
    name = "cycles"
    verbose_name = "Reflection cycles"

    def ready(self) -> None:
        """Register every verb's notices, what is handed over, held back and pinned, receivers, start-up checks."""
        for verb in VERBS:
            for part in PARTS:
                if find_spec(f"cycles.{verb}.{part}"):
                    import_module(f"cycles.{verb}.{part}")
