"""The section of one score: its name, range, levels, and when it was taken."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from data_imports.enums import Window
from data_imports.reading.mapping.levels import ordered
from data_imports.reading.mapping.measures import span

MORE = ("no_levels", "taken_on", "window", "only_column", "only_word")
SUBJECTS = {
    "": gettext_lazy("No subject"),
    "math": gettext_lazy("Math"),
    "reading": gettext_lazy("Reading"),
    "ela": gettext_lazy("English language arts"),
    "literacy": gettext_lazy("Literacy"),
    "writing": gettext_lazy("Writing"),
    "science": gettext_lazy("Science"),
}


# a column, and the word that it says in the rows of a test
Only = tuple[str, str]


class MeasureForm(forms.Form):
    """One score column of `columns`; `said` is what is known of it, `answers` are what was typed just now.

    With `only` it is one test of several in that column.
    """

    title = forms.CharField(label=gettext_lazy("Name of the score"), max_length=80)
    subject = forms.ChoiceField(label=gettext_lazy("Subject"), required=False, choices=list(SUBJECTS.items()))
    lowest = forms.FloatField(label=gettext_lazy("Lowest possible score"))
    highest = forms.FloatField(label=gettext_lazy("Highest possible score"))
    level = forms.ChoiceField(label=gettext_lazy("Column with its level"), required=False)
    levels = forms.CharField(
        label=gettext_lazy("Levels, the lowest first"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("One on each line, in the words of the file."),
    )
    met = forms.CharField(
        label=gettext_lazy("The first level that counts as met"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("Leave this open if none does."),
    )
    no_levels = forms.CharField(
        label=gettext_lazy("Words in the level column that are no level"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    taken_on = forms.ChoiceField(label=gettext_lazy("Column with its own date"), required=False)
    window = forms.ChoiceField(label=gettext_lazy("Only for the window"), required=False)
    only_column = forms.ChoiceField(
        label=gettext_lazy("Only in rows where"),
        required=False,
        help_text=gettext_lazy("Where one column of scores holds several tests."),
    )
    only_word = forms.CharField(label=gettext_lazy("says"), required=False, max_length=120)

    def __init__(
        self, data: Any, *, prefix: str, column: dict[str, Any], columns: list[dict[str, Any]],
        said: dict[str, Any] | None, answers: dict[str, Any], only: Only | None = None,
    ) -> None:  # fmt: skip
        self.column, self.columns, self.only = column, columns, only
        given = {
            name.removeprefix(f"{prefix}-"): value for name, value in answers.items() if name.startswith(f"{prefix}-")
        }
        super().__init__(data, prefix=prefix, initial=initial_of(said or unsaid(column, only)) | given)
        headers = [("", _("None")), *((one["header"], one["header"]) for one in columns if one["header"])]
        for name in ("level", "taken_on", "only_column"):
            self.choose(name, headers)
        if only is not None:
            del self.fields["only_column"], self.fields["only_word"]
        self.choose("window", [("", _("Its date tells")), *Window.choices])
        self.named = str(self["title"].value() or column["header"])

    def choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        """The choices of a field."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type
        field.choices = choices

    @property
    def main(self) -> list[Any]:
        """The fields that every score needs."""
        return [self[name] for name in ("title", "subject", "lowest", "highest", "level", "levels", "met")]

    @property
    def has_more(self) -> bool:
        """Whether one of the others holds something, or is to be mended."""
        return any(field.value() or field.errors for field in self.more)

    @property
    def more(self) -> list[Any]:
        """The fields that few scores need."""
        return [self[name] for name in MORE if name in self.fields]

    def clean(self) -> dict[str, Any]:
        """A range; levels once each; the level that counts as met among them. Levels that were left open are filled."""
        lowest, highest = self.cleaned_data.get("lowest"), self.cleaned_data.get("highest")
        if lowest is not None and highest is not None and lowest >= highest:
            self.add_error(
                "highest", _("The highest score must be above the lowest, which is %(lowest)g.") % {"lowest": lowest}
            )
        words, met = lines(self.cleaned_data.get("levels", "")), self.cleaned_data.get("met", "").strip()
        folded = [word.casefold() for word in words]
        if twice := next((word for word in words if folded.count(word.casefold()) > 1), ""):
            self.add_error("levels", _("“%(level)s” stands here twice. Write each level once.") % {"level": twice})
        if self.cleaned_data.get("level") and not words:
            self.add_error("levels", self.ask_levels())
        if met and met.casefold() not in folded:
            told = {"met": met, "levels": ", ".join(words) or _("no levels")}
            self.add_error("met", _("“%(met)s” is not one of the levels above: %(levels)s.") % told)
        return self.cleaned_data

    def ask_levels(self) -> str:
        """With the words that the chosen level column has, where they are known."""
        chosen = next((one for one in self.columns if one["header"] == self.cleaned_data["level"]), None)
        if not chosen or not chosen["words"]:
            return _("Write the levels of this column, one on each line.")
        words = ", ".join(ordered(chosen["words"]).words)
        return _("Write the levels of this column: we saw %(words)s.") % {"words": words}

    def body(self, renamed: dict[str, str]) -> dict[str, Any]:
        """The measure as a mapping has it; `renamed` has the names of columns without a header."""
        said = self.cleaned_data
        words = lines(said["levels"])
        folded = [word.casefold() for word in words]
        met = said["met"].strip().casefold()
        column, word = self.only or (said["only_column"], said["only_word"].strip())
        only = {"column": renamed.get(column, ""), "word": word}
        return {
            "title": said["title"].strip(),
            "subject": said["subject"],
            "score": renamed[self.column["header"]],
            "level": renamed.get(said["level"], ""),
            "taken_on": renamed.get(said["taken_on"], ""),
            "levels": words,
            "no_levels": lines(said["no_levels"]),
            "met_from": folded.index(met) + 1 if met else 0,
            "lowest": said["lowest"],
            "highest": said["highest"],
            "window": said["window"],
            "only": only if only["column"] else {},
        }


def lines(text: str) -> list[str]:
    """The filled lines of a text."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def initial_of(said: dict[str, Any]) -> dict[str, Any]:
    """A measure's body as the form shows it."""
    levels, met_from = said["levels"], said["met_from"]
    only = said.get("only") or {}
    return {
        **{name: said[name] for name in ("title", "subject", "level", "taken_on", "window")},
        "lowest": f"{said['lowest']:g}",
        "highest": f"{said['highest']:g}",
        "levels": "\n".join(levels),
        "met": levels[met_from - 1] if met_from else "",
        "no_levels": "\n".join(said["no_levels"]),
        "only_column": only.get("column", ""),
        "only_word": only.get("word", ""),
    }


def unsaid(column: dict[str, Any], only: Only | None) -> dict[str, Any]:
    """What can be filled in for a score that nobody has spoken of: its header or test, and a round range."""
    lowest, highest = span(column["span"])
    title = only[1][:80] if only else column["header"]
    return {
        "title": title, "subject": "", "level": "", "taken_on": "", "window": "", "levels": [],
        "no_levels": [], "met_from": 0, "lowest": lowest, "highest": highest,
    }  # fmt: skip
