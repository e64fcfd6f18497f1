"""A checkpoint to be kept, and a server on this machine that takes it."""

import threading
from contextlib import contextmanager
from datetime import UTC, datetime

from yipplugin.checkpoint import of_body, sign
from yipplugin.store.checkpoints import body_of

AT = datetime(2026, 3, 2, 12, 30, tzinfo=UTC)


def made(school="school", seq=7):
    body = body_of(school, seq, AT, "", [["a" * 32, 3, "b" * 64]])
    return of_body(body, *sign(b"s" * 32, body))


@contextmanager
def serving(server):
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
