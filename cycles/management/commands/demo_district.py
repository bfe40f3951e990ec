"""`manage.py demo_district`: the demo district, once."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cycles.demo import district


class Command(BaseCommand):
    help = "Load the demo district: three schools, about 110 people, last spring's cycle and this winter's. Runs once."

    def handle(self, *args: Any, **options: Any) -> None:
        made = district.make_district(timezone.now(), say=self.stdout.write)
        self.stdout.write("The demo district is ready." if made else "The demo district is here already.")
