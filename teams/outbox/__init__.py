"""Sending: lease, commit, send, mark. No transaction is open while mail is on its way.

A worker that dies leaves a lease that runs out; the next one sends again with the same Message-ID, so that a mail
client folds the copy. What was cancelled, done or taken away meanwhile is found by `still_wanted`, asked again in the
transaction that claims. The sixth try never comes: the row is parked and shown.
"""

from .claims import BATCH, LEASE, TRIES, Parcel, claim
from .posting import ADDRESS_REFUSED, UNREACHABLE, Post, Unreachable, message, refusal
from .sending import PAUSES, send, send_due

__all__ = [
    "ADDRESS_REFUSED",
    "BATCH",
    "LEASE",
    "PAUSES",
    "TRIES",
    "UNREACHABLE",
    "Parcel",
    "Post",
    "Unreachable",
    "claim",
    "message",
    "refusal",
    "send",
    "send_due",
]
