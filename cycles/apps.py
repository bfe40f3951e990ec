from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig

VERBS = ("plan", "prepare", "confer", "listen", "meet", "adjust", "share")


class CyclesConfig(AppConfig):
    name = "cycles"
    verbose_name = "Reflection cycles"

    def ready(self) -> None:
        """Register every verb's notices, what a person hands over, charts held back, receivers, start-up checks."""
        for verb in VERBS:
            for part in ("notices", "telling", "ways", "polling", "handover", "holding", "receivers", "checks"):
        """Register every verb's kinds of notices, what is handed over, held back and pinned, start-up checks."""
        for verb in VERBS:
            for part in ("notices", "telling", "ways", "polling", "handover", "holding", "pinning", "checks"):
                if find_spec(f"cycles.{verb}.{part}"):
                    import_module(f"cycles.{verb}.{part}")
