"""Does a file that lies beside the articles belong to their folder?"""

from pathlib import Path

from kg.model import Rejection


def leads_out(path: Path) -> bool:
    """Whether it is a link out of its folder: a corpus from elsewhere must not publish a file of this machine."""
    return path.is_symlink() and not path.resolve().is_relative_to(path.parent.resolve())


def refuse_link(path: Path) -> Rejection:
    """What is told of such a link."""
    return Rejection(
        source=str(path), reason="the link leads out of the folder", remedy="put the file itself in its place"
    )
