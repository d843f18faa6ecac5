from pathlib import Path
from typing import Any


def test_copied_dumps_are_built_again_until_a_byte_changes(call: Any, built: Any, tmp_path: Path) -> None:
    """Built again they are the same; a changed file is named, and how; a folder that is there is not overwritten."""
    target = tmp_path / "dumps"
    assert call("dump", target, "--data", built.data).code == 0
    done = call("verify", target, "--data", built.data)
    assert (done.code, done.out) == (0, "every file is byte for byte what building again gives\n")
    with (target / "void.ttl").open("a", encoding="utf-8") as file:
        file.write("# mine\n")
    done = call("verify", target, "--data", built.data)
    assert (done.code, done.out) == (1, "1 files differ\n")
    assert done.err.splitlines() == [
        f"{target / 'void.ttl'}: has other bytes than SHA256SUMS says",
        f"{target / 'void.ttl'}: goes on in line {lines(target / 'void.ttl')}, where the rebuild ends: '# mine'",
    ]
    again = call("dump", target, "--data", built.data)
    assert again.code == 3
    assert str(target) in again.err


def lines(path: Path) -> int:
    return len(path.read_bytes().splitlines())


def test_without_inputs_only_checksums_are_compared_and_it_is_said(call: Any, built: Any, tmp_path: Path) -> None:
    """A data folder that lacks the snapshot is no silent success."""
    target = tmp_path / "dumps"
    assert call("dump", target, "--data", built.data).code == 0
    done = call("verify", target, "--data", tmp_path / "none")
    assert (done.code, done.out) == (0, "every file is as it was published\n")
    assert done.err.startswith("not built again: name the articles")
    assert call("verify", target, "--checksums").out == "every file is as it was published\n"


def test_dumps_that_name_no_snapshot_cannot_be_built_again(call: Any, built: Any, tmp_path: Path) -> None:
    """Without their history nobody knows what made them; the checksums alone can still be compared."""
    target = tmp_path / "dumps"
    assert call("dump", target, "--data", built.data).code == 0
    (target / "prov.ttl").write_bytes(b"@prefix")
    done = call("verify", target, "--data", built.data)
    assert done.code == 3
    assert "prov.ttl: cannot be read" in done.err
    assert call("verify", target, "--checksums").code == 1
    (target / "prov.ttl").unlink()
    assert "has no prov.ttl, which tells what made its dumps" in call("verify", target, "--data", built.data).err
