"""Whether a Word file from elsewhere is safe to unpack: by what it says of its size, and by what it holds."""

from __future__ import annotations

import zipfile
from pathlib import Path

LARGEST_FILE, LARGEST_UNPACKED, MOST_MEMBERS = 20_000_000, 60_000_000, 2_000
_STEP = 1 << 20


class Unfit(Exception):
    """A foreign file cannot be used; its text is a word that says why: 'geen_word', 'groot' or 'macro' from here."""

    def __init__(self, word: str, detail: str = "") -> None:
        super().__init__(word)
        self.detail = detail


def examine(path: Path) -> None:
    """Look at a file without unpacking more of it than fits.

    Raises:
        Unfit: it is no Word file, too large, or it carries macros.
        OSError: it cannot be read.
    """
    if path.stat().st_size > LARGEST_FILE:
        raise Unfit("groot")
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > LARGEST_UNPACKED:
                raise Unfit("groot")
            names = {member.filename for member in members}
            if "word/document.xml" not in names:
                raise Unfit("geen_word")
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise Unfit("macro")
            _measure(archive, members)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, UnicodeDecodeError, ValueError) as error:
        raise Unfit("geen_word") from error


def _measure(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    """Unpack into nothing: what a file says of its size need not be so."""
    total = 0
    for member in members:
        with archive.open(member) as stream:
            while chunk := stream.read(_STEP):
                total += len(chunk)
                if total > LARGEST_UNPACKED:
                    raise Unfit("groot")
