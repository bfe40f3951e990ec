"""An answer in words, as its readers see it: its boxes, its rating, its verdicts."""

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from cycles.prepare.enums import PromptKind, Rating, Words
from cycles.prepare.models import Answer, Citation, GoalVerdict

from .citations import cited_words
from .pages import boxes_of
from .verdicts import verdict_label

# what a reader of answers fetches with them; 2 queries
WITH_WORDS = (
    Prefetch("verdicts", GoalVerdict.objects.select_related("goal", "slo", "expectation").order_by("pk")),
    Prefetch("citations", Citation.objects.select_related("version").defer("version__body").order_by("pk")),
)


def answer_words(answer: Answer, *, is_unnamed: bool = False) -> tuple[tuple[str, str], ...]:
    """What was written, box by box, then what was said of each goal. Needs the prompt and `WITH_WORDS` fetched.

    Without a name, a person's own objective is left out: it would name them.
    """
    boxes = [(str(name), _box(answer, at, text)) for at, (name, text) in enumerate(_boxes(answer)) if text.strip()]
    cited = cited_words(answer.citations.all())
    said = [one for one in answer.verdicts.all() if not one.is_empty and not (is_unnamed and one.slo_id)]
    rests_on = [(_("Rests on"), cited)] if boxes and cited else []
    return (*boxes, *((_title(one), _said(one)) for one in said), *rests_on)


def _boxes(answer: Answer) -> list[tuple[Words, str]]:
    return list(zip(boxes_of(answer.prompt), answer.boxes, strict=False))


def _box(answer: Answer, at: int, text: str) -> str:
    is_rating = answer.prompt.kind == PromptKind.RATING and at == 0 and text in Rating.values
    return str(Rating(text).label) if is_rating else text


def _title(said: GoalVerdict) -> str:
    return str(said.goal or said.slo or said.expectation)


def _said(said: GoalVerdict) -> str:
    return ": ".join(words for words in (verdict_label(said.verdict), said.evidence.strip()) if words)
