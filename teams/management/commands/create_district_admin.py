"""The first sign-in of an empty site."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.utils import timezone

from teams import actions
from teams.enums import Role
from teams.models import Appointment


class Command(BaseCommand):
    help = "Make a district administrator and print their password once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the e-mail with which they sign in")
        parser.add_argument("--name", default="", help="else what stands before the @")
        parser.add_argument(
            "--if-none", action="store_true", help="do nothing where a district administrator is there already"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        there = Appointment.objects.on().filter(role=Role.DISTRICT).select_related("person").first()
        if options["if_none"] and there is not None:
            self.stdout.write(f"District administrator: {there.person.email} (password unchanged)")
            return
        try:
            validate_email(options["email"])
        except ValidationError as error:
            raise CommandError(f"{options['email']} is not an e-mail address.") from error
        name = options["name"] or options["email"].partition("@")[0].replace(".", " ").title()
        person, password = actions.found_district(options["email"], name=name, at=timezone.now())
        self.stdout.write(f"District administrator: {person.email}")
        self.stdout.write(f"Password (shown once, change it after signing in): {password}")
