"""Two acts measured in turn, in one run: the ratio of each pair, and its median.

Single times mean little on a shared machine. Each round runs both in random order on the process's
own CPU clock, and a control pair (the same act twice) tells how far to trust the run.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median, quantiles
from time import process_time

Act = Callable[[], object]


@dataclass(frozen=True)
class Ratio:
    """How long one act takes as a multiple of another: the quartiles of the pairs."""

    name: str
    low: float
    middle: float
    high: float
    milliseconds: float

    def __str__(self) -> str:
        """Return a row of the report."""
        spread = f"{self.low:.2f} to {self.high:.2f}"
        return f"{self.name:58}{self.middle:8.2f}   {spread:16}{self.milliseconds:9.2f}"


def cpu(act: Act, times: int) -> float:
    """Return the CPU seconds that ``times`` runs of ``act`` take."""
    begun = process_time()
    for _ in range(times):
        act()
    return process_time() - begun


def compare(name: str, act: Act, base: Act, *, pairs: int = 21, times: int = 5) -> Ratio:
    """Return how much longer ``act`` takes than ``base``, pair by pair."""
    cpu(act, 2), cpu(base, 2)
    ratios, taken = [], []
    order = random.Random(20261122)  # noqa: S311 -- an order to measure in, no secret
    for _ in range(pairs):
        if order.random() < 0.5:
            ours, theirs = cpu(act, times), cpu(base, times)
        else:
            theirs, ours = cpu(base, times), cpu(act, times)
        ratios.append(ours / theirs)
        taken.append(ours / times * 1000)
    low, _, high = quantiles(ratios, n=4)
    return Ratio(name, low, median(ratios), high, median(taken))
