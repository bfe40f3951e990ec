"""A browser that listens to a room, by the rules of static/js/room.js and of the stream, without a network."""

import re
from typing import Any

from django.test import Client

# what differs from one drawing to the next without anything having happened
STIR = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|data-now="[^"]+"|class="agenda__minutes">[^<]+')
VERSION = re.compile(r'data-version="(\d+)"')
Drawn = tuple[int, str]


class Browser:
    """One face as a browser has it: what is drawn, what its stream has told it, and the answers on their way."""

    def __init__(self, address: str, person: Any) -> None:
        self.client = Client()
        self.client.force_login(person)
        self.address = address
        self.drawn = self.fresh()
        self.seen, self.told = self.drawn[0], list[int]()
        self.answers: list[Drawn] = []
        self.is_cut, self.must_ask = False, False

    def fresh(self) -> Drawn:
        """What a fresh load gives now."""
        text = self.client.get(self.address, headers={"HX-Request": "true"}).content.decode()
        found = VERSION.search(text)
        assert found
        return int(found[1]), STIR.sub("", text)

    def ask(self) -> None:
        self.must_ask = False
        self.answers.append(self.fresh())

    def hear(self, version: int) -> None:
        """An event of what is drawn already asks nothing."""
        self.seen = version
        if version > self.drawn[0]:
            self.ask()

    def draw(self, place: int) -> None:
        """An answer older than what is drawn is not drawn."""
        answer = self.answers.pop(place % len(self.answers))
        if answer[0] >= self.drawn[0]:
            self.drawn = answer

    def lose(self, place: int) -> None:
        """A question that got no answer is asked again."""
        self.answers.pop(place % len(self.answers))
        self.must_ask = True

    def cut(self) -> None:
        self.is_cut, self.must_ask = True, True
        self.told.clear()
        self.answers.clear()

    def look(self, version: int) -> None:
        """The stream looks by itself each second: whoever has seen another version is told the current one."""
        self.is_cut = False
        if self.must_ask:
            self.ask()
        if version != self.seen:
            self.hear(version)
