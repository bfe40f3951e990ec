"""What no protocol may lose: causes before actions, and each kind of step once."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from cycles.meet import phases
from cycles.meet.enums import GUIDED


def broken(protocol_kind: str, keys: Sequence[str]) -> list[str]:
    """Why a protocol with phases of these kinds, in this order, may not be published; in words for the person."""
    told = []
    if not keys:
        told.append(_("Add at least one step before you publish."))
    twice = dict.fromkeys(key for key in keys if keys.count(key) > 1)
    told += [_("“%(kind)s” stands here twice; each kind of step stands once.") % {"kind": _label(key)} for key in twice]
    if _needs_causes(protocol_kind, keys) and not _causes_first(keys):
        told.append(_("Root causes come before action steps: add them again, or move them up."))
    return told


def is_locked(protocol_kind: str, keys: Sequence[str], key: str) -> bool:
    """Whether the step may not be removed: in the guide's protocols the causes and the actions that answer them."""
    kind = phases.kinds().get(key)
    if protocol_kind not in GUIDED or kind is None:
        return False
    alike = [one for one in _found(keys) if one.finds_causes]
    return kind.takes_steps or (kind.finds_causes and len(alike) == 1)


def addable(keys: Sequence[str]) -> list[tuple[str, str]]:
    """The kinds of steps that may still be added, by their label."""
    return sorted(((key, _label(key)) for key in phases.kinds() if key not in keys), key=lambda one: one[1])


def _label(key: str) -> str:
    kind = phases.kinds().get(key)
    return str(kind.label) if kind else key


def _found(keys: Sequence[str]) -> list[phases.PhaseKind]:
    return [phases.kinds()[key] for key in keys if key in phases.kinds()]


def _needs_causes(protocol_kind: str, keys: Sequence[str]) -> bool:
    """The guide's own, and every protocol in which topics are chosen and acted on."""
    found = _found(keys)
    acts = any(one.takes_steps for one in found)
    return protocol_kind in GUIDED or (acts and any(one.has_votes for one in found))


def _causes_first(keys: Sequence[str]) -> bool:
    found = _found(keys)
    causes = [at for at, one in enumerate(found) if one.finds_causes]
    steps = [at for at, one in enumerate(found) if one.takes_steps]
    return bool(causes) and (not steps or causes[0] < steps[0])
