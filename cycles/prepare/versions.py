"""What districts write in versions: a draft begun, saved as typed, published, put aside. Compare-and-set throughout.

A versioned model has `version`, `is_current`, `is_draft`, `revision`, `changed_at`, `changed_by`, `published_at`; its
rows have `position`, and keep their key wherever they move.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import F, Max, Model, QuerySet
from django.utils.translation import gettext as _

from teams import audit
from teams.models import Person

FAR = 1000
Whole = TypeVar("Whole", bound=Model)


@dataclass(frozen=True)
class Content:
    """A whole draft as it was typed: its words, and its rows in order, each with its `pk` (None: a new one)."""

    words: dict[str, Any]
    rows: Sequence[dict[str, Any]]


class DraftChanged(Exception):
    """The draft was saved from another window first; `newer` is what stands there."""

    def __init__(self, newer: Any) -> None:
        super().__init__(
            _("This draft was changed in another window. Nothing was overwritten: both versions are shown.")
        )
        self.newer = newer


class DraftGone(Exception):
    """Somebody published the draft or put it aside meanwhile."""

    def __init__(self) -> None:
        super().__init__(_("This draft was published or put aside meanwhile. Your words are still here to copy."))


@dataclass(frozen=True)
class Versioned(Generic[Whole]):
    """A kind of thing in versions: its model, that of its rows, and what each of them says.

    `alike` names the fields that versions of one thing share; `name` is the thing's word in the audit.
    """

    name: str
    whole: type[Whole]
    row: type[Model]
    parent: str
    alike: tuple[str, ...]
    words: tuple[str, ...]
    row_words: tuple[str, ...]

    def _all(self) -> QuerySet[Whole]:
        return self.whole._default_manager.all()

    def _like(self, one: Whole) -> QuerySet[Whole]:
        return self._all().filter(**{name: getattr(one, name) for name in self.alike})

    def _rows(self, one: Whole) -> QuerySet[Any]:
        return self.row._default_manager.filter(**{self.parent: one})

    def _next(self, one: Any) -> int:
        """The number after every other version of the thing."""
        others = self._like(one).exclude(pk=one.pk)
        highest = others.aggregate(highest=Max("version"))["highest"] or 0
        return max(highest, 0 if one.is_draft else one.version) + 1

    @transaction.atomic
    def begin(self, one: Whole, *, by: Person, at: datetime) -> Whole:
        """The draft of the next version, with the words of `one`; where there is one already, that one."""
        found = self._like(one).filter(is_draft=True).first()
        if found:
            return found
        words = {name: getattr(one, name) for name in (*self.alike, *self.words)}
        state = {"is_current": False, "is_draft": True, "changed_at": at, "changed_by": by}
        try:
            with transaction.atomic():
                draft = self.whole._default_manager.create(**words, **state, version=self._next(one))
        except IntegrityError:
            return self._like(one).get(is_draft=True)
        copied = self._rows(one).order_by("position").values(*self.row_words)
        self._write(draft, [{"pk": None, **row} for row in copied])
        return draft

    def _write(self, draft: Whole, said: Sequence[dict[str, Any]]) -> None:
        """A row keeps its key wherever it moves, so that its fields keep their names. At most 5 queries."""
        rows = self._rows(draft)
        there = set(rows.values_list("pk", flat=True))
        made = [
            self.row(**{**one, "pk": one["pk"] if one["pk"] in there else None, self.parent: draft, "position": at})
            for at, one in enumerate(said, 1)
        ]
        kept = [row for row in made if row.pk]
        rows.exclude(pk__in=[row.pk for row in kept]).delete()
        # out of the way first: two rows never hold one place
        rows.update(position=F("position") + FAR)
        self.row._default_manager.bulk_update(kept, [*self.row_words, "position"])
        self.row._default_manager.bulk_create(row for row in made if not row.pk)

    @transaction.atomic
    def save(self, draft: Whole, *, content: Content, revision: int, by: Person, at: datetime) -> Whole:
        """Keep what was typed, complete or not. `revision` is the one that was on the page.

        Raises `DraftChanged` where a newer one stands there, `DraftGone` where it is no draft any more.
        """
        rows = self._all().filter(pk=draft.pk, is_draft=True, revision=revision)
        if not rows.update(**content.words, revision=F("revision") + 1, changed_at=at, changed_by=by):
            newer = self._all().select_related("changed_by").filter(pk=draft.pk, is_draft=True).first()
            raise DraftChanged(newer) if newer else DraftGone
        self._write(draft, content.rows)
        draft.refresh_from_db()
        return draft

    @transaction.atomic
    def publish(self, draft: Whole, *, content: Content, revision: int, by: Person, at: datetime) -> Whole:
        """Save the draft and make it the current version; earlier ones stay where they are in use.

        Raises as `save` does: of two windows that publish, one wins.
        """
        saved = self.save(draft, content=content, revision=revision, by=by, at=at)
        alike = self._like(saved)
        alike.filter(is_current=True).update(is_current=False)
        published = {"is_draft": False, "is_current": True, "published_at": at, "version": self._next(saved)}
        alike.filter(pk=saved.pk).update(**published)
        saved.refresh_from_db()
        audit.record(f"{self.name} published", saved, by=by, at=at)
        return saved

    @transaction.atomic
    def discard(self, draft: Whole, *, by: Person, at: datetime) -> None:
        """Put a draft aside for good. Raises `DraftGone` where it was published meanwhile."""
        deleted, _each = self._all().filter(pk=draft.pk, is_draft=True).delete()
        if not deleted:
            raise DraftGone
        audit.record(f"{self.name} draft put aside", draft, by=by, at=at)
