"""A summary as a letter, and how its reviewers stand."""

from dataclasses import dataclass

from cycles.share import access
from cycles.share.enums import Response
from cycles.share.models import Review, Summary
from teams.models import Person, School

SHAPES = {Response.WAITING: "waiting", Response.RESPONDED: "done", Response.QUESTIONS: "active"}


@dataclass(frozen=True)
class Block:
    """One team's lines of a section; `heading` is empty where the text has none."""

    heading: str
    lines: tuple[str, ...]
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """One section of the letter."""

    name: str
    heading: str
    blocks: tuple[Block, ...]


def blocks_of(text: str) -> tuple[Block, ...]:
    """Plain text as headings, bullet lines and paragraphs: what stands before "• " lines alone on a line heads them."""
    blocks = []
    for part in text.replace("\r\n", "\n").split("\n\n"):
        rows = [row.strip() for row in part.split("\n") if row.strip()]
        lines = tuple(row.removeprefix("•").strip() for row in rows if row.startswith("•"))
        rest = [row for row in rows if not row.startswith("•")]
        heading = rest.pop(0) if lines and rest and not rows[0].startswith("•") else ""
        if heading or lines or rest:
            blocks.append(Block(heading, lines, tuple(rest)))
    return tuple(blocks)


def sections_of(summary: Summary) -> tuple[Section, ...]:
    """The sections that have something in them. No query."""
    return tuple(
        Section(name, str(heading), blocks_of(text)) for name, heading, text in summary.sections if text.strip()
    )


@dataclass(frozen=True)
class ReviewLine:
    """How one reviewer stands."""

    review: Review
    shape: str
    word: str


@dataclass(frozen=True)
class SummaryPage:
    """A summary for one reader. Reviews are shown to those who write it and to reviewers."""

    summary: Summary
    school: School
    sections: tuple[Section, ...]
    reviews: tuple[ReviewLine, ...]
    own_review: Review | None
    may_edit: bool
    may_publish: bool


def summary_page(summary: Summary, person: Person) -> SummaryPage:
    """The letter with the reviewers' answers for those who wrote it, one's own for a reviewer. At most 14 queries."""
    may_edit = access.may_edit(person, summary)
    reviews = list(summary.reviews.select_related("reviewer").order_by("reviewer__name", "pk"))
    own = next((review for review in reviews if review.reviewer_id == person.pk), None)
    shown = reviews if may_edit else [own] if own else []
    return SummaryPage(
        summary=summary,
        school=summary.cycle.school,
        sections=sections_of(summary),
        reviews=tuple(
            ReviewLine(review, SHAPES[Response(review.response)], review.get_response_display()) for review in shown
        ),
        own_review=own,
        may_edit=may_edit and not summary.is_published,
        may_publish=not summary.is_published and access.may_publish(person, summary),
    )
