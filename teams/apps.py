from importlib import import_module

from django.apps import AppConfig


class TeamsConfig(AppConfig):
    name = "teams"
    verbose_name = "Schools, people, teams, goals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to sign-ins, and register the welcome."""
        import_module("teams.receivers")
        import_module("teams.welcome")
