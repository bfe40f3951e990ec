"""Every packet of the demo district, and later ones after more files came in, against readers who keep them all.

Readers are attacked for what each packet, each pair and all packets of an audience together tell: the school's own
people (B and C), those from outside (C), and each team, who know their own students by heart (A).
"""

import csv
import io
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import combinations

from django.core.management import call_command
from django.utils import timezone

from data_imports import actions, privacy
from data_imports.formats.iready_diagnostic import LEVELS
from data_imports.models import PacketVersion, Student
from data_imports.privacy import Earlier, Profile
from data_imports.reading.contract import Given
from reflection_site.encryption import decrypt
from teams.models import School, Team
from tests.data_imports.making import IREADY
from tests.data_imports.privacy.told import bare_parents
from tests.data_imports.privacy.worlds import Worlds


@dataclass(frozen=True)
class Frozen:
    """A frozen version as its readers keep it."""

    name: str
    profile: Profile
    team: int | None
    families: Mapping[str, Earlier]


def frozen(school: School) -> list[Frozen]:
    """Everything that was ever frozen of a school, in order."""
    versions = PacketVersion.objects.filter(packet__school=school).select_related("packet__team", "packet__school")
    return [
        Frozen(
            f"{version.packet} {version.profile}{version.version}",
            Profile(version.profile),
            version.packet.team_id,
            privacy.unpacked(decrypt(version.content()["sealed"])),
        )
        for version in versions.order_by("as_of", "pk")
    ]


def audiences(releases: Sequence[Frozen]) -> Iterator[list[Frozen]]:
    """Who may have kept what: those from outside, the school's people, and each team with its own by heart."""
    open_to = [release for release in releases if not _own(release)]
    yield [release for release in open_to if release.profile is Profile.OUTSIDE]
    yield open_to
    for team in sorted({release.team for release in releases if _own(release)}):
        yield [release for release in releases if not _own(release) or release.team == team]


def _own(release: Frozen) -> bool:
    return release.profile is Profile.DIRECT


@dataclass
class Attack:
    """What was tried: packets alone, in pairs and all together; on how many small cells; and what was recovered."""

    sets: int = 0
    pairs: int = 0
    cells: int = 0
    recovered: list[str] = field(default_factory=list)


def attacked(releases: Sequence[Frozen]) -> Attack:
    """Every audience, with every packet of theirs, every pair and all of them."""
    attack = Attack()
    for kept in audiences(releases):
        # worlds found for many releases at once spare looking for others
        sets = [tuple(range(len(kept))), *combinations(range(len(kept)), 2), *combinations(range(len(kept)), 1)]
        attack.sets += len(sets)
        attack.pairs += len(kept) * (len(kept) - 1) // 2
        for key in sorted({key for release in kept for key in release.families}):
            places = [at for at, release in enumerate(kept) if key in release.families]
            seen = [kept[at].families[key] for at in places]
            worlds, tried = Worlds(seen), set()
            for some in sets:
                held = tuple(place for place, at in enumerate(places) if at in some)
                if held and held not in tried:
                    tried.add(held)
                    attack.cells += len({target.name.rsplit(" ", 1)[0] for target in worlds.targets(held)})
                    lost = [*worlds.narrow(held), *bare_parents([seen[place] for place in held])]
                    attack.recovered += [f"{' + '.join(kept[places[p]].name for p in held)}: {what}" for what in lost]
    return attack


def retested(grade: int, numbers: Sequence[int], level: int, on: date, *, code: str, subject: str = "math") -> bytes:
    """An i-Ready export in which students of the demo (new ones from 56 on) are tested again, all on one level."""
    out = io.StringIO()
    writer = csv.writer(out)
    domain = "Quantile Measure" if subject == "math" else "Lexile Measure"
    writer.writerow([name.format(domain=domain) for name in IREADY])
    day, year = f"{on:%-m/%-d/%Y}", on.year - (on.month < 7)
    for number in numbers:
        student = f"{code[1:]}2{grade:02}{number:03}"
        kept = ["Last", "First", student, str(grade), f"{year}-{year + 1}", "", "T", day, day, "Winter", "N", "Y"]
        writer.writerow([*kept, str(400 + 30 * level + number % 9), LEVELS[level], ""])
    return out.getvalue().encode()


def live_on(school: School, grades: Sequence[int], now: datetime) -> None:
    """Invite others, import more, freeze again: many, few and again many students differ."""
    year = max(PacketVersion.objects.filter(packet__school=school).values_list("packet__year", flat=True))
    team = Team.objects.filter(school=school, rosters__isnull=False).order_by("pk")[0]

    def freeze(hour: int) -> None:
        for minute, (whose, profile) in enumerate([(None, "B"), (team, "B"), (None, "C"), (team, "A"), (team, "C")]):
            at = now + timedelta(hours=hour, minutes=minute)
            actions.freeze_packet(
                school=school, team=whose, profile=profile, year=year, window="winter", by=None, at=at
            )

    def upload(grade: int, numbers: Sequence[int], level: int, hour: int, subject: str = "math") -> None:
        on = (now - timedelta(days=2)).date()
        content = retested(grade, numbers, level, on, code=school.code, subject=subject)
        moment = now + timedelta(hours=hour)
        actions.import_content(content, name="later.csv", school=school, given=Given(), by=None, at=moment)

    freeze(1)
    upload(grades[0], range(40), 4, 2)
    upload(grades[1], range(56, 70), 1, 2, "reading")
    freeze(3)
    upload(grades[2], range(3), 0, 4)
    freeze(5)
    upload(grades[2], range(3, 50), 3, 6)
    upload(grades[0], range(20, 50), 0, 6)
    freeze(7)


def recovered_from_packets() -> int:
    """Small cells recovered from all that is frozen in the demo district, as it is made and after more files."""
    call_command("demo_district", verbosity=0)
    whole = Attack()
    for school in School.objects.order_by("pk"):
        found = Student.objects.filter(school=school).values_list("grade", flat=True).distinct()
        live_on(school, sorted(map(int, found))[-3:], timezone.now())
        attack = attacked(frozen(school))
        whole.sets, whole.pairs, whole.cells = (
            whole.sets + attack.sets, whole.pairs + attack.pairs, whole.cells + attack.cells,
        )  # fmt: skip
        whole.recovered += attack.recovered
    told = f"{whole.sets} sets of releases ({whole.pairs} pairs), {whole.cells} small cells attacked\n"
    sys.stderr.write(told + "".join(f"{what}\n" for what in whole.recovered))
    return len(whole.recovered)
