"""Reports and signs as fast as it can, from several processes, until it is killed.

``python -m tests.crash.writer <database> <journal> <processes> <threads> <seed>`` starts them at
each line that it reads. What was left unfinished when they were last killed is sent again first,
as whoever sees no answer sends it again.
"""

import os
import signal
import sys
import threading
import time
import traceback
from contextlib import suppress
from pathlib import Path
from random import Random

from flask import Flask
from sqlalchemy.exc import OperationalError

from tests.crash.host import opened
from tests.crash.journal import Intent, Journal
from tests.services.conftest import PUPIL, person
from yipplugin.errors import NotFound, StoreBusy
from yipplugin.services.records import add_to_report, sign
from yipplugin.services.reports import report
from yipplugin.services.signing import Filled
from yipplugin.store.base import new_id

LEAD = "Amara"
FORMS = {
    "report": "report",
    "add": "report_addition",
    "look": "look",
    "correct": "look",
    "refused": "look",
}
WEIGHTS = {"report": 6, "look": 6, "add": 4, "correct": 2, "refused": 2}
RECENT = 30
"""Of how many cases the next one is chosen: few, so that writers meet in one."""

PAUSE = 0.1
"""How many seconds to wait for a database that does not answer."""


class Cases:
    """The cases that were opened so far, with who reported each; all threads share them."""

    def __init__(self, journal: Journal) -> None:
        told = journal.read()
        self._known = [
            (one["case"], told.intents[submission].by)
            for submission, one in told.done.items()
            if told.intents[submission].act == "report"
        ]
        self._lock = threading.Lock()

    def add(self, case: str, by: str) -> None:
        """Take a case in."""
        with self._lock:
            self._known.append((case, by))

    def one(self, random: Random) -> tuple[str, str] | None:
        """Return a recent case and who reported it, where there is any."""
        with self._lock:
            return random.choice(self._known[-RECENT:]) if self._known else None


class Writer(threading.Thread):
    """One of many that write at the same time."""

    def __init__(self, name: str, app: Flask, journal: Journal, cases: Cases, seed: str) -> None:
        super().__init__(name=name, daemon=True)
        self.app, self.journal, self.cases = app, journal, cases
        self.random = Random(f"{seed} {name}")  # noqa: S311 -- drawn alike in every run
        self.looks: list[tuple[str, str]] = []
        engine = app.extensions["yipplugin"].store.engine
        self.bearable = StoreBusy if engine.dialect.name == "sqlite" else OperationalError

    def run(self) -> None:
        """Write until killed. An error that no crash explains ends the whole process."""
        try:
            with self.app.app_context():
                for intent in self.journal.read().unfinished(self.name):
                    self.carry_out(intent)
                while True:
                    intent = self.next()
                    self.journal.will(intent)
                    self.carry_out(intent)
        except BaseException:  # noqa: BLE001 -- whatever it was, it is said and nothing goes on
            traceback.print_exc()
            os._exit(1)

    def next(self) -> Intent:
        """Return what to do next."""
        act = self.random.choices([*WEIGHTS], [*WEIGHTS.values()])[0]
        known = self.cases.one(self.random)
        if known is None or (act == "correct" and not self.looks):
            act = "report"
        submission, reporter = new_id(), f"Tess {self.name}"
        text = f"{submission}: " + "«ü 見» " * self.random.choice((1, 10, 1000))
        if act == "report":
            answers = {"said": text, "pupil": PUPIL}
            return Intent(submission, self.name, act, reporter, answers)
        if act == "refused":
            return Intent(submission, self.name, act, "Ivo", {"danger": "no"}, new_id())
        case, by = known
        if act == "add":
            return Intent(submission, self.name, act, by, {"said": text}, case)
        danger = {"danger": self.random.choice(("yes", "no", "unknown"))}
        if act == "correct":
            case, looked = self.looks.pop()
            return Intent(submission, self.name, act, LEAD, danger, case, looked)
        return Intent(submission, self.name, act, LEAD, danger, case)

    def carry_out(self, intent: Intent) -> None:
        """Do it, as often as it takes, and say what it became."""
        while True:
            try:
                became = self.done(intent)
            except self.bearable as error:
                cause = getattr(error, "orig", error)
                self.journal.failed(intent.submission, type(cause).__name__)
                time.sleep(PAUSE)
            else:
                self.journal.done(intent.submission, **became)
                return

    def done(self, intent: Intent) -> dict[str, str]:
        """Return what became of it, once the service has answered."""
        filled = Filled(
            intent.submission,
            FORMS[intent.act],
            intent.answers,
            supersedes=intent.supersedes,
            reason="It was not so" if intent.supersedes else "",
        )
        if intent.act == "refused":
            with suppress(NotFound):
                sign(person(intent.by, "staff"), intent.case, filled)
            return {"case": intent.case}
        if intent.act == "report":
            receipt = report(person(intent.by, "staff"), filled)
            self.cases.add(receipt.case_id, intent.by)
            (record,) = receipt.records[:1]
            became = {"case": receipt.case_id, "record": record.id}
            return {**became, "reference": receipt.reference}
        if intent.act == "add":
            record = add_to_report(person(intent.by, "staff"), intent.case, filled)
        else:
            record = sign(person(intent.by, "staff", "dsl"), intent.case, filled)
        if intent.act == "look":
            self.looks.append((intent.case, record.id))
        return {"case": intent.case, "record": record.id}


def main(url: str, path: str, processes: str, threads: str, seed: str) -> None:
    """Start a group of writers for each line that comes in, and say which group it is.

    What takes long, loading and reading the policy, is done once; nothing has touched the database
    before the group is there.
    """
    app = opened(url)
    for _ in sys.stdin:
        group = os.fork()
        if group == 0:
            os.setsid()
            lead(app, Path(path), int(processes), int(threads), seed)
        print(group, flush=True)  # noqa: T201 -- this is how the group is named
        os.waitpid(group, 0)
        print("ended", flush=True)  # noqa: T201


def lead(app: Flask, path: Path, processes: int, threads: int, seed: str) -> None:
    """Start the processes of a group; it ends with any of them, and with whoever started it all."""
    for process in range(processes):
        if os.fork() == 0:
            write(app, Journal(path), f"p{process}", threads, seed)
    threading.Thread(target=end_with_input, daemon=True).start()
    os.wait()
    os.killpg(0, signal.SIGKILL)


def end_with_input() -> None:
    """End the group where the test was killed itself: nobody else would."""
    while os.read(sys.stdin.fileno(), 1):
        pass
    os.killpg(0, signal.SIGKILL)


def write(app: Flask, journal: Journal, name: str, threads: int, seed: str) -> None:
    """Write from as many threads, for ever."""
    cases = Cases(journal)
    writers = [Writer(f"{name}t{n}", app, journal, cases, seed) for n in range(threads)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()


if __name__ == "__main__":
    main(*sys.argv[1:])
