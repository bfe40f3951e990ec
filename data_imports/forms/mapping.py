"""What the columns of a table mean: a choice for each column, and a section for each score."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _, gettext_lazy

from data_imports.enums import Window
from data_imports.forms.measures import MeasureForm, Only
from data_imports.reading import mapping
from data_imports.reading.contract import FileRefused, Given
from data_imports.reading.values import school_year

SURE, LIKELY = 0.8, 0.5
MOST_SCORES, FEW = 40, 15
MAY_NAME_TESTS = frozenset({"", "test", "course", "section"})
SEVERAL = frozenset({"score", "part", "question"})


@dataclass(frozen=True)
class ColumnRow:
    """A column as a person sees it: its name, cells of the file, a guess, and the fields for it."""

    header: str
    samples: list[str]
    sureness: str
    why: str
    meaning: BoundField
    name: BoundField | None


class MappingForm(forms.Form):
    """A whole table. `sketch` is what a worker saw of it, `given` what was said beside the file.

    The body of the mapping is `body`; it can be used once the form is valid. Window and school year belong to this one
    file and are `given`, so that next term's file asks again.
    """

    title = forms.CharField(
        label=gettext_lazy("What do you call this file?"),
        max_length=60,
        help_text=gettext_lazy("Such as “District math interim”."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("What is in it?"))
    date_shape = forms.ChoiceField(label=gettext_lazy("How are its dates written?"), required=False)
    tests = forms.ChoiceField(
        label=gettext_lazy("Which column names the test?"),
        required=False,
        help_text=gettext_lazy("Where one column of scores holds several tests: each then has its own name and range."),
    )
    window = forms.ChoiceField(
        label=gettext_lazy("Window"), required=False, help_text=gettext_lazy("Only if the file has no test dates.")
    )
    year = forms.CharField(
        label=gettext_lazy("School year"),
        required=False,
        max_length=9,
        help_text=gettext_lazy("Only if the file does not say it, such as 2026-27."),
    )

    def __init__(
        self, data: Any = None, *, sketch: dict[str, Any], given: Given, title: str = "",
        answers: dict[str, Any] | None = None, is_of_district: bool = False,
    ) -> None:  # fmt: skip
        earlier, self.sketch, self.asked_beside = sketch["body"], sketch, given
        self.is_of_district = is_of_district
        initial = {
            "title": earlier["title"] or title,
            "kind": earlier["kind"],
            "date_shape": earlier["date_shape"],
            "tests": naming(sketch),
            "window": given.window,
            "year": given.year,
        }
        self.answers = answers or {}
        super().__init__(data, initial=initial | self.answers)
        self.columns: list[dict[str, Any]] = sketch["columns"]
        self.words = words_of(sketch)
        self.is_headerless = bool(earlier["names"])
        self.choose("kind", list(mapping.KINDS.items()))
        self.choose("date_shape", list(mapping.SHAPES.items()))
        self.choose("window", [("", _("The file tells")), *Window.choices])
        self.choose(
            "tests", [("", _("None: each column of scores is one test")), *((name, name) for name in self.words)]
        )
        self.add_columns(meanings_of(earlier, self.columns))
        self.measures = self.measure_forms(data)

    def choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        """The choices of a field."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type
        field.choices = choices

    def add_columns(self, meanings: list[str]) -> None:
        """A choice for each column; for a file without a header also its name."""
        choices = [("", _("Nothing: leave it out")), *mapping.MEANINGS.items()]
        for at, (column, meaning) in enumerate(zip(self.columns, meanings, strict=True)):
            attrs = {"aria-label": _("Meaning of %(column)s") % {"column": column["header"] or at + 1}}
            widget = forms.Select(attrs=attrs | {"class": "form-select"})
            self.fields[f"c{at}"] = forms.ChoiceField(
                label=column["header"], choices=choices, required=False, initial=meaning, widget=widget
            )
            if self.is_headerless:
                named = forms.TextInput(attrs={"aria-label": _("Name of column %(number)d") % {"number": at + 1},
                                               "class": "form-control"})  # fmt: skip
                self.fields[f"n{at}"] = forms.CharField(
                    label=column["header"], max_length=80, initial=column["header"], widget=named
                )

    def measure_forms(self, data: Any) -> dict[str, MeasureForm]:
        """A section for each column that is a score now, and for each test where one column names it.

        What was not shown yet is filled in as we see it.
        """
        chosen = [at for at in range(len(self.columns)) if self[f"c{at}"].value() == "score"]
        column = str(self["tests"].value() or "")
        parts: list[Only | None] = [(column, word) for word in self.words.get(column, ())] or [None]
        sections = [(at, number, only) for at in chosen for number, only in enumerate(parts)][:MOST_SCORES]
        named = [(f"m{at}" if only is None else f"m{at}t{number}", at, only) for at, number, only in sections]
        return {
            prefix: MeasureForm(
                data if data is not None and f"{prefix}-title" in data else None,
                prefix=prefix,
                column=self.columns[at],
                columns=self.columns,
                said=said_of(self.sketch, self.columns[at]["header"], only),
                answers=self.answers,
                only=only,
            )
            for prefix, at, only in named
        }

    def unchecked(self) -> "MappingForm":
        """The same answers, with sections for the scores that were chosen since, and nothing called wrong yet."""
        answers = {name: self[name].value() for name in self.fields}
        for measure in self.measures.values():
            if measure.is_bound:
                answers |= {measure.add_prefix(name): measure[name].value() for name in measure.fields}
        return MappingForm(
            sketch=self.sketch, given=self.asked_beside, answers=answers, is_of_district=self.is_of_district
        )

    @property
    def about(self) -> list[BoundField]:
        """The fields about the whole file."""
        return [self["title"], self["kind"], *([self["tests"]] if self.words else [])]

    @property
    def when(self) -> list[BoundField]:
        """The fields about its dates."""
        return [self["date_shape"], self["window"], self["year"]]

    @property
    def is_open(self) -> bool:
        """Whether the columns that are left out are shown at once: few, or with something to mend."""
        return len(self.columns) <= FEW or any(row.meaning.errors for row in self.left_out)

    @property
    def rows(self) -> list[ColumnRow]:
        """The columns with their fields."""
        return [
            ColumnRow(
                column["header"],
                column["samples"],
                sureness(column["confidence"]) if column["meaning"] else "",
                column["why"],
                self[f"c{at}"],
                self[f"n{at}"] if self.is_headerless else None,
            )
            for at, column in enumerate(self.columns)
        ]

    @property
    def kept(self) -> list[ColumnRow]:
        """The columns that mean something."""
        return [row for row in self.rows if row.meaning.value()]

    @property
    def left_out(self) -> list[ColumnRow]:
        """The others."""
        return [row for row in self.rows if not row.meaning.value()]

    def clean_year(self) -> str:
        """`2026-27`, however it was written."""
        said: str = self.cleaned_data["year"].strip()
        if said and not (year := school_year(said)):
            raise forms.ValidationError(_("Write the school year like 2026-27."))
        return year if said else ""

    def clean(self) -> dict[str, Any]:
        """Each meaning once, every score looked at, and a body that can be used."""
        self.check_meanings()
        is_results = self.cleaned_data.get("kind") == "results"
        for measure in self.measures.values() if is_results else ():
            if not measure.is_bound:
                told = {"column": measure.column["header"]}
                self.add_error(None, _("Look at the score %(column)s below: we filled in what we saw.") % told)
            elif not measure.is_valid():
                self.add_error(None, _("Something is to be mended in the score %(title)s.") % {"title": measure.named})
        if not self.errors:
            self.check_body()
        return self.cleaned_data

    def check_meanings(self) -> None:
        """Refuse two columns that are to be the same."""
        places: dict[str, list[int]] = defaultdict(list)
        for at in range(len(self.columns)):
            places[self.cleaned_data.get(f"c{at}", "")].append(at)
        for meaning, found in places.items():
            if meaning and meaning not in SEVERAL and len(found) > 1:
                names = ", ".join(self.columns[at]["header"] for at in found)
                told = {"meaning": mapping.MEANINGS[meaning], "columns": names}
                self.add_error(
                    f"c{found[1]}", _("“%(meaning)s” is chosen for %(columns)s. Choose it for one of them.") % told
                )

    def check_body(self) -> None:
        """Refuse what could not be read, in the words of the reader; ask for what the file does not tell."""
        try:
            body = mapping.checked(self.body)
        except FileRefused as refusal:
            self.add_error(None, str(refusal))
            return
        if self.is_of_district and body["kind"] != "other" and not body["columns"].get("school"):
            self.add_error(None, _("The file is of the whole district. Say which column has the school of each row."))
        for name in mapping.lacking(body, self.given):
            asked = {
                "window": _("The file has no test dates. Say which window it is for."),
                "year": _("The file has no test dates. Say which school year it is for."),
            }
            self.add_error(name, asked[name])

    @property
    def given(self) -> Given:
        """The window and school year of this file."""
        return Given(self.cleaned_data.get("year", ""), self.cleaned_data.get("window", ""))

    @property
    def body(self) -> dict[str, Any]:
        """The mapping, as `data_imports.reading.mapping` takes it."""
        names = [self.cleaned_data.get(f"n{at}") or column["header"] for at, column in enumerate(self.columns)]
        by_meaning: dict[str, list[str]] = defaultdict(list)
        for at, name in enumerate(names):
            by_meaning[self.cleaned_data.get(f"c{at}", "")].append(name)
        kind = self.cleaned_data["kind"]
        renamed = {column["header"]: name for column, name in zip(self.columns, names, strict=True)}
        measures = [one.body(renamed) | {"where_filled": len(self.measures) > 1} for one in self.measures.values()]
        return {
            "title": self.cleaned_data["title"].strip(),
            "kind": kind,
            "table": self.sketch["body"]["table"],
            "names": names if self.is_headerless else [],
            "shapes": self.sketch["body"].get("shapes", []),
            "headers": names if self.is_headerless else self.sketch["headers"],
            "columns": {key: found[0] for key, found in by_meaning.items() if key and key not in SEVERAL},
            "date_shape": self.cleaned_data["date_shape"] or "written",
            "season": "",
            "season_year": "",
            "measures": measures if kind == "results" else [],
            "questions": by_meaning["question"] if kind == "survey" else [],
        }


def words_of(sketch: dict[str, Any]) -> dict[str, list[str]]:
    """The columns that may name the test, each with its words."""
    found = {
        one["header"]: one["words"]
        for one in sketch["columns"]
        if one["header"] and len(one["words"]) > 1 and one["meaning"] in MAY_NAME_TESTS
    }
    if tests := sketch.get("tests"):
        found[tests["column"]] = list(dict.fromkeys(one["only"]["word"] for one in tests["measures"]))
    return found


def naming(sketch: dict[str, Any]) -> str:
    """The column that names the test: as it was said before, else as it seems."""
    said = {one["only"]["column"] for one in sketch["body"]["measures"] if one.get("only")}
    if said or sketch["is_known"]:
        return min(said) if len(said) == 1 else ""
    return str(sketch.get("tests", {}).get("column", ""))


def said_of(sketch: dict[str, Any], score: str, only: Only | None) -> dict[str, Any] | None:
    """What is known of a score, or of one test in its column."""
    body, tests = sketch["body"]["measures"], sketch.get("tests", {}).get("measures", [])
    if only is None:
        return next((one for one in reversed(body) if one["score"] == score), None)
    wanted = {"column": only[0], "word": only[1]}
    return next((one for one in [*body, *tests] if one["score"] == score and one.get("only") == wanted), None)


def meanings_of(body: dict[str, Any], columns: list[dict[str, Any]]) -> list[str]:
    """The meaning of each column as a body has it."""
    said = {header: meaning for meaning, header in body["columns"].items()}
    said |= dict.fromkeys(body["questions"], "question")
    for one in body["measures"]:
        said |= {one[part]: "part" for part in ("level", "taken_on") if one[part]} | {one["score"]: "score"}
    return [said.get(column["header"], "") if column["header"] else "" for column in columns]


def sureness(confidence: float) -> str:
    """How sure a guess is, in words."""
    return _("sure") if confidence >= SURE else _("likely") if confidence >= LIKELY else _("please check")
