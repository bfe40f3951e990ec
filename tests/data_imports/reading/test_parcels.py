"""Zip files: what is in them, and what is refused before anything is used."""

import io
import struct
import zipfile

import pytest

from data_imports.reading.contract import FileRefused
from data_imports.reading.files import opened, table_from, tables
from tests.data_imports.reading.corpora import changed, parcel, unpacked, workbook, written

GOOD = workbook([["id", "score"], ["a", 1]])
DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
LINK = b'<Relationship Id="r9" Type="http://x/%s" Target="https://example.org/" TargetMode="External"/></Relationships>'


def entity(place: str) -> bytes:
    files = unpacked(GOOD)
    name = next(name for name in files if name.endswith(place))
    files[name] = DOCTYPE + files[name].removeprefix(b"<?xml version='1.0' encoding='UTF-8'?>")
    return parcel(files)


def hidden_doctype() -> bytes:
    files = unpacked(GOOD)
    files["xl/workbook.xml"] = (DOCTYPE.decode() + files["xl/workbook.xml"].decode()).encode("utf-16")
    return parcel(files)


def lying(stated: int) -> bytes:
    """A parcel whose directory states another size than its part has."""
    content = bytearray(parcel({"a.csv": b"a,b\n" + b"1,2\n" * 1_000}))
    at = content.rindex(b"PK\x01\x02")
    struct.pack_into("<I", content, at + 24, stated)
    return bytes(content)


def locked() -> bytes:
    content = bytearray(GOOD)
    at = -1
    while (at := content.find(b"PK\x01\x02", at + 1)) >= 0:
        content[at + 8] |= 1
    return bytes(content)


def twice() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("a.csv", b"a,b")
        with pytest.warns(UserWarning, match="Duplicate"):
            packed.writestr("a.csv", b"c,d")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (parcel({"xl/worksheets/sheet1.xml": b"0" * 60_000_000}), "unpack"),
        (parcel({f"xl/{n}.xml": b"" for n in range(2_001)}), "unpack"),
        (parcel({"xl/vbaProject.bin": b"x"}), "macros"),
        (parcel({**unpacked(GOOD), "xl/vbaProject.bin": b"x"}), "macros"),
        (parcel({"xl/workbook.xml": b"<workbook"}), "damaged"),
        (parcel({"word/document.xml": b"<x/>"}), "another kind"),
        (parcel({"xl/workbook.bin": b"x"}), "another kind"),
        (parcel({"mimetype": b"application/vnd.oasis"}), "another kind"),
        (parcel({"inner.zip": parcel({"a.csv": b"a,b"})}), "another zip"),
        (parcel({"../a.csv": b"a,b"}), "outside"),
        (parcel({"/etc/a.csv": b"a,b"}), "outside"),
        (parcel({"..\\a.csv": b"a,b"}), "outside"),
        (parcel({"a.pdf": b"%PDF-1.7"}), "document"),
        (parcel({}), "empty"),
        (entity("workbook.xml"), "outside"),
        (entity("sheet2.xml"), "outside"),
        (entity("styles.xml"), "outside"),
        (hidden_doctype(), "damaged"),
        (changed(GOOD, workbook_xml_rels=(b"</Relationships>", LINK % b"worksheet")), "outside"),
        (lying(100), "damaged"),
        (lying(1_000_000), "damaged"),
        (locked(), "password"),
        (twice(), "damaged"),
        (GOOD.replace(b"PK\x03\x04", b"PK\x03\x04" + b"more", 1), "damaged"),
        (b"PK\x03\x04words" + GOOD, "damaged"),
        (b"%PDF-1.7\n" + GOOD, "document"),
        (b"id,score\na,1\n" + GOOD, "binary"),
        (b"PK\x03\x04nonsense", "damaged"),
    ],
)  # fmt: skip
def test_bad_parcels_are_refused_in_one_sentence(content: bytes, words: str) -> None:
    with pytest.raises(FileRefused, match=words) as refused:
        table_from(content)
    assert "\n" not in str(refused.value)


def test_a_link_that_somebody_would_have_to_click_is_fine() -> None:
    content = changed(GOOD, workbook_xml_rels=(b"</Relationships>", LINK % b"hyperlink"))
    assert table_from(content).header == ("id", "score")


def test_a_zip_of_texts_is_a_table_for_each(tmp_path) -> None:
    content = parcel(
        {
            "in/users.csv": b"sourcedId,role\nu1,student\n",
            "classes.csv": b"sourcedId;title\nc1;Math\n",
            "__MACOSX/x": b"\x00",
        }
    )
    found = sorted(tables(written(tmp_path, content)), key=lambda table: table.sheet)
    assert [(t.sheet, t.delimiter, t.header, [r.cells for r in t.records]) for t in found] == [
        ("classes.csv", ";", ("sourcedId", "title"), [["c1", "Math"]]),
        ("users.csv", ",", ("sourcedId", "role"), [["u1", "student"]]),
    ]
    assert found[0].sheets == ("classes.csv", "users.csv")


def test_a_folder_is_read_like_a_zip(tmp_path) -> None:
    written(tmp_path, b"sourcedId,role\nu1,student\n", "users.csv")
    written(tmp_path, b"x", ".DS_Store")
    assert [(table.sheet, table.header) for table in tables(tmp_path)] == [("users.csv", ("sourcedId", "role"))]
    written(tmp_path, GOOD, "book.xlsx")
    with pytest.raises(FileRefused, match="CSV files only"):
        tables(tmp_path)


def test_an_empty_folder_and_no_file_are_refused(tmp_path) -> None:
    with pytest.raises(FileRefused, match="no file"):
        tables(tmp_path)
    with pytest.raises(FileRefused, match="no readable file"):
        tables(tmp_path / "nothing")


def test_the_size_that_a_file_unpacks_to_is_known(tmp_path) -> None:
    file = opened(written(tmp_path, parcel({"a.csv": b"a,b\n" * 1_000, "b.csv": b"c,d\n"})))
    assert (file.kind, file.inflated) == ("parcel", 4_004)


def test_a_file_over_200_mb_is_refused_by_its_size_alone(tmp_path) -> None:
    path = written(tmp_path, b"a,b\n")
    with path.open("r+b") as file:
        file.truncate((200 << 20) + 1)
    with pytest.raises(FileRefused, match="larger than 200 MB"):
        tables(path)
