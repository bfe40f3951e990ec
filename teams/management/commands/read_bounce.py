"""What a mail server pipes the mails to that come back."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from teams import bounces

TRY_LATER = 75  # EX_TEMPFAIL: the mail server keeps the mail and asks again


class Command(BaseCommand):
    help = "Take in one delivery report from standard input; anything else is let go."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            is_ours = bounces.take_in(sys.stdin.buffer.read(bounces.LARGEST))
        except DatabaseError as error:
            raise CommandError("The database is away; hand it in again later.", returncode=TRY_LATER) from error
        self.stdout.write("An address takes no mail." if is_ours else "Nothing of ours came back.")
