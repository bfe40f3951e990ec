"""Encodings and delimiters."""

import io

import pytest

from data_imports.reading.contract import FileRefused
from data_imports.reading.files import table_from
from data_imports.reading.text import encoding_of

WORDS = "Name;Notiz\nÑandú;¿qué tal? así\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman"]
)
def test_the_same_words_from_every_encoding(encoding: str) -> None:
    table = table_from(WORDS.encode(encoding))
    assert table.header == ("Name", "Notiz")
    assert [record.cells for record in table.records] == [["Ñandú", "¿qué tal? así"]]


def test_latin_1_where_nothing_else_reads() -> None:
    assert encoding_of(lambda: io.BytesIO(b"a\x81\xc5\n")) in {"latin-1", "mac_roman"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_an_encoding_is_decided_by_the_whole_file(encoding: str) -> None:
    text = "Name;Notiz\n" + "Canary;plain\n" * 90_000 + "Ñandú;así\n"
    *_, last = table_from(text.encode(encoding)).records
    assert (last.line, last.cells) == (90_002, ["Ñandú", "así"])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64, "password"),
        (b"PK\x03\x04nonsense", "damaged"),
        (b"%PDF-1.7 words", "document"),
        (b"a,b\x00\x00\x00c\n1,2", "line 1 holds binary"),
        (b"a,b\n1,2\n3,\x00\n", "line 3 holds binary"),
        ("a,b\n1,2\n3,\x00\n".encode("utf-16"), "line 3 holds binary"),
        (b"a,b\n\xc5,2\n3,\x00\n", "line 3 holds binary"),
        (b"\x01\x02\x03\x04\x05\x06 words", "binary"),
        (b"\xef\xbb\xbfa,b\n\xff,2\n", "cannot be read"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\x1f\x8b\x08\x00words", "packed"),
        (b"Rar!\x1a\x07\x01\x00", "packed"),
        (b"7z\xbc\xaf\x27\x1c\x00", "packed"),
        (b"\xef\xbb\xbf <html><table><tr><td>1</td></tr></table>", "web page"),
        (b"<?xml version='1.0'?><Workbook/>", "XML"),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(content: bytes, words: str) -> None:
    with pytest.raises(FileRefused, match=words) as refused:
        table_from(content)
    assert "\n" not in str(refused.value)
