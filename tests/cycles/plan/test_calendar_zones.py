"""Every time zone of the United States, every quarter hour of every changing day from 2024 to 2040.

What is expected comes from the law alone (Energy Policy Act of 2005: second Sunday of March to first Sunday of
November, at 2 AM), not from a zone database. A skipped time keeps the offset before the gap, a doubled one is the first
(RFC 5545, 3.3.5).
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest
import vobject
from icalendar import Calendar, vDDDTypes

from cycles.plan import calendar
from cycles.plan.calendar import Entry, zones
from teams import notices

from .ics import by_rules, onsets, read, start_of, zones_of
from .meetings import NOW, meeting, school_in

YEARS = range(2024, 2041)
QUARTERS = [time(hour, minute) for hour in range(24) for minute in (0, 15, 30, 45)]
COUNTRIES = {"US", "PR", "GU", "AS", "VI", "MP", "UM"}
# hours from UTC in winter: the zones that change their clocks, then those that do not
CHANGING = {
    -5: "New_York Detroit Kentucky/Louisville Kentucky/Monticello Indiana/Indianapolis Indiana/Vincennes "
        "Indiana/Winamac Indiana/Marengo Indiana/Petersburg Indiana/Vevay",
    -6: "Chicago Indiana/Tell_City Indiana/Knox Menominee North_Dakota/Center North_Dakota/New_Salem "
        "North_Dakota/Beulah",
    -7: "Denver Boise",
    -8: "Los_Angeles",
    -9: "Anchorage Juneau Sitka Metlakatla Yakutat Nome",
    -10: "Adak",
}  # fmt: skip
STEADY = {
    "America/Phoenix": -7, "Pacific/Honolulu": -10, "America/Puerto_Rico": -4, "America/St_Thomas": -4,
    "Pacific/Guam": 10, "Pacific/Saipan": 10, "Pacific/Pago_Pago": -11, "Pacific/Midway": -11, "Pacific/Wake": 12,
}  # fmt: skip
ZONES = {f"America/{name}": hours for hours, names in CHANGING.items() for name in names.split()} | STEADY


def sunday(year: int, month: int, number: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(6 - first.weekday()) % 7 + 7 * (number - 1))


def changing_days() -> Iterator[date]:
    for year in YEARS:
        yield sunday(year, 3, 2)
        yield sunday(year, 11, 1)


def lawful(zone: str, day: date, clock: time) -> datetime:
    """The moment that this wall clock means on a changing day, in UTC."""
    is_summer = zone not in STEADY and (clock >= time(3) if day.month == 3 else clock < time(2))
    return datetime.combine(day, clock, tzinfo=UTC) - timedelta(hours=ZONES[zone] + is_summer)


def test_no_zone_of_the_united_states_is_missing() -> None:
    rows = [line.split("\t") for line in files("tzdata.zoneinfo").joinpath("zone.tab").read_text().splitlines()]
    assert {row[2] for row in rows if row[0] in COUNTRIES} == set(ZONES)


@pytest.mark.clock
@pytest.mark.parametrize("zone", sorted(ZONES))
def test_every_quarter_hour_of_every_changing_day_is_lawful(zone: str) -> None:
    """The meeting, what is due at that time, and what each of two readers makes of the start in its calendar file."""
    wrong, school = [], school_in(zone)
    session, tz = meeting(date(2024, 1, 1), time(0), school), ZoneInfo(zone)
    for day in changing_days():
        (rules,) = zones_of(zones.rules(zone, day.year, day.year)).values()
        for clock in QUARTERS:
            session.meets_on, session.meets_at = day, clock
            written = vDDDTypes(session.starts_at).to_ical().decode()
            read_back = vDDDTypes.from_ical(written, tz)
            found = (session.starts_at, notices.local_moment(school, day, clock), read_back, by_rules(rules, written))
            expected = lawful(zone, day, clock)
            # equality across zones is never true in a doubled hour
            is_right = all(moment.astimezone(UTC) == expected for moment in found)
            if not is_right or session.ends_at.astimezone(UTC) != expected + timedelta(minutes=90):
                wrong.append((day, clock))
    assert wrong == []


@pytest.mark.parametrize("zone", sorted(ZONES))
def test_the_rules_in_the_files_are_the_lawful_ones(zone: str) -> None:
    for year in YEARS:
        (text,) = zones_of(zones.rules(zone, year, year)).values()
        told = [onset.local for onset in onsets(read(text.encode()).parts[0]) if onset.local.year == year]
        days = [] if zone in STEADY else [sunday(year, 3, 2), sunday(year, 11, 1)]
        # each is written as the clock stood before the change: 2 AM
        assert [one for one in told if one.time() != time(0)] == [datetime.combine(day, time(2)) for day in days]


@pytest.mark.parametrize("zone", [*(f"America/{names.split()[0]}" for names in CHANGING.values()), "America/Phoenix"])
def test_whole_files_are_read_the_same_by_every_reader(zone: str) -> None:
    """The changing days of a leap year and of the last one, each as one file with all its quarter hours."""
    wrong, school = [], school_in(zone)
    for day in [day for day in changing_days() if day.year in (2028, 2040)]:
        entries = [Entry(meeting(day, clock, school), "none", NOW) for clock in QUARTERS]
        content = calendar.feed_file(entries, name="Meetings")
        rules = zones_of(content)
        by_us = [start_of(rules, event) for event in read(content).all("VEVENT")]
        by_them = [event["dtstart"].dt.astimezone(UTC) for event in Calendar.from_ical(content).walk("VEVENT")]
        lawfully = [lawful(zone, day, clock) for clock in QUARTERS]
        vevents = vobject.readOne(content.decode()).vevent_list
        by_vobject = [event.dtstart.value.astimezone(UTC) for event in vevents]
        wrong += [one for one in zip(lawfully, by_us, by_them, by_vobject, strict=True) if len(set(one)) > 1]
    assert wrong == []


@pytest.mark.parametrize("zone", ["Europe/London", "Africa/Casablanca", "Australia/Lord_Howe", "Pacific/Apia"])
def test_each_onset_elsewhere_is_where_the_zone_changes(zone: str) -> None:
    (text,) = zones_of(zones.rules(zone, 2024, 2030)).values()
    found = onsets(read(text.encode()).parts[0])
    for onset in found[1:]:
        if onset.local.year > 2030:
            continue
        moment = (onset.local - onset.before).replace(tzinfo=UTC)
        around = [at.astimezone(ZoneInfo(zone)).utcoffset() for at in (moment - timedelta(seconds=1), moment)]
        assert around == [onset.before, onset.after]
