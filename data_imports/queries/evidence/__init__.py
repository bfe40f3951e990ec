"""A packet's tables: gathered from the database, audited together by `privacy`, then told. There is no other way."""

from data_imports.evidence import Evidence
from data_imports.privacy import Release
from data_imports.queries.evidence.gathered import Gathered, gather, of_profile
from data_imports.queries.evidence.newer import KEPT, newer_evidence, why_kept
from data_imports.queries.evidence.telling import Teller


def tell(gathered: Gathered, release: Release) -> Evidence:
    """An audited release in the reader's language. No query."""
    return Teller(gathered, release).evidence()


__all__ = ["KEPT", "Gathered", "gather", "newer_evidence", "of_profile", "tell", "why_kept"]
