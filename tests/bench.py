"""What people wait for, measured on the demo's cases: ``make bench``.

A table of milliseconds: the middle one of the repetitions, and the slowest. Run it before and after
a change on the same quiet machine; between machines the numbers mean little.
"""

import os
from collections.abc import Callable
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from yipplugin.builder.compiled import compiled
from yipplugin.demo import create_app
from yipplugin.demo.__main__ import prepare
from yipplugin.demo.models import Staff, db
from yipplugin.hooking import open_house
from yipplugin.packs.library import Library
from yipplugin.rules.standing import standing
from yipplugin.services.cases import CaseFilter, look, page

REPETITIONS = int(os.environ.get("REPETITIONS", "20"))


def main() -> None:
    with TemporaryDirectory() as folder:
        app = create_app(folder)
        prepare(app)
        print(f"{'':34}{'middle':>9}{'slowest':>9}   ms")  # noqa: T201
        for name, act in acts(app).items():
            print(f"{name:34}{measured(act)}")  # noqa: T201


def acts(app: Flask) -> dict[str, Callable[[], object]]:
    """Return what to measure, by name."""
    house = app.extensions["yipplugin"]
    app.app_context().push()
    client, lead = signed_in(app)
    policy = house.policies.policy(app.config["YIP_POLICY"])
    rows = page(lead, CaseFilter(), None, 50).rows
    case = max((look(lead, row.id) for row in rows), key=lambda one: len(one.records))
    now = house.store.clock()

    def read_policy() -> object:
        fresh = open_house()
        return Library(fresh.hooks.yip_policy_folders(), fresh.kinds).policy(policy.key)

    return {
        "read and check the policy": read_policy,
        f"compile its {len(policy.forms)} forms": lambda: [
            compiled(form, house.kinds) for form in policy.forms.values()
        ],
        f"standing of {len(case.records)} records": lambda: standing(
            case.policy, case.records, now
        ),
        "page: report a concern": lambda: opened(client, "/safeguarding/report"),
        f"page: list of {len(rows)} cases": lambda: opened(client, "/safeguarding/cases"),
        "page: a case": lambda: opened(client, f"/safeguarding/cases/{case.id}"),
    }


def signed_in(app: Flask) -> tuple[FlaskClient, Any]:
    """Return the lead's browser, and the lead as yipplugin knows them."""
    lead = db.session.scalar(db.select(Staff).where(Staff.duty == "DSL"))
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = lead.get_id(), True
    with client:
        client.get("/safeguarding/")
        return client, app.extensions["yipplugin"].hooks.yip_actor()


def opened(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200, f"{path} answers {answer.status}"


def measured(act: Callable[[], object]) -> str:
    took = []
    for _ in range(REPETITIONS):
        began = perf_counter()
        act()
        took.append((perf_counter() - began) * 1000)
    return f"{median(took):9.1f}{max(took):9.1f}"


if __name__ == "__main__":
    main()
