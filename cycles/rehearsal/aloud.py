"""A face in words: what is seen of it, to be read aloud."""

from html.parser import HTMLParser

UNSEEN = {"template", "noscript", "script", "style"}
# they have no end
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


def words_of(drawn: str) -> list[str]:
    """The words of well-formed HTML, line by line as it is written, without what nobody sees."""
    reader = _Words()
    reader.feed(drawn)
    reader.close()
    return [line.strip() for line in "".join(reader.words).splitlines() if line.strip()]


class _Words(HTMLParser):
    """`open` tells of each element that is open whether it is hidden, itself or with what it is in."""

    def __init__(self) -> None:
        super().__init__()
        self.open, self.words = [False], list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag not in VOID:
            is_hidden = tag in UNSEEN or "hidden" in told or told.get("aria-hidden") == "true"
            self.open.append(is_hidden or self.open[-1])

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and len(self.open) > 1:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if not self.open[-1]:
            self.words.append(data)
