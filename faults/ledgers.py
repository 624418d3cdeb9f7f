"""What the providers of a run accepted, as they wrote it to disk before they answered."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """One text or e-mail that has left for good."""

    to: str
    body: str
    token: str  # the sending's own opaque id, from the callback's address or the Message-ID
    sid: str  # of a text
    at: datetime  # by the run's clock
    callback: str = ""
    language: str = ""  # of an e-mail: what it says of itself


def texts(path: Path) -> list[Accepted]:
    """The ledger of texts."""
    return [
        Accepted(
            to=line["to"],
            body=line["body"],
            token=str(line["status_callback"]).rstrip("/").rpartition("/")[2],
            sid=line["sid"],
            at=datetime.fromisoformat(line["at"]),
            callback=line["status_callback"],
        )
        for line in _lines(path)
    ]


def mails(path: Path) -> list[Accepted]:
    """The ledger of e-mails."""
    return [
        Accepted(
            to=line["to"],
            body=line["body"],
            token=_token(line["id"] or ""),
            sid=line["id"] or "",
            at=datetime.fromisoformat(line["at"]),
            language=line["language"],
        )
        for line in _lines(path)
    ]


def _token(message_id: str) -> str:
    """A Message-ID has a full stop where the token has a colon."""
    return message_id.strip("<> ").partition("@")[0].replace(".", ":", 1)


def _lines(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    whole = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in whole if line.endswith("}")]  # the last may be being written
