"""Charts that are held back from a reader of a packet until they have predicted them.

Who holds a chart back is a matter of the meetings above: they register a rule, so that this app imports nobody. Every
page, print and file of a packet asks `held_charts` first, and what it names is in no answer.
"""

from collections.abc import Callable

from data_imports.models import PacketVersion
from teams.models import Person

Rule = Callable[[Person, int], frozenset[str]]
_rules: list[Rule] = []


def register(rule: Rule) -> None:
    """Make a rule known: from a reader and a packet's key to the keys of the charts that they do not see yet."""
    if rule not in _rules:
        _rules.append(rule)


def held_charts(person: Person, version: PacketVersion) -> frozenset[str]:
    """The keys of the version's charts that `person` does not see yet. One query for each rule."""
    return frozenset().union(*(rule(person, version.packet_id) for rule in _rules))
