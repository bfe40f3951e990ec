from tests.cycles.meet.conftest import many, meeting

__all__ = ["many", "meeting"]
