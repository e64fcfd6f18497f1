"""What the writers set out to do and what was acknowledged, a line each, whatever kills them."""

import json
import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Intent:
    """One act that a writer is about to do. ``writer`` does it again until it is acknowledged.

    ``case`` is nothing for a report. A refusal asks for a case that there is not.
    """

    submission: str
    writer: str
    act: str
    by: str
    answers: dict[str, Any]
    case: str | None = None
    supersedes: str | None = None


@dataclass
class Told:
    """A journal, read: intents by submission, what they became, and what failed on the way."""

    intents: dict[str, Intent] = field(default_factory=dict)
    done: dict[str, dict[str, str]] = field(default_factory=dict)
    failures: Counter[str] = field(default_factory=Counter)

    def unfinished(self, writer: str) -> list[Intent]:
        """Return what a writer set out to do and was never told the end of."""
        mine = (one for one in self.intents.values() if one.writer == writer)
        return [one for one in mine if one.submission not in self.done]


class Journal:
    """A file that many processes add lines to. A line is added by one call, or not at all."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read, self._acknowledged = 0, 0
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def will(self, intent: Intent) -> None:
        """Say what is about to be done."""
        self._add({"will": vars(intent)})

    def done(self, submission: str, **became: str) -> None:
        """Say that it was acknowledged, and what it became."""
        self._add({"done": submission, **became})

    def failed(self, submission: str, why: str) -> None:
        """Say that it has to be tried again."""
        self._add({"failed": submission, "why": why})

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)

    def _add(self, line: dict[str, Any]) -> None:
        os.write(self._file, json.dumps(line).encode() + b"\n")

    def count(self) -> int:
        """Return how many acts were acknowledged so far; it reads on from where it was."""
        with self.path.open("rb") as file:
            file.seek(self._read)
            whole, end, _ = file.read().rpartition(b"\n")
        self._read += len(whole + end)
        self._acknowledged += (end + whole).count(b'\n{"done": ')
        return self._acknowledged

    def read(self) -> Told:
        """Return everything that it says; a line that was cut off says nothing."""
        told = Told()
        for line in self.path.read_bytes().splitlines(keepends=True):
            said = json.loads(line) if line.endswith(b"\n") else {}
            if "will" in said:
                intent = Intent(**said["will"])
                told.intents[intent.submission] = intent
            elif "done" in said:
                told.done[said.pop("done")] = said
            elif "failed" in said:
                told.failures[said["why"]] += 1
        return told
