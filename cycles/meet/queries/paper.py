"""The steps of a meeting in which people write, for those who write on paper."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from cycles.meet import phases
from cycles.meet.enums import CardKind, RevealRule, Writers
from cycles.meet.models import Phase
from cycles.plan.models import ReflectionSession

from .protocols import expected_phases

LANGUAGES = ("en", "es")
# what is asked on a card of each kind, and what stands behind it; as the room asks it
ASKS: dict[CardKind, tuple[str, str]] = {
    CardKind.SUCCESS: (gettext_noop("What went well?"), gettext_noop("What did we do that led to it?")),
    CardKind.GROWTH: (gettext_noop("Where did growth stall?"), gettext_noop("What did you see that tells you so?")),
    CardKind.EXPECTED: (gettext_noop("What do you expect to see?"), gettext_noop("What makes you expect it?")),
    CardKind.OBSERVED: (gettext_noop("What do you see?"), gettext_noop("Where does it show?")),
    CardKind.INFERRED: (gettext_noop("What may it mean?"), gettext_noop("What makes you think so?")),
    CardKind.PLUS: (gettext_noop("What works?"), ""),
    CardKind.DELTA: (gettext_noop("What would you change?"), ""),
}
CARDS_ON_SHEET = 3


@dataclass(frozen=True)
class Box:
    """One thing that is asked, in each language, with empty lines below."""

    asks: tuple[str, ...]
    lines: range


@dataclass(frozen=True)
class PaperPhase:
    """A sheet: the step's title and prompt in each language, and empty cards. `is_unnamed`: no name belongs on it."""

    titles: tuple[str, ...]
    prompts: tuple[str, ...]
    minutes: int
    is_unnamed: bool
    cards: tuple[tuple[Box, ...], ...]


def paper_phases(session: ReflectionSession) -> tuple[PaperPhase, ...]:
    """A sheet for each step in which everyone writes. At most 3 queries."""
    kept, minutes = expected_phases(session)
    writing = [one for one in kept if one.writers == Writers.EVERYONE and _asked(one)]
    return tuple(
        PaperPhase(
            titles=_both(one.title, one.title_es),
            prompts=_both(one.prompt, one.prompt_es),
            minutes=minutes[one.pk],
            is_unnamed=one.reveal == RevealRule.ANONYMOUS,
            cards=tuple(
                tuple(_boxes(kind)) for kind in _asked(one) for _card in range(CARDS_ON_SHEET // len(_asked(one)))
            ),
        )
        for one in writing
    )


def _asked(phase: Phase) -> list[CardKind]:
    return [kind for kind in phases.kind(phase.kind).writes if kind in ASKS]


def _both(text: str, spanish: str) -> tuple[str, ...]:
    return (text, spanish) if spanish and spanish != text else (text,)


def _boxes(kind: CardKind) -> list[Box]:
    return [Box(_said(words), range(3 - place)) for place, words in enumerate(ASKS[kind]) if words]


def _said(words: str) -> tuple[str, ...]:
    told = []
    for code in LANGUAGES:
        with translation.override(code):
            told.append(gettext(words))
    return tuple(dict.fromkeys(told))
