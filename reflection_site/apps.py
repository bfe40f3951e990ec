import logging

from django.apps import AppConfig

from .logs import SecretAddresses


class ReflectionSiteConfig(AppConfig):
    name = "reflection_site"
    verbose_name = "Wiring"

    def ready(self) -> None:
        """The web server has a log of its own, which its settings set up and ours never see."""
        logging.getLogger("uvicorn.access").addFilter(SecretAddresses())
