"""Under which policies a case has stood, one after the other, and each of its records."""

from datetime import datetime


class Under:
    """Under which policies a case has stood: the one that it was opened under, and each since."""

    def __init__(self, opened: str) -> None:
        self._steps: list[tuple[int, datetime | None, str]] = [(0, None, opened)]

    def add(self, records: int, at: datetime, digest: str) -> None:
        """Add the next move: to ``digest``, after so many records."""
        self._steps.append((records, at, digest))

    def until(self, at: datetime) -> "Under":
        """Return how it was at a moment, before what came then and later."""
        found = Under(self._steps[0][2])
        found._steps += [one for one in self._steps[1:] if one[1] is not None and one[1] < at]
        return found

    @property
    def digests(self) -> tuple[str, ...]:
        """Return the digests of the policies in order, the one that stands now last."""
        return tuple(digest for _, _, digest in self._steps)

    @property
    def moved(self) -> bool:
        """Say whether the case was ever moved."""
        return len(self._steps) > 1

    @property
    def now(self) -> str:
        """Return the digest of the policy that it stands under."""
        return self.digests[-1]

    def of_record(self, place: int) -> str:
        """Return what the record at a place, from 1 on, was signed under; nothing if none moved."""
        if not self.moved:
            return ""
        return [digest for records, _, digest in self._steps if records < place][-1]
