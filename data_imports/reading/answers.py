"""Survey answers to findings: counts of closed questions, without anything that tells who answered.

What names or places a person, what describes the respondent and what was written freely is
dropped before storage, and listed.
"""

import html
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from data_imports.reading import values
from data_imports.reading.contract import Finding

MOST_OPTIONS = 12
LONGEST_OPTION = 80
ABOUT_PEOPLE = re.compile(
    r"\b(e-?mail|phone|address|surname|last ?name|first ?name|full name|your name|name|student ?id|student number"
    r"|usi|sasid|lasid|employee|ip ?address|ip-adresse|latitude|longitude|birth|dob|pronouns|teachers?'? ?name"
    r"|access code|token|respondent ?id|response ?id|response ?set|collector ?id|recipient|parent|guardian"
    r"|counselor|which teacher|whose class|seed|custom data|external ?(data)? ?ref\w*)\b",
    re.IGNORECASE,
)
SQUEEZED = re.compile(
    r"(emailaddress|mailaddress|studentusi|lastsurname|firstname|lastname|elateacher|teachername"
    r"|ipaddress|locationl|locationaccuracy|externaldata|responseset|recipient)",
    re.IGNORECASE,
)
ABOUT_RESPONDENT = re.compile(
    r"^\W*(your )?(gender|sex|age|race|ethnicity|grade( ?level)?|school|household income|education|location\b.*"
    r"|zip ?code|teacher|student name|language|home ?room( teacher)?|pupil ?(name|id|number)"
    r"|((tu|su) )?(nombre( completo)?|apellidos?|correo( electr[oó]nico)?|tel[eé]fono|direcci[oó]n"
    r"|fecha de nacimiento|g[eé]nero|sexo|edad|raza|etnia|grado|escuela|maestr[oa]|docente|idioma"
    r"|c[oó]digo postal))\W*$",
    re.IGNORECASE,
)
OPEN_ENDED = re.compile(r"\[other\]\s*$|[-_ ]text\s*$|^who\b|anything else|\bcomments?\b", re.IGNORECASE)
NO_ANSWER = re.compile(r"-(66|77|88|99|97|98|666|777|888|999)(\.0)?")
MAYBE_NO_ANSWER = frozenset({66, 77, 88, 99, 97, 98, 666, 777, 888, 999})
HIGHEST_STEP = 11
MAIL_OR_PHONE = re.compile(r"[^@\s]+@[^@\s]+\.\w+|\b\d{3}[-. ]\d{3}[-. ]\d{4}\b")
SCALES: tuple[tuple[tuple[str, ...], ...], ...] = (
    (("strongly disagree",), ("disagree",), ("neutral", "neither agree nor disagree", "not sure"),
     ("agree",), ("strongly agree",)),
    (("muy en desacuerdo",), ("en desacuerdo",), ("neutral",), ("de acuerdo",), ("muy de acuerdo",)),
    (("never", "almost never"), ("rarely", "once in a while"), ("sometimes",),
     ("often", "frequently", "most of the time"), ("always", "almost always")),
    (("very dissatisfied",), ("dissatisfied",), ("neutral",), ("satisfied",), ("very satisfied",)),
    (("poor", "very poor"), ("fair",), ("good",), ("very good",), ("excellent",)),
    (("not at all",), ("a little", "slightly"), ("somewhat",), ("quite a bit", "very"),
     ("extremely", "a great deal", "completely")),
)  # fmt: skip
FOUR_POINT = (("strongly disagree",), ("disagree",), ("agree",), ("strongly agree",))


@dataclass(frozen=True, slots=True)
class Question:
    """A column that was asked of the respondents: its place and its words."""

    place: int
    words: str


@lru_cache(maxsize=20_000)
def cleaned(words: str) -> str:
    """A question without markup and doubled spaces."""
    plain = html.unescape(re.sub(r"<[^>]{0,200}>", " ", words)).replace("\u00a0", " ")
    return re.sub(r"\s+", " ", plain).strip()


def identifies(words: str) -> bool:
    """Whether a column tells who answered, or describes them."""
    return bool(ABOUT_PEOPLE.search(words) or SQUEEZED.search(words) or ABOUT_RESPONDENT.match(words))


def questions(headers: Sequence[str], skip: frozenset[int] = frozenset()) -> list[Question]:
    """Columns that hold answers; equal words are told apart by a number."""
    seen: Counter[str] = Counter()
    found = []
    for place, header in enumerate(headers):
        words = cleaned(header)
        if place in skip or not words or identifies(words):
            continue
        seen[words] += 1
        found.append(Question(place, words if seen[words] == 1 else f"{words} ({seen[words]})"))
    return found


def finding_of(question: Question, given: Counter[str]) -> Finding | None:
    """The counts of a closed question; None for free text and for what names a person."""
    counts = Counter({answer: count for answer, count in given.items() if not is_no_answer(answer)})
    if OPEN_ENDED.search(question.words) or not counts or any(MAIL_OR_PHONE.search(answer) for answer in counts):
        return None
    for shape in (scale_finding, yes_finding, number_finding, choice_finding):
        if (finding := shape(question, counts, given.total())) is not None:
            return finding
    return None


def is_no_answer(answer: str) -> bool:
    """Whether a cell is blank or a code that says that the question was seen, skipped or refused."""
    return values.is_nothing(answer) or NO_ANSWER.fullmatch(answer) is not None


def scale_finding(question: Question, counts: Counter[str], asked: int) -> Finding | None:
    """Words of a known scale: mean from 1 up, favourable from the upper two steps."""
    scale = scale_of(counts)
    if scale is None:
        return None
    answered = counts.total()
    total = sum(scale[answer.lower()] * count for answer, count in counts.items())
    top = max(scale.values())
    good = sum(count for answer, count in counts.items() if scale[answer.lower()] > top - 2)
    ordered = sorted(counts.items(), key=lambda item: scale[item[0].lower()])
    gaps = asked - answered
    return Finding(question.place, question.words, "scale", answered, gaps, tuple(ordered), total / answered, good)


def scale_of(counts: Counter[str]) -> dict[str, int] | None:
    """The steps of the scale that knows all these answers; four-point where nobody is neutral."""
    said = {answer.lower() for answer in counts}
    if len(said) < 2 and not said & {"strongly agree", "strongly disagree"}:
        return None
    for scale in (FOUR_POINT, *SCALES):
        steps = {word: step for step, words in enumerate(scale, start=1) for word in words}
        if said <= steps.keys():
            return steps
    return None


def yes_finding(question: Question, counts: Counter[str], asked: int) -> Finding | None:
    """Yes or no: the mean is the share of yes; nothing is favourable by itself."""
    said = {answer: answer.lower() in {"yes", "true", "sí", "si"} for answer in counts}
    if not {answer.lower() for answer in counts} <= {"yes", "no", "true", "false", "sí", "si"}:
        return None
    answered = counts.total()
    mean = sum(count for answer, count in counts.items() if said[answer]) / answered
    ordered = tuple(sorted(counts.items(), key=lambda item: not said[item[0]]))
    gaps = asked - answered
    return Finding(question.place, question.words, "yes_no", answered, gaps, ordered, mean, None)


def number_finding(question: Question, counts: Counter[str], asked: int) -> Finding | None:
    """Numbers; what is open-ended ("5+") is missing from the mean. Long digits are ids, not numbers."""
    known = {answer: found for answer in counts if (found := values.number(answer)) is not None}
    if max((found for found in known.values() if found not in MAYBE_NO_ANSWER), default=0) <= HIGHEST_STEP:
        codes = {answer for answer, found in known.items() if found in MAYBE_NO_ANSWER}
        known = {answer: found for answer, found in known.items() if answer not in codes}
        counts = Counter({answer: count for answer, count in counts.items() if answer not in codes})
    answered = sum(counts[answer] for answer in known)
    if not answered or answered < counts.total() * 0.8 or any(abs(found) >= 100_000 for found in known.values()):
        return None
    mean = sum(found * counts[answer] for answer, found in known.items()) / answered
    shown = tuple(sorted(counts.items())) if len(counts) <= MOST_OPTIONS else ()
    gaps = asked - answered
    return Finding(question.place, question.words, "number", answered, gaps, shown, mean, None)


def choice_finding(question: Question, counts: Counter[str], asked: int) -> Finding | None:
    """A few short answers that recur, alone or joined by semicolons; anything else was written freely."""
    answered = counts.total()
    chosen = counts if is_few(counts, answered) else ticked(counts)
    if not is_few(chosen, answered):
        return None
    return Finding(
        question.place, question.words, "choice", answered, asked - answered, tuple(chosen.most_common()), None, None
    )


def is_few(counts: Counter[str], answered: int) -> bool:
    """Whether these are options rather than words of one's own."""
    return 0 < len(counts) <= min(MOST_OPTIONS, answered // 3) and max(map(len, counts)) <= LONGEST_OPTION


def ticked(counts: Counter[str]) -> Counter[str]:
    """Options of which several may be ticked, each counted by itself."""
    found: Counter[str] = Counter()
    for answer, count in counts.items():
        for option in {part.strip() for part in answer.split(";")} - {""}:
            found[option] += count
    return found
