"""The evidence pages, as the addresses see them."""

from data_imports.views.mapping import upload_ask, upload_map, upload_mapping
from data_imports.views.places import places, places_save
from data_imports.views.staff import leap_means, leap_means_save, staff, staff_decide
from data_imports.views.undo import upload_rejected, upload_undo
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
    "leap_means",
    "leap_means_save",
    "leap_mine",
    "leap_person",
    "packet",
    "places",
    "places_save",
    "staff",
    "staff_decide",
    "upload",
    "upload_ask",
    "upload_cancel",
    "upload_confirm",
    "upload_create",
    "upload_map",
    "upload_mapping",
    "upload_new",
    "upload_rejected",
    "upload_state",
    "upload_undo",
]
