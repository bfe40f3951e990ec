"""`manage.py demo_people --json`: who can sign in to the demo."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from cycles.demo import district


class Command(BaseCommand):
    help = "List the demo people: a few of each role, or everybody as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", dest="as_json", help="everybody, one JSON list")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["as_json"]:
            self.stdout.write(json.dumps([asdict(person) for person in district.demo_people()], ensure_ascii=False))
            return
        for person in district.showcase():
            self.stdout.write(f"{person.role:<32} {person.name:<24} {person.email:<44} {person.can}")
        self.stdout.write(f"Everybody's password: {district.PASSWORD}")
