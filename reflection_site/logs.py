"""What a line of a log looks like. A link that opens without an account is never in one."""

import logging
import re

SECRET = re.compile(r"(/voices/)[^/\s\"'?]+")


class Line(logging.Formatter):
    """Hides the secret part of such links, whichever logger met it."""

    def format(self, record: logging.LogRecord) -> str:
        return SECRET.sub(r"\1…", super().format(record))
