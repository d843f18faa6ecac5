"""Case 37: can anything that an article holds end its reading, call somebody, fill the memory, or make a fact up?

One process of its own reads all of it, within 20 seconds of processor time and 1 GiB of memory, with nobody to call:
the limits are the system's, so that a hang or a bomb ends the test and not the machine. `BOUNDED` is what it runs.
"""

import gzip
import io
import json
import os
import socket
import subprocess
import sys
import tarfile
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from written import BODY, read_one, write

from kg.articles.reading import read_articles
from kg.link.reviewing import read_links
from kg.merge.verdicts import read_verdicts
from kg.model import Article, Rejection
from kg.pieces.saying import say

ROOT = Path(__file__).resolve().parents[2]
SAID = "Norway attacked Peru."
BOUNDED = """
import json, resource, sys
from kg.articles.reading import read_articles
from kg.model import Article
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
for item in read_articles([sys.argv[1]]):
    told = item.text if isinstance(item, Article) else ""
    published = str(item.published.edtf) if isinstance(item, Article) and item.published else ""
    source = item.key if told else item.source
    print(json.dumps([source, told, published, getattr(item, "reason", "")]))
"""


def page(*inside: str, head: str = "") -> str:
    """A page with an article of two paragraphs and something between them."""
    top = f"<html><head><title>A treaty</title>{head}</head><body><article><p>{BODY}</p>"
    return f"{top}{''.join(inside)}<p>{BODY}</p></article>"


def zipped(name: str, content: bytes) -> bytes:
    """A zip file of one member."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return made.getvalue()


def tarred(**fields: object) -> bytes:
    """A tar file of one member with these fields."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        entry = tarfile.TarInfo("a.txt")
        for name, value in fields.items():
            setattr(entry, name, value)
        archive.addfile(entry)
    return made.getvalue()


BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 11))
PUBLISHED = '<meta property="article:published_time" content="{}">'
LINKED = '<script type="application/ld+json">{}</script>'
HOSTILE: dict[str, tuple[str, str | bytes | Callable[[], str | bytes], str]] = {
    "hidden by a style": ("a.html", page(f'<p style="display:none">{SAID}</p><div hidden>{SAID}</div>'), ""),
    "told to a machine": ("a.html", page(f'<p aria-hidden="true">{SAID}</p>', f"<!-- {SAID} -->"), ""),
    "an entity that explodes": ("a.xhtml", f'<!DOCTYPE r [<!ENTITY a0 "{SAID}">{BOMB}]>{page("<p>&a10;</p>")}', ""),
    "an entity that is a file": ("a.xhtml", f'<!DOCTYPE html [<!ENTITY a SYSTEM "FILE">]>{page("<p>&a;</p>")}', ""),
    "an entity that is an address": ("a.html", f'<!DOCTYPE html SYSTEM "ADDRESS/d">{page("<p>&x;</p>")}', ""),
    "a context elsewhere": ("a.html", page(head=LINKED.format('{"@context": "ADDRESS/c"}')), ""),
    "a frame, an image, a style": ("a.html", page('<iframe src="ADDRESS/"></iframe><img src="ADDRESS/a.png">',
        head='<base href="ADDRESS/"><link rel="stylesheet" href="ADDRESS/a.css">'), ""),
    "a day there was not": ("a.html", page(head=PUBLISHED.format("2018-02-30")), ""),
    "a day before days": ("a.html", page(head=PUBLISHED.format("-0001-13-45")), ""),
    "a number for a day": ("a.html", page(head=PUBLISHED.format("9" * 5000)), ""),
    "deep nesting": ("a.html", "<div>" * 100_000 + BODY, "deeper"),
    "crowded tags": ("a.html", page("<p" + " a=b" * 100_000 + ">x</p>"), "attributes"),
    "50 MB": ("a.html", lambda: page() + " " * (51 << 20), "larger"),
    "deep linked data": ("a.html", page(head=LINKED.format("[" * 100_000)), ""),
    "a sentence of a million characters": ("a.txt", "The envoy met the minister and " * 33_000, "longer"),
    "a word of 200,000 characters": ("a.txt", f"{BODY}{'a' * 200_000}\n", ""),
    "letters from right to left": ("a.txt", BODY.replace("Kasra", "\u202e\u200barsaK\u202c\ufeff"), ""),
    "no UTF-8": ("a.txt", BODY.encode() + b"\xc0\xaf\xed\xa0\x80", "offset"),
    "UTF-7": ("a.html", page("<p>+ADw-script+AD4-</p>", head='<meta charset="utf-7">'), ""),
    "UTF-16 without a mark": ("a.txt", BODY.encode("utf-16-le"), "binary"),
    "an alias bomb": ("a.md", "---\na: &a [x]\n" + "b: [*a, *a]\n" * 9 + f"---\n{BODY}", "anchors"),
    "a gzip bomb": ("a.txt.gz", lambda: gzip.compress(bytes(64 << 20)), "larger"),
    "a zip bomb": ("a.zip", lambda: zipped("a.txt", bytes(64 << 20)), "larger"),
    "a way out of a zip": ("a.zip", zipped("../../a.txt", BODY.encode()), "leads out"),
    "a link in a tar": ("a.tar", tarred(type=tarfile.SYMTYPE, linkname="/etc/passwd"), "a link"),
    "a device in a tar": ("a.tar", tarred(type=tarfile.CHRTYPE, devmajor=1, devminor=5), "a device"),
    "a size that is a lie": ("a.tar", tarred(size=8 << 30)[:1024], "broken"),
}  # fmt: skip


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, str, str]]:
    """What became of each hostile article, by its name: text, day of publication, reason of a rejection."""
    folder = tmp_path_factory.mktemp("hostile")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        secret = write(folder, "secret", SAID)
        for number, (name, made, _) in enumerate(HOSTILE.values()):
            content = made() if callable(made) else made
            data = content.encode() if isinstance(content, str) else content
            data = data.replace(b"ADDRESS", address.encode()).replace(b"FILE", f"file://{secret}".encode())
            data = data.replace(b"Monday", f"Monday in room {number}".encode())  # a text that stands twice is refused
            write(folder, f"all/{number:02}{Path(name).name.removeprefix('a')}", data)
        os.mkfifo(folder / "all" / "98.txt")
        (folder / "all" / "99.txt").symlink_to(secret)
        done = subprocess.run(
            [sys.executable, "-c", BOUNDED, str(folder / "all")],
            cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        listener.settimeout(0.1)
        with pytest.raises(TimeoutError):
            listener.accept()
    assert done.returncode == 0, done.stderr
    found = {}
    for line in done.stdout.splitlines():
        source, *rest = json.loads(line)
        found[Path(source.removeprefix(f"{folder}/all/")).parts[0][:2]] = tuple(rest)
    return found


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_article_is_read_within_bounds_or_refused(name: str, told: dict[str, tuple[str, str, str]]) -> None:
    """Nothing hidden is read, nothing else of this machine, and no day that nobody could have meant."""
    text, published, reason = told[f"{list(HOSTILE).index(name):02}"]
    expected = HOSTILE[name][2]
    assert SAID not in text
    assert published == ""
    assert expected in reason
    assert bool(text) == (expected == "")


def test_a_fifo_and_a_link_out_of_the_folder_are_not_read(told: dict[str, tuple[str, str, str]]) -> None:
    """`open_source` (`kg/articles/opening.py`) never waits, `find_sources` follows no link outward."""
    assert "no regular file" in told["98"][2]
    assert told["99"][2]


def test_a_file_that_changes_while_it_is_read_is_read_or_refused(tmp_path: Path) -> None:
    """It is opened once and read to a limit (`read_all`): never half of one text and half of another."""
    path, done = tmp_path / "a.txt", threading.Event()
    texts = [f"{BODY}{word * 9000}\n" for word in ("One more. ", "Two more. ")]
    path.write_text(texts[0])

    def rewrite() -> None:
        while not done.is_set():
            for text in texts:
                beside = tmp_path / "beside"
                beside.write_text(text)
                beside.replace(path)
                path.unlink()

    writer = threading.Thread(target=rewrite)
    writer.start()
    try:
        found = [item for _ in range(60) for item in read_articles([str(path)])]
    finally:
        done.set()
        writer.join()
    assert {item.text for item in found if isinstance(item, Article)} <= set(texts)
    assert all(item.reason for item in found if isinstance(item, Rejection))


def test_no_link_beside_an_article_is_read(tmp_path: Path) -> None:
    """`kg.beside.leads_out`: annotations and tables of verdicts are refused as articles are."""
    secret = Path(write(tmp_path, "elsewhere/secret", "no annotation: root"))
    folder = tmp_path / "articles"
    article = read_one(write(folder, "a.txt"))
    for name in ("a.annotation.yaml", "links.csv", "merges.csv"):
        (folder / name).symlink_to(secret)
    tools = SimpleNamespace(gazetteer=None)
    found = [say(article, tools, [folder]), *read_links([folder]), *read_verdicts([folder])]  # type: ignore[arg-type]
    assert [one.reason for one in found if isinstance(one, Rejection)] == ["the link leads out of the folder"] * 3
