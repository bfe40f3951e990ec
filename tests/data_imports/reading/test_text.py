"""Encodings and delimiters."""

import io

import pytest

from data_imports.reading.contract import FileRefused
from data_imports.reading.delimited import delimiter_of
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


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_that_makes_even_rows(delimiter: str) -> None:
    rows = [["Question, with comma; and more", "b", "c"], ["1", "2", "3"], ["4", "5,5", "6"]]
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    assert delimiter_of(text)[0] == delimiter


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64, "password"),
        (b"PK\x03\x04nonsense", "damaged"),
        (b"%PDF-1.7 words", "document"),
        (b"a,b\x00\x00\x00c\n1,2", "binary"),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(content: bytes, words: str) -> None:
    with pytest.raises(FileRefused, match=words) as refused:
        table_from(content)
    assert "\n" not in str(refused.value)
