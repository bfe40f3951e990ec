"""The door itself: one row, or a refusal."""

from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404

T = TypeVar("T", bound=Model)


def door(visible: QuerySet[T], allowed: QuerySet[T] | bool, pk: int | str) -> T:
    """The row `pk`: 404 unless in `visible`, 403 unless in `allowed`."""
    row = visible.filter(pk=pk).first()
    if row is None:
        raise Http404
    permitted = allowed if isinstance(allowed, bool) else allowed.filter(pk=pk).exists()
    if not permitted:
        raise PermissionDenied
    return row


def only_if(permitted: bool) -> None:
    """Refuse with 403 a page that a person's role does not have."""
    if not permitted:
        raise PermissionDenied
