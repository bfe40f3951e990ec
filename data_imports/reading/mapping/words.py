"""Headers in the words that vendors, states and schools use for them, in English and Spanish."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

Tokens = tuple[str, ...]
ALIKE = 0.86


ALIASES = {
    "pupil": "student", "learner": "student", "scholar": "student", "stu": "student", "num": "number", "nbr": "number",
    "pts": "points", "yr": "year", "lvl": "level", "sch": "school", "subj": "subject",
}  # fmt: skip


def phrases(*lines: str) -> tuple[Tokens, ...]:
    """Comma-separated phrases as tokens."""
    return tuple(
        tuple(ALIASES.get(word, word) for word in phrase.split()) for line in lines for phrase in line.split(", ")
    )


def bag(line: str) -> frozenset[str]:
    """Words in no order."""
    return frozenset(line.split())


SYNONYMS: dict[str, tuple[Tokens, ...]] = {
    "student": phrases(
        "student id, student number, student identifier, local id, local student id, district student id, lasid",
        "district student number, sis id, pupil id, student code, student usi, stu id, student no, perm id, permnum",
        "student primary id, ps student id, learner id, id estudiante, id del estudiante, matricula",
        "numero de estudiante",
    ),
    "state": phrases(
        "state id, state student id, student state id, sasid, ssid, statewide id, unique state id, id estatal",
        "mosis state id",
    ),
    "grade": phrases(
        "grade, grade level, student grade, class grade, current grade, enrolled grade, grado, year level"
    ),
    "taken_on": phrases(
        "test date, date tested, date taken, assessment date, completion date, date completed, administration date",
        "date, tested on, taken on, completed date, date of test, test completion date, client date, fecha",
        "fecha de examen, fecha de la prueba, fecha de evaluacion",
    ),
    "year": phrases("school year, academic year, year, sy, reporting year, ano escolar, año escolar, ciclo escolar"),
    "window": phrases(
        "window, season, term, period, benchmark period, test window, testing window, administration, quartermonth",
        "testing period, assessment window, temporada, periodo, ventana",
    ),
    "school": phrases(
        "school, school name, building name, campus, building, site, escuela, school code, plantel",
        "school id, school number, school local id",
    ),
    "section": phrases(
        "class, class name, homeroom, homeroom teacher, teacher, teacher name, section, section name, class teacher",
        "clase, maestro, maestra, docente, salon, grupo",
    ),
    "why": phrases(
        "not tested reason, reason not tested, no score reason, reason no score, reason missing, exemption reason",
        "invalidation reason, motivo",
    ),
    "multilingual": phrases(
        "english language learner, ell, el student, multilingual, multilingual learner, english learner, lep, el status"
    ),
    "iep": phrases("iep, special education, special ed, sped, iep student, iep status, educacion especial"),
    "low_income": phrases(
        "economically disadvantaged, econ disadvantaged, low income, free reduced lunch, frl, free lunch",
        "bajos ingresos",
    ),
    "team": phrases("team, team name, equipo, plc, grade team"),
    "teacher_email": phrases("teacher email, teacher e mail, staff email, correo del maestro, correo docente"),
    "course": phrases("course, course name, course title, curso"),
    "test": phrases("assessment, assessment name, test, test name, assessment test, prueba, examen, exam, exam name"),
    "subject": phrases("subject, content area, assessment subject, test subject, materia, asignatura, area"),
    "score": phrases(
        "score, scale score, scaled score, standard score, ss, overall score, total score, composite, composite score",
        "rit, points, puntaje, puntuacion, calificacion, resultado, theta, percent correct, nota, result, percent, pct",
        "total points, points earned",
    ),
    "level": phrases(
        "level, performance level, proficiency, proficiency level, achievement level, benchmark, risk level, band",
        "performance band, performance category, performance level descriptor, achievement category, placement, cp",
        "performance, relative placement, nivel, nivel de desempeño, nivel de desempeno, desempeño, quintile, category",
    ),
}
# what a header may not also say
NOT: dict[str, frozenset[str]] = {
    "student": bag(
        "teacher staff school class parent employee secondary guardian engage course section test tutor "
        "internal name grade state school"
    ),
    "state": bag("teacher staff school class name district"),
    "grade": bag("equivalent point ge predicted average letter final type"),
    "taken_on": bag(
        "birth dob enrollment withdrawal entry exit registration graduation grad nacimiento start due updated"
    ),
    "year": bag("norm grad graduation birth years in less than age"),
    "window": bag("mode"),
    "school": bag("year type status engage resident high district vocational"),
    "section": bag("id number email mail grade level status code engage invalidation size type"),
    "multilingual": bag("former monitoring months exit"),
    "iep": bag("former instruction diagnosis disability time"),
    "team": bag("id"),
    "course": bag("id code number grade score"),
    "teacher_email": frozenset(),
    "test": bag("date score level type status id language window time mode growth"),
    "subject": bag("score level id code"),
    "score": bag(
        "percentile rank npr nce stanine raw rs equivalent growth lexile quantile predicted projected error "
        "sem low high range attempted index flag valid invalidation date level descriptor item diff diffs "
        "measure"
    ),
    "level": bag("grade score date code class year invalid education cognitive"),
}
ABOUT_PEOPLE = bag(
    "name names first last middle dob birth birthdate gender sex race ethnicity address phone email mail "
    "parent guardian nombre apellido nacimiento correo telefono"
)
ABOUT_THINGS = bag("school class course team assessment test section building district subject")
SEASONS = {
    "fall": "fall", "boy": "fall", "autumn": "fall", "otoño": "fall", "otono": "fall", "bot": "fall",
    "winter": "winter", "moy": "winter", "midyear": "winter", "invierno": "winter",
    "spring": "spring", "eoy": "spring", "primavera": "spring",
}  # fmt: skip
SUBJECTS = {
    "math": "math", "mathematics": "math", "matematicas": "math", "matemáticas": "math", "numeracy": "math",
    "reading": "reading", "lectura": "reading", "ela": "ela", "literacy": "literacy", "writing": "writing",
    "escritura": "writing", "science": "science", "ciencias": "science",
}  # fmt: skip


@lru_cache(maxsize=5_000)
def tokens(header: str) -> Tokens:
    """The words of a header: `PS_StudentID` is ps, student, id."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", header)
    return tuple(ALIASES.get(word, word) for word in re.findall(r"[^\W_]+", apart.casefold()))


def likeness(meaning: str, header: str) -> float:
    """How much a header says this meaning, from 0 to 1."""
    said = tokens(header)
    if not said or NOT.get(meaning, frozenset()) & set(said):
        return 0.0
    return max(phrase_likeness(phrase, said) for phrase in SYNONYMS[meaning])


@lru_cache(maxsize=200_000)
def phrase_likeness(phrase: Tokens, said: Tokens) -> float:
    """0.97 for the same words; less for each word more; less for a word written otherwise."""
    if phrase == said:
        return 0.97
    worst = 1.0
    for word in phrase:
        worst = min(worst, 1.0 if word in said else max(alike(word, other) for other in said))
        if worst < ALIKE:
            break
    if worst >= ALIKE:
        more = max(0, len(said) - len(phrase))
        return max(0.5, 0.94 * worst - 0.06 * more - (0.08 if len(phrase) == 1 and more else 0))
    squeezed = alike("".join(phrase), "".join(said))
    return 0.9 * squeezed if squeezed >= 0.9 else 0.0


def alike(one: str, other: str) -> float:
    """How alike two words are; short ones and those of other lengths only when equal."""
    if one == other:
        return 1.0
    if min(len(one), len(other)) < 5 or abs(len(one) - len(other)) > 2:
        return 0.0
    return edited(one, other)


@lru_cache(maxsize=50_000)
def edited(one: str, other: str) -> float:
    """The share of letters that two words have in common, in order."""
    found = SequenceMatcher(None, one, other)
    return found.ratio() if found.quick_ratio() >= ALIKE else 0.0


def season(header: str) -> str:
    """The window that a header names, or ""."""
    return next((SEASONS[word] for word in tokens(header) if word in SEASONS), "")


def without_season(header: str) -> Tokens:
    """A header's words but for the season."""
    return tuple(word for word in tokens(header) if word not in SEASONS)


def subject(texts: Iterable[str]) -> str:
    """The subject that these words name, or ""."""
    return next((SUBJECTS[word] for text in texts for word in tokens(text) if word in SUBJECTS), "")


def is_about_people(header: str) -> bool:
    """Whether a column names or describes a person beyond what is kept."""
    said = set(tokens(header))
    return bool(said & ABOUT_PEOPLE) and not said & ABOUT_THINGS
