"""A room that asks all at once: who is shown the same as the others is answered without the way through a page.

After a change everybody in a room fetches the part of their face that may be new. Whoever listens came in through the
door with all that a page asks for, and before anything is answered the door is asked again, in one look for all who
ask at the same time. Who may stay and is like the others gets what was drawn for the first of them. That first one,
everybody else, and whatever is not just as expected, goes the ordinary way.
"""

import asyncio
import contextlib
import logging
import re
from collections.abc import Awaitable, Callable, Collection, Iterator
from typing import Any, NamedTuple

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, parse_cookie
from django.utils import timezone, translation

from cycles.plan.models import ReflectionSession
from reflection_site import changes, events
from teams.models import Person

from . import access, queries, room, sharing
from .enums import Face

logger = logging.getLogger(__name__)
Application = Callable[[Any, Any, Any], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

PART = re.compile(r"/sessions/(\d+)/room/phase")
# somebody else's drawing takes a fraction of this
WAIT_SECONDS = 2.0
OWN = (b"set-cookie", b"content-length")
_alike = changes.Memory()


class Asked(NamedTuple):
    """Who asks for a room's part: their sign-in, whom their page is for where it says so, the language they chose."""

    session: int
    sign_in: str
    person: str
    language: str


class Place(NamedTuple):
    """What an alike listener is shown."""

    person: int
    meeting: int
    version: int
    has_finished: bool
    language: str


class Crowd:
    """The application, and before it what spares a crowd the way through it."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.headers: dict[str, Headers] = {}
        self.drawing: dict[str, asyncio.Event] = {}
        self.looks: dict[tuple[int, str], asyncio.Future[Place | None]] = {}
        self.looking: asyncio.Task[None] | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        asked = _asked(scope)
        if asked is None:
            await self.application(scope, receive, send)
            return
        time = asyncio.get_running_loop().time
        until = time() + WAIT_SECONDS
        while True:
            # the door, each time anew: time has gone by
            key = await self._key(asked)
            drawn, headers = (caches["rooms"].get(key), self.headers.get(_language(key))) if key else (None, None)
            if drawn is not None and headers is not None:
                await _answer(send, drawn, headers)
                return
            drawing = self.drawing.get(key)
            if drawing is None or time() > until:
                break
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(drawing.wait(), until - time())
        if key and drawing is None:
            await self._draw(key, scope, receive, send)
        else:
            await self.application(scope, receive, send)

    async def _draw(self, key: str, scope: Any, receive: Any, send: Any) -> None:
        """The ordinary answer to the first; the others wait for what is kept of it."""

        async def note(message: Any) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                kept = [(name, text) for name, text in message["headers"] if name.lower() not in OWN]
                self.headers[_language(key)] = kept
            await send(message)

        self.drawing[key] = asyncio.Event()
        try:
            await self.application(scope, receive, note)
        finally:
            self.drawing.pop(key).set()

    async def _key(self, asked: Asked) -> str:
        """Where what they are shown is kept; empty where they are shown what is theirs alone, or nothing."""
        found = self.looks.setdefault((asked.session, asked.sign_in), asyncio.get_running_loop().create_future())
        if self.looking is None:
            self.looking = asyncio.create_task(self._look())
        place = await found
        if place is None or asked.person not in ("", str(place.person)):
            return ""
        language = asked.language or place.language
        at = (place.meeting, place.version, Face.ROOM, language)
        return sharing.key_of(*at, has_finished=place.has_finished)

    async def _look(self) -> None:
        """Ask for all who wait, until nobody does; for their whole room, where the next to ask finds the answer."""
        try:
            while self.looks:
                waiting, self.looks = self.looks, {}
                rooms = {session: {who.sign_in: who for who in _in_room(session)} for session, _ in waiting}
                # who listens in another process, or nowhere, is asked about by nobody here
                known = {(session, key): rooms[session][key] for session, key in waiting if key in rooms[session]}
                everyone = {who for session in {session for session, _ in known} for who in rooms[session].values()}
                found: dict[access.Listener, Place] = {}
                try:
                    found = await events.in_looker(_found, everyone) if everyone else {}
                except Exception:
                    logger.exception("a crowd of %s goes the ordinary way", len(waiting))
                for asked, future in waiting.items():
                    # who went away meanwhile took the question along
                    if not future.done():
                        future.set_result(found.get(known[asked]) if asked in known else None)
        finally:
            self.looking = None


def _language(key: str) -> str:
    return key.rpartition(":")[2]


def _asked(scope: Any) -> Asked | None:
    """Who asks for the room's part in the way that the page's script does."""
    if scope["type"] != "http" or scope["method"] != "GET" or scope["query_string"]:
        return None
    part = PART.fullmatch(scope["path"])
    if part is None:
        return None
    headers = dict(scope["headers"])
    cookies = parse_cookie(headers.get(b"cookie", b"").decode("latin-1"))
    sign_in = cookies.get(settings.SESSION_COOKIE_NAME, "")
    language = cookies.get(settings.LANGUAGE_COOKIE_NAME, "")
    if not sign_in or (language and language not in dict(settings.LANGUAGES)):
        return None
    return Asked(int(part[1]), sign_in, headers.get(b"x-person", b"").decode("latin-1"), language)


def _in_room(session: int) -> list[access.Listener]:
    return [who for who in events.listening(ReflectionSession(pk=session).topic) if isinstance(who, access.Listener)]


def _found(listeners: Collection[access.Listener]) -> dict[access.Listener, Place]:
    """The place of those who may stay and are like the others. 17 queries, however many; else 2."""
    versions = access.heard_versions(listeners)
    known = _alike.since(timezone.localdate())
    if new := {one.session for one in listeners} - known.keys():
        known |= queries.alike(new)
    return {
        one: Place(one.person, here.meeting, version, one.person in here.finished, here.languages[one.person])
        for one, version in versions.items()
        if (here := known.get(one.session)) and here.phase in sharing.SHARED and one.person in here.languages
    }


@contextlib.contextmanager
def told_when_drawn(session: ReflectionSession) -> Iterator[None]:
    """What is pressed inside is told to the others at its end, when what they will ask for is drawn."""
    with events.told_at_the_end() as told:
        yield
        if session.topic in told:
            _draw_all_ahead(session.pk)


def _draw_all_ahead(session: int) -> None:
    """Draw what those who are alike and listen here will ask for, once for each kind of them.

    Nothing waits for it to succeed: what is not there is drawn for the first who asks.
    """
    try:
        listening = set(_in_room(session))
        found = events.looked(_found, listening) if listening else {}
        kinds = {(place.language, place.has_finished): who for who, place in found.items()}
        for (language, _has_finished), who in kinds.items():
            _draw_ahead(who, language)
    except Exception:
        logger.exception("nothing was drawn ahead for session %s", session)


def _draw_ahead(who: access.Listener, language: str) -> None:
    reader = HttpRequest()
    reader.user = Person.objects.get(pk=who.person)
    session = access.joinable_session(reader.user, who.session)
    with translation.override(language):
        room.drawn(reader, session, Face.ROOM, access.meeting_of(session))


async def _answer(send: Any, drawn: str, headers: Headers) -> None:
    body = drawn.encode()
    told = [*headers, (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": told})
    await send({"type": "http.response.body", "body": body})
