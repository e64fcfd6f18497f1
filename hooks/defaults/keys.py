"""The master keys of this machine: from the environment, or from a file of the instance folder."""

from flask import current_app

from yipplugin.keyfile import key_file, key_text
from yipplugin.keys import KeyProvider, LocalKeys, read_keys
from yipplugin.marks import hookimpl


@hookimpl(trylast=True)
def yip_key_provider() -> KeyProvider:
    path = key_file(current_app.config["YIP_KEY_FILE"], current_app.instance_path)
    return LocalKeys(read_keys(key_text(path)))
