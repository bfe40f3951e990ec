"""Meetings as calendar files: invitations for the mail, feeds to subscribe to, the zones' rules in both."""

from .files import (
    CANCEL,
    PUBLISH,
    REQUEST,
    Attendee,
    Entry,
    Happening,
    Item,
    calendar_file,
    feed_file,
    happening_file,
    happening_of,
    title,
)

__all__ = [
    "CANCEL",
    "PUBLISH",
    "REQUEST",
    "Attendee",
    "Entry",
    "Happening",
    "Item",
    "calendar_file",
    "feed_file",
    "happening_file",
    "happening_of",
    "title",
]
