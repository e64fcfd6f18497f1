"""What the doctor looks at in the application itself: keys, tables, policy, pages."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from flask import Flask, render_template_string
from sqlalchemy.exc import SQLAlchemyError

from yipplugin.cli.findings import Finding, amber, answered_by_host, green, red
from yipplugin.errors import SealRefused
from yipplugin.hooking import House
from yipplugin.keyfile import VARIABLE, is_open_to_others, key_file
from yipplugin.packs.library import NoSuchPolicy
from yipplugin.packs.problems import PackRefused
from yipplugin.services import keys as services
from yipplugin.store import rowlevel

MARKER = "yipplugin-was-here"


def secret_key(app: Flask, house: House) -> Iterator[Finding]:
    """Look whether cookies and forms can be signed."""
    key = app.config.get("SECRET_KEY")
    if not key:
        mend = "Set SECRET_KEY to a long random text and keep it secret."
        yield red("Secret key", "SECRET_KEY is not set, so no form can be sent safely.", mend)
    elif len(key) < 16:
        mend = "Make a new one: python -c 'import secrets; print(secrets.token_hex())'"
        yield amber("Secret key", "SECRET_KEY is short, and can be guessed.", mend)
    else:
        yield green("Secret key", "SECRET_KEY is set.")


def database(app: Flask, house: House) -> Iterator[Finding]:
    """Look whether the tables are there and as this version needs them."""
    # Flask imports the commands of every extension before it runs any: alembic only for this one.
    from yipplugin.store.migrate import current, pending

    about = "Database"
    try:
        where = house.store.engine.url.render_as_string(hide_password=True)
        at, waiting = current(house.store.engine), pending(house.store.engine)
    except SQLAlchemyError as error:
        words = f"The database cannot be reached: {type(error).__name__}."
        yield red(about, words, "Start it, or correct its address (YIP_DATABASE_URI).")
        return
    if at is None:
        yield red(about, f"There are no tables yet in {where}", "flask yip init")
    elif waiting:
        yield red(about, f"The tables are older than this version: {where}", "flask yip init")
    else:
        yield green(about, f"The tables are up to date in {where}")


def database_role(app: Flask, house: House) -> Iterator[Finding]:
    """Look whether the database's own wall binds us, where it has one."""
    about = "Database role"
    with house.store.engine.connect() as connection:
        if not rowlevel.has_it(connection):
            return
        if rowlevel.is_exempt(connection):
            words = "We reach the database as a superuser or past row-level security, so that its"
            mend = (
                "Use a role of its own without SUPERUSER and BYPASSRLS: see "
                "docs/how-to/run-on-postgresql.md."
            )
            yield amber(about, f"{words} own wall around the cases does not bind us.", mend)
        else:
            yield green(about, "The database's own wall around the cases binds us.")


BACK = (
    "Bring the key back from the copy that you kept; a new one opens nothing that was sealed"
    " under it. See docs/how-to/keep-the-keys.md."
)
AWAY = "Put it elsewhere with YIP_KEY_FILE, or keep it out of the backups of the database."


def keys(app: Flask, house: House) -> Iterator[Finding]:
    """Look whether what is sealed can be opened, and whether the master key is kept well."""
    about = "Keys"
    house.store.vault.masters.renew()
    try:
        current = house.store.vault.masters.current
        found = list(services.status(whole=False))
    except SealRefused as refusal:
        yield red(about, str(refusal), f"flask yip init, where there never was one. {BACK}")
        return
    except SQLAlchemyError:
        yield amber(
            about, "The database has to be ready before they can be tried.", "flask yip init"
        )
        return
    wrong = [one for one in found if one.wrong]
    older = [one for one in found if set(one.masters) != {current}]
    if wrong:
        words = f"The keys of {len(wrong)} of {len(found)} schools do not open: {wrong[0].wrong}"
        yield red(about, words, BACK)
    elif older:
        words = f"The keys of {len(older)} of {len(found)} schools are not under the key {current}."
        yield amber(about, words, "flask yip keys rewrap")
    else:
        yield green(about, f"The master key {current} is there, and opens what it has to.")
    if not answered_by_host(house, "yip_key_provider"):
        yield from _place(app, house, key_file(app.config["YIP_KEY_FILE"], app.instance_path))


def _place(app: Flask, house: House, path: Path) -> Iterator[Finding]:
    about = "Key file"
    if VARIABLE in os.environ:
        if path.exists():
            words = f"{VARIABLE} is set, so the key file is not looked at: {path}"
            yield amber(about, words, "Take away the one that is not meant.")
        return
    if is_open_to_others(path):
        words = f"Other accounts of this machine may read {path}"
        yield amber(about, words, f"chmod 600 {path}")
    url = house.store.engine.url
    if url.get_backend_name() == "sqlite" and Path(url.database or "").parent == path.parent:
        words = "The key stands beside the database: a backup of the folder has both."
        yield amber(about, words, AWAY)


def policy(app: Flask, house: House) -> Iterator[Finding]:
    """Look whether the policy can be read, and whether it is due for review."""
    key = app.config["YIP_POLICY"]
    try:
        found = house.policies.policy(key)
    except NoSuchPolicy as unknown:
        yield red("Policy", str(unknown), "Correct the setting YIP_POLICY.")
        return
    except PackRefused as refused:
        words = f"The pack {key} has {len(refused.problems)} problems."
        yield red("Policy", words, f"flask yip policy check {key}")
        return
    words = f"{found.title} ({key}, version {found.version}) reads clean"
    if found.review_by < date.today():
        yield amber(
            "Policy",
            f"{words}, and was to be reviewed by {found.review_by:%d %B %Y}.",
            "Ask the school for the policy that is in force now, and for its pack.",
        )
    else:
        yield green("Policy", f"{words}; it is to be reviewed by {found.review_by:%d %B %Y}.")


def base_template(app: Flask, house: House) -> Iterator[Finding]:
    """Look whether a page of ours would show inside the host's own page."""
    base, block = app.config["YIP_BASE_TEMPLATE"], app.config["YIP_CONTENT_BLOCK"]
    page = f'{{% extends "{base}" %}}{{% block {block} %}}{MARKER}{{% endblock %}}'
    settings = "the settings YIP_BASE_TEMPLATE and YIP_CONTENT_BLOCK"
    try:
        with app.test_request_context(app.config["YIP_URL_PREFIX"] + "/"):
            shown = render_template_string(page)
    except Exception as error:  # noqa: BLE001 - a host's template may raise anything
        words = f"{base} could not be drawn for somebody who is not signed in: {error}"
        mend = f"Look at it in a browser when you are signed in; correct it, or {settings}."
        yield amber("Base template", words, mend)
        return
    if MARKER in shown:
        yield green("Base template", f"{base} shows our content in its block “{block}”.")
    else:
        words = f"{base} does not show the block “{block}”, so every page of ours would be empty."
        yield red(
            "Base template", words, f"Add {{% block {block} %}} to it, or correct {settings}."
        )


def school_name(app: Flask, house: House) -> Iterator[Finding]:
    """Look whether papers will say which school they are from."""
    name = app.config["YIP_SCHOOL_NAME"]
    if name:
        yield green("School's name", name)
    else:
        words = "Pages and papers do not say which school they are from."
        yield amber("School's name", words, "Set YIP_SCHOOL_NAME.")
