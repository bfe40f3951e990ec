from django.apps import AppConfig


class ReflectionSiteConfig(AppConfig):
    name = "reflection_site"
    verbose_name = "Wiring"
