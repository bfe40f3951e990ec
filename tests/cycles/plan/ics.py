"""A strict reader of calendar files of our own, from RFC 5545 alone: it refuses what lenient ones pass.

`read(content)` gives the book as nested parts; whatever the standard forbids raises `Broken`. `start_of` is the moment
that the file itself says: the wall clock through the rules of its own VTIMEZONE, never through a zone database.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from dateutil.rrule import rrulestr

LINE = re.compile(r"(?P<name>[A-Z0-9-]+)(?P<params>(?:;[A-Z0-9-]+=(?:\"[^\"]*\"|[^\";:,]*))*):(?P<value>.*)")
PARAM = re.compile(r";([A-Z0-9-]+)=(?:\"([^\"]*)\"|([^\";:,]*))")
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
ESCAPED = re.compile(r"\\(.?)")
LAST = datetime(2045, 1, 1)  # noqa: DTZ001  a wall clock


class Broken(ValueError):
    """The file is not as RFC 5545 says."""


@dataclass(frozen=True)
class Property:
    params: dict[str, str]
    raw: str

    @property
    def text(self) -> str:
        """The value as a TEXT."""
        if re.search(r"(?<!\\)(?:\\\\)*[;,]", self.raw):
            raise Broken(f"a bare separator in {self.raw!r}")
        return ESCAPED.sub(_unescape, self.raw)


def _unescape(found: re.Match[str]) -> str:
    if found[1] not in ("\\", ";", ",", "n", "N"):
        raise Broken(f"no such escape: {found[0]!r}")
    return "\n" if found[1] in "nN" else found[1]


@dataclass
class Part:
    kind: str
    properties: dict[str, list[Property]] = field(default_factory=dict)
    parts: list["Part"] = field(default_factory=list)

    def one(self, name: str) -> Property:
        found = self.properties.get(name, [])
        if len(found) != 1:
            raise Broken(f"{len(found)} times {name} in {self.kind}")
        return found[0]

    def all(self, kind: str) -> list["Part"]:
        return [part for part in self.parts if part.kind == kind]


def unfolded(content: bytes) -> list[str]:
    """Whole lines: each piece at most 75 octets, cut between characters, ended by CRLF, without control characters."""
    if not content.endswith(b"\r\n"):
        raise Broken("the last line has no end")
    lines: list[str] = []
    for piece in content[:-2].split(b"\r\n"):
        if len(piece) > 75:
            raise Broken(f"{len(piece)} octets in one line")
        text = piece.decode()
        if CONTROL.search(text):
            raise Broken(f"a control character in {text!r}")
        if text[:1] in (" ", "\t"):
            lines[-1] += text[1:]
        else:
            lines.append(text)
    return lines


def read(content: bytes) -> Part:
    """The one VCALENDAR of the file."""
    top = Part("")
    stack = [top]
    for line in unfolded(content):
        found = LINE.fullmatch(line)
        if found is None:
            raise Broken(f"not a line of a calendar: {line!r}")
        name, value = found["name"], found["value"]
        if name == "BEGIN":
            stack.append(Part(value))
        elif name == "END":
            part = stack.pop()
            if part.kind != value:
                raise Broken(f"{part.kind} ended as {value}")
            stack[-1].parts.append(part)
        else:
            params = {key: quoted or bare for key, quoted, bare in PARAM.findall(found["params"])}
            stack[-1].properties.setdefault(name, []).append(Property(params, value))
    if len(stack) != 1 or [part.kind for part in top.parts] != ["VCALENDAR"]:
        raise Broken("not one whole calendar")
    return top.parts[0]


def moment(value: str) -> datetime:
    return datetime.strptime(value, "%Y%m%dT%H%M%S")  # noqa: DTZ007  a wall clock


def offset(value: str) -> timedelta:
    found = re.fullmatch(r"([+-])(\d\d)(\d\d)(\d\d)?", value)
    if found is None:
        raise Broken(f"not an offset: {value}")
    length = timedelta(hours=int(found[2]), minutes=int(found[3]), seconds=int(found[4] or 0))
    return -length if found[1] == "-" else length


@dataclass(frozen=True)
class Onset:
    """From when on (wall clock before it) which offset holds, and which held before."""

    local: datetime
    before: timedelta
    after: timedelta


def onsets(zone: Part) -> list[Onset]:
    """Every change that the zone's rules make until 2045, in order."""
    found = []
    for part in zone.parts:
        start = moment(part.one("DTSTART").raw)
        before, after = offset(part.one("TZOFFSETFROM").raw), offset(part.one("TZOFFSETTO").raw)
        days = [start]
        if "RRULE" in part.properties:
            days += rrulestr(part.one("RRULE").raw, dtstart=start).between(start, LAST)
        days += [moment(one) for rdate in part.properties.get("RDATE", []) for one in rdate.raw.split(",")]
        found += [Onset(day, before, after) for day in sorted(set(days))]
    return sorted(found, key=lambda onset: onset.local)


@lru_cache
def _rules(zone: str) -> tuple[tuple[datetime, ...], tuple[timedelta, ...]]:
    found = onsets(read(zone.encode()).parts[0])
    return tuple(onset.local for onset in found), tuple(onset.after for onset in found)


def zones_of(content: bytes) -> dict[str, str]:
    """The text of each VTIMEZONE by its name, as a calendar of its own."""
    blocks = re.findall(rb"BEGIN:VTIMEZONE\r\n.*?END:VTIMEZONE\r\n", content, re.DOTALL)
    texts = [f"BEGIN:VCALENDAR\r\n{block.decode()}END:VCALENDAR\r\n" for block in blocks]
    return {read(text.encode()).parts[0].one("TZID").raw: text for text in texts}


def start_of(zones: dict[str, str], event: Part) -> datetime:
    """When the event begins, in UTC; `zones` as `zones_of` gives them."""
    start = event.one("DTSTART")
    return by_rules(zones[start.params["TZID"]], start.raw)


def by_rules(zone: str, value: str) -> datetime:
    """What a wall clock ("20261101T013000") means by the rules of `zone`, in UTC. One that comes twice is the first."""
    locals_, offsets = _rules(zone)
    wall = moment(value)
    place = bisect_right(locals_, wall) - 1
    if place < 0:
        raise Broken("before the zone's first rule")
    return (wall - offsets[place]).replace(tzinfo=UTC)
