"""The evidence pages, as the addresses see them."""

from data_imports.views.uploads import (
    evidence,
    leap_mine,
    leap_person,
    packet,
    upload,
    upload_cancel,
    upload_confirm,
    upload_create,
    upload_new,
    upload_state,
)

__all__ = [
    "evidence",
    "leap_mine",
    "leap_person",
    "packet",
    "upload",
    "upload_cancel",
    "upload_confirm",
    "upload_create",
    "upload_new",
    "upload_state",
]
