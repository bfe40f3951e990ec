"""`manage.py catalogue`: extract every sentence, merge it into the catalogues, compile them."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from reflection_site import catalogue


class Command(BaseCommand):
    """Says, per language, how many sentences there are and how many still need their translation."""

    help = "Extract every sentence into the catalogues, keeping translations, and compile them."

    def handle(self, **options: Any) -> None:
        """Merge, then compile."""
        for language, _name in settings.LANGUAGES:
            if language == settings.LANGUAGE_CODE:
                continue
            merged = catalogue.merge(settings.BASE_DIR, language)
            empty = len([message for message in merged if message.id and not any(_strings(message.string))])
            self.stdout.write(f"{language}: {len(merged)} sentences, {empty} without a translation")
        catalogue.compile_catalogues(settings.BASE_DIR)


def _strings(string: str | Sequence[str] | None) -> Sequence[str]:
    return (string,) if isinstance(string, str) else string or ()
