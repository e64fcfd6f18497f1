"""Everything that yipplugin raises on purpose. No message ever holds what people wrote."""

from collections.abc import Sequence
from typing import Protocol


class Why(Protocol):
    """What a refusal or a warning says for itself: which clause, and in what words."""

    @property
    def id(self) -> str:
        """Return its id in the policy."""

    @property
    def clause(self) -> str:
        """Return the clause that it carries."""

    @property
    def says(self) -> str:
        """Return its words."""


class YipError(Exception):
    """Root of every error that yipplugin raises on purpose."""


class SetupRefused(YipError):
    """The host, a plugin or a setting is not as it must be; the message says what to do."""


class NotFound(YipError):
    """There is no such thing, or none that the actor may know of: the two are never told apart."""

    def __init__(self) -> None:
        super().__init__("There is nothing here that you can open.")


class NotAllowed(YipError):
    """The actor holds no permit for ``act``; ``reason`` may be shown to them."""

    def __init__(self, act: str, reason: str) -> None:
        super().__init__(reason)
        self.act = act
        self.reason = reason


class Refused(YipError):
    """The policy refuses the act now; ``refusals`` say by which clause and what lifts each."""

    def __init__(self, refusals: Sequence[Why]) -> None:
        super().__init__("Refused by " + ", ".join(one.clause for one in refusals))
        self.refusals = tuple(refusals)


class ReasonsWanted(YipError):
    """The act goes through once each of ``warnings`` is answered with a reason."""

    def __init__(self, warnings: Sequence[Why]) -> None:
        super().__init__("A reason is wanted for " + ", ".join(one.clause for one in warnings))
        self.warnings = tuple(warnings)


class ReasonMissing(YipError):
    """A correction says why it corrects."""

    def __init__(self) -> None:
        super().__init__("Say why you are correcting this record.")


class AlreadyCorrected(YipError):
    """Only the version of a record that stands now can be corrected; ``by`` corrected it."""

    def __init__(self, by: str) -> None:
        super().__init__("This record was corrected since. Open what stands now.")
        self.by = by


class WrongSignature(YipError):
    """The signature could not be checked as the signer's own."""

    def __init__(self) -> None:
        super().__init__("That did not sign it: enter your own password, or sign in again.")


class FormChanged(YipError):
    """What was filled in does not fit the form that the case uses; it has to be filled in anew."""

    def __init__(self, form: str) -> None:
        super().__init__(f"The form {form} is not the one that was filled in. Open it again.")
        self.form = form


class StoreBusy(YipError):
    """The database was kept busy by others for too long; nothing was written."""

    def __init__(self) -> None:
        super().__init__("The database is busy. Nothing was written; try again.")


class NeverChanged(YipError):
    """Something tried to change or remove what is only ever added to."""

    def __init__(self, table: str) -> None:
        super().__init__(f"Rows of {table} are never changed or removed.")
        self.table = table
