from django.apps import AppConfig


class DataImportsConfig(AppConfig):
    """Files in, evidence out."""

    name = "data_imports"
