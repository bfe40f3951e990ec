"""What is there of a preparation: one's own page, who is ready, and what was shared with whom."""

from .audiences import AudienceChoice, audience_choices, unnamed_is_offered
from .citations import Cell, CitationShown, cell_at, shown_packet
from .examples import ExampleLine, examples_for
from .kinds import current_template, has_begun, kind_for, kinds_of
from .own import own_words
from .pages import (
    FIELDS,
    Beside,
    Preparation,
    PromptOnPage,
    beside,
    boxes_of,
    own_reflection,
    preparation,
    prompt_words,
    template_title,
    words_of,
)
from .pool import has_pooled_lines, ilt_session, reaches_ilt
from .private import OwnObjective, PrivatePane, private_pane
from .readiness import Readiness, ReadyPerson, readiness, readiness_by_session
from .shared import OwnLine, SharedLine, SharedWithGroup, shared_of_mine, shared_with_group, shared_with_lead
from .templates import (
    QuestionShown,
    TemplateLine,
    TemplatesOf,
    VersionLine,
    prompts_of,
    questions_shown,
    templates,
    versions_of,
)
from .ticks import TickLine, tick_lines
from .verdicts import SORTS, GoalOnPage, counts_in_words, goals_to_judge, verdict_label, verdicts_before

__all__ = [
    "FIELDS",
    "SORTS",
    "AudienceChoice",
    "Beside",
    "Cell",
    "CitationShown",
    "ExampleLine",
    "GoalOnPage",
    "OwnLine",
    "OwnObjective",
    "Preparation",
    "PrivatePane",
    "PromptOnPage",
    "QuestionShown",
    "Readiness",
    "ReadyPerson",
    "SharedLine",
    "SharedWithGroup",
    "TemplateLine",
    "TemplatesOf",
    "TickLine",
    "VersionLine",
    "audience_choices",
    "beside",
    "boxes_of",
    "cell_at",
    "counts_in_words",
    "current_template",
    "examples_for",
    "goals_to_judge",
    "has_begun",
    "has_pooled_lines",
    "ilt_session",
    "kind_for",
    "kinds_of",
    "own_reflection",
    "own_words",
    "preparation",
    "private_pane",
    "prompt_words",
    "prompts_of",
    "questions_shown",
    "reaches_ilt",
    "readiness",
    "readiness_by_session",
    "shared_of_mine",
    "shared_with_group",
    "shared_with_lead",
    "shown_packet",
    "template_title",
    "templates",
    "tick_lines",
    "unnamed_is_offered",
    "verdict_label",
    "verdicts_before",
    "versions_of",
    "words_of",
]
