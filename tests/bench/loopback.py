"""Where on this machine do servers under test listen?"""

import socket
from pathlib import Path

_VIRTUOSO = """[Database]
DatabaseFile = {folder}/v.db
ErrorLogFile = {folder}/v.log
LockFile = {folder}/v.lck
TransactionFile = {folder}/v.trx
xa_persistent_file = {folder}/v.pxa
[TempDatabase]
DatabaseFile = {folder}/t.db
TransactionFile = {folder}/t.trx
[Parameters]
ServerPort = 127.0.0.1:{port}
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
ServerThreads = 12
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{web}
ServerThreads = 8
[SPARQL]
ResultSetMaxRows = 1000000
"""


def free_port() -> int:
    """A port of loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def configure_virtuoso(folder: Path, port: int, web: int, *, buffers: int) -> Path:
    """The configuration of a Virtuoso 7, written to the folder it keeps all in; `buffers` are pages of 8 KiB."""
    file = folder / "v.ini"
    text = _VIRTUOSO.format(folder=folder, port=port, web=web, buffers=buffers, dirty=buffers * 2 // 3)
    file.write_text(text, encoding="utf-8")
    return file
