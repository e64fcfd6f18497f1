"""What is in memory while a page is made, as it would be written into a log."""

import gc
from contextlib import contextmanager
from dataclasses import is_dataclass


@contextmanager
def without_what_was_there():
    """Hide what other tests left in memory: it is none of ours, and looking at it takes minutes."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def values_of_ours():
    """Return how the values of ours that are in memory now would be written into a log."""
    floors = (
        "yipplugin.values",
        "yipplugin.services",
        "yipplugin.store",
        "yipplugin.rules.outcome",
    )
    return {
        f"{type(one).__name__} {id(one)}": repr(one)
        for one in gc.get_objects()
        if str(type(one).__module__).startswith(floors) and is_dataclass(one)
    }
