"""Word reaches everybody who carries it, and whoever could not is known by name."""

from yipplugin import Notice, hookimpl

NOTICE = Notice("school", frozenset({"dsl"}), "", "SG-2026-0001", "A concern", "/safeguarding/c1")


class Mail:
    def __init__(self):
        self.sent = []

    @hookimpl
    def yip_notify(self, notice):
        self.sent.append(notice)


class Broken:
    @hookimpl
    def yip_notify(self):
        raise ConnectionError


def test_yip_notify_reaches_everybody(hooks_with):
    mail = Mail()
    assert hooks_with(mail).yip_notify(NOTICE) == []
    assert mail.sent == [NOTICE]


def test_yip_notify_tells_who_failed(hooks_with):
    mail = Mail()
    failures = hooks_with(mail, Broken()).yip_notify(NOTICE)
    assert mail.sent == [NOTICE]
    assert [one.plugin.rsplit(".")[-1] for one in failures] == ["Broken"]
