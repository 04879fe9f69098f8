"""The file that holds a version: its logged files, card, report and tags, and the decision that promoted it.

It is a ZIP archive of a fixed layout. ``contents.json`` names the SHA-256 of every other member; the SHA-256 of
``contents.json`` is the *fingerprint* of the file, which people tell each other by another way than the file. The
hashes find damage; that the file is the one that was handed out, only its fingerprint can say.
"""

import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from features.errors import Refused
from features.files.whole_files import write_whole
from features.i18n.text import Bilingual

MOST_BYTES = 2**27  # of all members together, unpacked; a model of 600 trees with its card has some 3 MB
MOST_MEMBERS = 500
FORMAT = 1

MODEL, CARD = "model/", "card/"
_CONTENTS, _REPORT, _VERSION, _DECISION = "contents.json", "report.json", "version.json", "decision.json"
_MEMBERS = re.compile(
    r"(model(/[\w-][\w.-]*)+|card/card\.((ro|en)\.(md|html)|lists\.json)|report\.json|version\.json|decision\.json)"
)
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # ZIP's earliest: the same version is the same file, whenever it is written

_UNREADABLE = Bilingual("it cannot be unpacked and read", "nu se poate dezarhiva și citi")
_OTHER_CONTENTS = Bilingual(
    "what is in it is not what its list of contents says", "conținutul nu este cel din lista lui de cuprins"
)
_TOO_MUCH = Bilingual("it holds more than any model has", "conține mai mult decât are orice model")
_STRANGE = Bilingual("it holds something that belongs to no model", "conține ceva ce nu ține de niciun model")
_LONGER = Bilingual("it unpacks to more than it says", "dezarhivat este mai mare decât declară")
_NO_TEXTS = Bilingual("its entries are no texts", "valorile lui nu sunt texte")


class _ModelFileError(ValueError):
    """What is wrong with a file, in words."""

    def __init__(self, reason: Bilingual) -> None:
        super().__init__(reason.en)
        self.reason = reason


@dataclass(frozen=True)
class ModelFile:
    """A version as it travels.

    Parameters
    ----------
    model
        The files of the logged model by their path in its folder.
    card, report
        The model card by file name, and the report of the training as JSON text; empty where there is none.
    tags
        What the version carries in its registry: outcomes, dates, figures, checks.
    decision
        The tags of the decision that promoted it, and its number under ``number``.
    """

    model: Mapping[str, bytes]
    card: Mapping[str, str]
    report: str
    tags: Mapping[str, str]
    decision: Mapping[str, str]


def write_model_file(version: ModelFile, path: Path) -> str:
    """Write a version into a file, whole or not at all; return the file's fingerprint."""
    members = dict(_members(version))
    contents = {"format": FORMAT, "sha256": {name: _sha256(data) for name, data in sorted(members.items())}}
    written = json.dumps(contents, indent=1).encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {_CONTENTS: written, **members}.items():
            archive.writestr(zipfile.ZipInfo(name, _FIRST_DAY), data, zipfile.ZIP_DEFLATED)
    write_whole(path, lambda half: half.write_bytes(packed.getvalue()))
    return _sha256(written)


def read_model_file(path: Path) -> tuple[ModelFile, str]:
    """Read a version and the fingerprint of its file; nothing is unpacked onto the disk, and nothing of it is run.

    Raises
    ------
    Refused
        If the file is none of ours, is damaged, or unpacks to more than any model has.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = dict(_unpacked(archive))
        written = members.pop(_CONTENTS)
        contents = json.loads(written)
        if contents["format"] != FORMAT:
            raise _another_format(path, contents["format"])
        if contents["sha256"] != {name: _sha256(data) for name, data in members.items()}:
            raise _ModelFileError(_OTHER_CONTENTS)
        return _version(members), _sha256(written)
    except FileNotFoundError:
        raise Refused(Bilingual(f"There is no file {path}.", f"Nu există fișierul {path}.")) from None
    except (zipfile.BadZipFile, ValueError, KeyError, TypeError, AttributeError, NotImplementedError, RuntimeError,
            EOFError, RecursionError, zlib.error) as error:  # fmt: skip
        raise _not_ours(path, error) from error


def spoken(fingerprint: str) -> str:
    """Return the beginning of a fingerprint as people read it to each other.

    >>> spoken("0123456789abcdef0123")
    '0123 4567 89ab cdef'
    """
    return " ".join(fingerprint[start : start + 4] for start in range(0, 16, 4))


def _members(version: ModelFile) -> Iterator[tuple[str, bytes]]:
    yield from ((MODEL + name, data) for name, data in version.model.items())
    yield from ((CARD + name, text.encode()) for name, text in version.card.items())
    yield _REPORT, version.report.encode()
    yield _VERSION, json.dumps(dict(version.tags), sort_keys=True).encode()
    yield _DECISION, json.dumps(dict(version.decision), sort_keys=True).encode()


def _unpacked(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """Unpack in memory, after a look at how many members there are, what they are called and how large they get."""
    infos = archive.infolist()
    names = [info.filename for info in infos]
    if len(names) > MOST_MEMBERS or len(set(names)) < len(names) or sum(info.file_size for info in infos) > MOST_BYTES:
        raise _ModelFileError(_TOO_MUCH)
    for info in infos:
        if info.filename != _CONTENTS and not _is_member(info.filename):
            raise _ModelFileError(_STRANGE)
        with archive.open(info) as member:
            data = member.read(info.file_size + 1)
        if len(data) != info.file_size:
            raise _ModelFileError(_LONGER)
        yield info.filename, data


def _is_member(name: str) -> bool:
    return _MEMBERS.fullmatch(name) is not None


def _version(members: Mapping[str, bytes]) -> ModelFile:
    def below(folder: str) -> dict[str, bytes]:
        return {name.removeprefix(folder): data for name, data in members.items() if name.startswith(folder)}

    return ModelFile(
        model=below(MODEL),
        card={name: data.decode("utf-8") for name, data in below(CARD).items()},
        report=members[_REPORT].decode("utf-8"),
        tags=_texts(members[_VERSION]),
        decision=_texts(members[_DECISION]),
    )


def _texts(data: bytes) -> dict[str, str]:
    content: Any = json.loads(data)
    if not all(isinstance(text, str) for pair in content.items() for text in pair):
        raise _ModelFileError(_NO_TEXTS)
    return dict(content)


def _another_format(path: Path, found: object) -> Refused:
    return Refused(
        Bilingual(
            f"{path} was written by another version of Prezent (format {found}, here {FORMAT}); update the older "
            "program, and export the model again.",
            f"{path} a fost scris de altă versiune de Prezent (formatul {found}, aici {FORMAT}); actualizați programul "
            "mai vechi și exportați modelul din nou.",
        )
    )


def _not_ours(path: Path, error: Exception) -> Refused:
    reason = error.reason if isinstance(error, _ModelFileError) else _UNREADABLE
    return Refused(
        Bilingual(
            f"{path} is no model file of Prezent, or it was damaged on the way ({reason.en}); ask for it again.",
            f"{path} nu este un fișier cu un model Prezent sau s-a stricat pe drum ({reason.ro}); cereți-l din nou.",
        )
    )


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
