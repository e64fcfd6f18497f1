"""Everything that yipplugin raises on purpose. No message ever holds what people wrote."""

from collections.abc import Sequence
from datetime import datetime
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


class WrongPassword(YipError):
    """The host does not say that this is the password of whoever is signed in."""

    def __init__(self) -> None:
        super().__init__("That is not the password that you sign in with.")


class NotGiven(YipError):
    """Nobody was let in: ``field`` of what was sent is missing or wrong, and the message says how.

    ``field`` is ``holder``, ``role``, ``last_day``, ``reason`` or ``reference``.
    """

    def __init__(self, field: str, says: str) -> None:
        super().__init__(says)
        self.field = field


class FormChanged(YipError):
    """What was filled in does not fit the form that the case uses; it has to be filled in anew."""

    def __init__(self, form: str) -> None:
        super().__init__(f"The form {form} is not the one that was filled in. Open it again.")
        self.form = form


class ConfirmWanted(YipError):
    """Whoever is signed in has not proved lately that it is them; ``level`` is what is wanted.

    ``read`` is a proof that is good for opening cases, ``change`` the shorter one that is good for
    signing, for taking a case out of here, and for changing who sees it.
    """

    def __init__(self, level: str = "read") -> None:
        super().__init__("Confirm that it is you.")
        self.level = level


class ConductWanted(YipError):
    """Whoever works on cases has not acknowledged the rules of conduct as they are now."""

    def __init__(self) -> None:
        super().__init__("Read the rules of conduct first.")


class TooMany(YipError):
    """Something was done too often in too short a time; ``again_at`` is when it may be tried."""

    def __init__(self, again_at: datetime) -> None:
        super().__init__("That was done too often. Wait before you try again.")
        self.again_at = again_at


class NotDisposedOf(YipError):
    """A case cannot be disposed of, or that cannot be proposed now; the message says why."""


class NotHeld(YipError):
    """A case cannot be put on hold, or its hold lifted, like this; the message says why."""


class NotAnswered(YipError):
    """What came of a referral cannot be written down like this; the message says why."""


class NotMoved(YipError):
    """A case cannot be moved to another policy, or not like this; the message says why."""


class StoreBusy(YipError):
    """The database was kept busy by others for too long; nothing was written."""

    def __init__(self) -> None:
        super().__init__("The database is busy. Nothing was written; try again.")


class NeverChanged(YipError):
    """Something tried to change or remove what is only ever added to."""

    def __init__(self, table: str) -> None:
        super().__init__(f"Rows of {table} are never changed or removed.")
        self.table = table


class PastTheWall(YipError):
    """A question was put to the database that no wall can be put around; ``what`` is in it."""

    def __init__(self, what: str) -> None:
        super().__init__(f"Ask by kinds of row: nothing keeps {what} from showing too much.")
        self.what = what


class NotOnLedger(YipError):
    """A row that the ledger covers was changed, and no act that was written down says so."""

    def __init__(self, table: str) -> None:
        super().__init__(
            f"Rows of {table} were changed in a transaction that wrote no act to their chain."
            " Call append_to_case or append_to_school after the change, before the end."
        )
        self.table = table


class SealRefused(YipError):
    """What is kept does not open, or cannot be sealed: a key is missing, wrong, or destroyed."""

    def __init__(self, what: str) -> None:
        super().__init__(what)


class ImageryRefused(YipError):
    """Something that was to be kept holds image data; nothing of it was kept.

    The message explains the law and what to do. ``paths`` say where, such as
    ``answers.pupils[0].notes``, and hold nothing of what was typed.
    """

    def __init__(self, message: str, paths: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.paths = tuple(paths)


class DraftChanged(YipError):
    """Somebody has changed what was being changed since it was shown."""

    def __init__(self, at: datetime, revision: int, by_themselves: bool) -> None:
        who = "You have" if by_themselves else "Somebody else has"
        super().__init__(f"{who} changed this since it was shown to you.")
        self.at, self.revision, self.by_themselves = at, revision, by_themselves


class ContactsRefused(YipError):
    """Contacts cannot be taken, changed or signed like this; the message says why, and what to do.

    ``field`` of what was sent is wrong, where the fault is in one.
    """

    def __init__(self, says: str, field: str = "") -> None:
        super().__init__(says)
        self.field = field
