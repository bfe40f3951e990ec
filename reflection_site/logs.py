"""What no log may keep: secret addresses, any word of a sealed sheet or card, or of a line to be raised."""

import logging
import re
from collections.abc import Mapping
from typing import Any

# a calendar's address, a guest's link without an account, a screen's and a room's at the door are their only key
SECRET = re.compile(r"(/(?:calendars|voices|screens|joining)/)[^/?\s\"']+")
# when a sheet or a card without a name came in, who wrote ahead or sat over a line to be raised would tell whose it is
UNTOLD = re.compile(r"/surveys/ballots/|/sealed-cards|/sessions/\d+/(?:raise/|ahead|cards-pass|room/(?:lines|cells))")


def _without(value: Any) -> Any:
    return SECRET.sub(r"\1…", value) if isinstance(value, str) else value


class SecretAddresses(logging.Filter):
    """Puts "…" for the secret part, in the words of a line and in what is put into them; drops lines of the untold."""

    def filter(self, record: logging.LogRecord) -> bool:
        if UNTOLD.search(record.getMessage()):
            return False
        record.msg = _without(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(_without(part) for part in record.args)
        elif isinstance(record.args, Mapping):
            record.args = {name: _without(part) for name, part in record.args.items()}
        return True
