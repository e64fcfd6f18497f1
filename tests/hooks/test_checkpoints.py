"""A checkpoint reaches everybody who keeps one, and whoever could not is known by name."""

from datetime import UTC, datetime

from yipplugin import Checkpoint, hookimpl

CHECKPOINT = Checkpoint("school", 1, datetime(2026, 3, 2, tzinfo=UTC), "r", b"{}", "k", "s")


class Keeper:
    def __init__(self):
        self.kept = []

    @hookimpl
    def yip_keep_checkpoint(self, checkpoint):
        self.kept.append(checkpoint)


class Broken:
    @hookimpl
    def yip_keep_checkpoint(self):
        raise ConnectionError


def test_yip_keep_checkpoint_reaches_everybody(hooks_with):
    first, second = Keeper(), Keeper()
    assert hooks_with(first, second).yip_keep_checkpoint(CHECKPOINT) == []
    assert first.kept == second.kept == [CHECKPOINT]


def test_yip_keep_checkpoint_tells_who_failed(hooks_with):
    keeper = Keeper()
    failures = hooks_with(keeper, Broken()).yip_keep_checkpoint(CHECKPOINT)
    assert keeper.kept == [CHECKPOINT]
    assert [one.plugin.rsplit(".")[-1] for one in failures] == ["Broken"]
