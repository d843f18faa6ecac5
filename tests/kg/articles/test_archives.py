"""Are articles in archives read as outside them, and is a hostile or broken archive a rejection?"""

import bz2
import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from written import BODY, write

from kg.articles import members, packed
from kg.articles.reading import read_articles
from kg.articles.refusal import RefusedError
from kg.articles.warc import Capture, read_warc
from kg.model import Article, Rejection

ONE, TWO = f"First\n\n{BODY}One.\n", f"Second\n\n{BODY}Two.\n"


def tar_of(files: dict[str, str], **changes: object) -> bytes:
    """A tar file of some texts; `changes` are set on every entry."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for name, text in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(text.encode())
            for field, value in changes.items():
                setattr(info, field, value)
            archive.addfile(info, io.BytesIO(text.encode()))
    return made.getvalue()


def zip_of(files: dict[str, str]) -> bytes:
    """A zip file of some texts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return made.getvalue()


def warc_record(url: str, body: str, *, kind: str = "response", more: str = "") -> bytes:
    """One record of a web archive, a page as a server sent it."""
    block = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{more}\r\n".encode() + body.encode()
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nContent-Type: application/http\r\n"
    return f"{head}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"


def page(title: str) -> str:
    """A page with one article."""
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{BODY}{title}.</p></body></html>"


def read(tmp_path: Path, name: str, data: bytes) -> tuple[dict[str, str], list[Rejection]]:
    """The articles in one file, text by key, and what was rejected."""
    found = list(read_articles([str(write(tmp_path, name, data))]))
    articles = {item.key: item.text for item in found if isinstance(item, Article)}
    return articles, [item for item in found if isinstance(item, Rejection)]


PACKERS: dict[str, Callable[[dict[str, str]], bytes]] = {
    "news.tar": tar_of,
    "news.tgz": lambda files: gzip.compress(tar_of(files)),
    "news.tar.gz": lambda files: gzip.compress(tar_of(files)),
    "news.tar.bz2": lambda files: bz2.compress(tar_of(files)),
    "news.zip": zip_of,
}


@pytest.mark.parametrize("name", PACKERS)
def test_archives_are_folders(tmp_path: Path, name: str) -> None:
    """The same texts and keys as a folder of the archive's name gives; hidden files and annotations are none."""
    files = {"2018/one.txt": ONE, "two.md": TWO, ".hidden.txt": ONE, "one.annotation.yaml": "x", "logo.png": "x"}
    found, rejected = read(tmp_path, name, PACKERS[name](files))
    assert found == {"news-2018-one": ONE, "news-two": TWO}
    assert rejected == []


def test_one_compressed_file_is_that_file(tmp_path: Path) -> None:
    """A text or JSON Lines with .gz at the end of its name is read and called as without."""
    assert read(tmp_path, "a.txt.gz", gzip.compress(ONE.encode())) == ({"a": ONE}, [])
    lines = f'{{"text": "{BODY.strip()} One."}}\n'.encode()
    assert read(tmp_path, "b.jsonl.gz", gzip.compress(lines)) == read(tmp_path, "b.jsonl", lines)


@pytest.mark.parametrize("path", ["/etc/one.txt", "../one.txt", "a/../../one.txt", "C:\\one.txt", "..\\one.txt"])
@pytest.mark.parametrize("pack", [tar_of, zip_of])
def test_case_10_zip_slip(tmp_path: Path, path: str, pack: Callable[[dict[str, str]], bytes]) -> None:
    """`kg.articles.members._fault`: the member is named, the others are read, nothing is written anywhere."""
    name = "a.zip" if pack is zip_of else "a.tar"
    found, (rejection,) = read(tmp_path, name, pack({path: ONE, "two.txt": TWO}))
    assert found == {"a-two": TWO}
    assert "leads out" in rejection.reason
    assert rejection.source.startswith(str(tmp_path / name))


def test_links_in_archives_are_refused(tmp_path: Path) -> None:
    """A symbolic link is not followed and not read."""
    data = tar_of({"one.txt": ""}, type=tarfile.SYMTYPE, linkname="/etc/passwd")
    found, (rejection,) = read(tmp_path, "a.tar", data)
    assert found == {}
    assert "a link" in rejection.reason


NOTHING = " " * (8 << 20)


def lzma_of(text: str) -> bytes:
    """A zip file whose packed bytes are spoiled."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.txt", text)
    data = bytearray(made.getvalue())
    data[60:90] = bytes(30)
    return bytes(data)


def headers_of(kind: bytes) -> bytes:
    """A tar file of three thousand long names, each without a file."""
    entry = tarfile.TarInfo("././@LongLink")
    entry.type = kind
    return entry.tobuf(tarfile.GNU_FORMAT) * 3000


BROKEN: dict[str, tuple[str, bytes, str]] = {
    "cut gzip": ("a.jsonl.gz", gzip.compress(b'{"text": "x"}\n' * 2000)[:-40], "cut short"),
    "wrong gzip": ("a.jsonl.gz", gzip.compress(b"x" * 90)[:10] + b"\xff" * 40, "damaged"),
    "no gzip": ("a.tar.gz", b"plain", "damaged"),
    "gzip bomb": ("a.jsonl.gz", gzip.compress(NOTHING.encode()), "times its size"),
    "tar bomb": ("a.tar.gz", gzip.compress(tar_of({"a.txt": NOTHING})), "times its size"),
    "zip bomb": ("a.zip", zip_of({"a.txt": NOTHING}), "times its size"),
    "cut tar": ("a.tar", tar_of({"one.txt": ONE * 50})[:2000], "broken"),
    "no zip": ("a.zip", b"PK\x03\x04 nothing", "broken"),
    "nested": ("a.tar", tar_of({"b.zip": "x"}), "archive within"),
    "no record": ("a.warc", b"hello\n", "no WARC header"),
    "cut record": ("a.warc", warc_record("http://e.org/a", page("A"))[:-60], "middle of it"),
    "spoiled lzma": ("a.zip", lzma_of(ONE), "damaged"),
    "long names without end": ("a.tar", headers_of(b"L"), "broken"),
    "pax headers without end": ("a.tar", headers_of(b"x"), "broken"),
    "length in other digits": ("a.warc", "WARC/1.0\r\nContent-Length: ²\r\n\r\n".encode(), "how long"),
    "length of 5,000 digits": ("a.warc", b"WARC/1.0\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n", "how long"),
    "no length": ("a.warc", b"WARC/1.0\r\nWARC-Type: response\r\n\r\n", "how long"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_archives_are_rejections(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each says what is wrong and what to do, and the run goes on."""
    for module in (packed, members):
        monkeypatch.setattr(module, "FREE", 1 << 20)
    file, data, said = BROKEN[name]
    _, rejected = read(tmp_path, file, data)
    assert any(said in rejection.reason for rejection in rejected), rejected
    assert all(rejection.remedy for rejection in rejected)


def test_an_address_that_is_none_names_its_page_all_the_same(tmp_path: Path) -> None:
    """`http://[` cannot be taken apart."""
    found, rejected = read(tmp_path, "a.warc", warc_record("http://[", page("A")))
    assert (list(found), rejected) == (["http"], [])


@pytest.mark.parametrize("zipped_each", [False, True])
def test_web_archives_give_their_pages(tmp_path: Path, zipped_each: bool) -> None:
    """Pages of 200 answers, by address, chunked and gzipped ones too; a broken record costs only itself."""
    body = gzip.compress(page("Zipped").encode())
    zipped = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + body
    zipped = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://e.org/z\r\nContent-Type: application/http\r\n"
        + f"Content-Length: {len(zipped)}\r\n\r\n".encode() + zipped + b"\r\n\r\n"
    )  # fmt: skip
    chunked = "".join(
        f"{len(part.encode()):x}\r\n{part}\r\n" for part in (page("Chunked")[:50], page("Chunked")[50:], "")
    )
    records = [
        warc_record("http://e.org/a", page("Alpha")),
        b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 4\r\n\r\nabcd\r\n\r\n",
        b"WARC/1.0\r\nContent-Length: many\r\n\r\n",
        warc_record("http://e.org/c", chunked, more="Transfer-Encoding: chunked\r\n"),
        warc_record("http://e.org/q", page("Query"), kind="request"),
        zipped,
    ]
    name, data = (
        ("a.warc.gz", b"".join(map(gzip.compress, records))) if zipped_each else ("a.warc", b"".join(records))
    )
    found = list(read_articles([str(write(tmp_path, name, data))]))
    articles = {item.key: item for item in found if isinstance(item, Article)}
    assert {key: item.headline for key, item in articles.items()} == {
        "e.org-a": "Alpha", "e.org-c": "Chunked", "e.org-z": "Zipped",
    }  # fmt: skip
    assert articles["e.org-a"].url == "http://e.org/a"
    (rejection,) = (item for item in found if isinstance(item, Rejection))
    assert (rejection.place, "how long" in rejection.reason) == ("record 3", True)


def captures(parts: Iterable[bytes]) -> list[Capture | RefusedError]:
    return list(read_warc(io.BytesIO(b"".join(parts))))


@given(st.integers(0, 2), st.binary(min_size=1, max_size=40), st.data())
def test_whatever_happens_to_one_member_the_others_are_read(at: int, noise: bytes, data: st.DataObject) -> None:
    """Bytes written over one gzip member of a web archive never raise, and cost none before it its page."""
    members = [gzip.compress(warc_record(f"http://e.org/{n}", page(str(n)))) for n in range(3)]
    start = data.draw(st.integers(0, len(members[at]) - 1))
    hurt = [*members]
    hurt[at] = (members[at][:start] + noise + members[at][start + len(noise) :])[: len(members[at])]
    found = {item.url for item in captures(hurt) if isinstance(item, Capture)}
    assert {f"http://e.org/{n}" for n in range(at)} <= found
