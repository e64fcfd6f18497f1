"""``make bench``: what people wait for, each figure beside what it is compared with, in one run."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from flask_login import login_user
from werkzeug.datastructures import MultiDict

from benchmarks.called import calling
from benchmarks.counted import counting
from benchmarks.forty import by_hand, page, stored
from benchmarks.pairs import Ratio, compare
from benchmarks.sealed import sealing
from yipplugin import YipPlugin
from yipplugin.builder.compiled import compiled
from yipplugin.demo.__main__ import opened
from yipplugin.demo.models import Staff, db
from yipplugin.demo.school import PASSWORD
from yipplugin.hooking import open_house
from yipplugin.packs.library import Library
from yipplugin.rules.standing import standing
from yipplugin.services.cases import CaseFilter, look
from yipplugin.services.cases import page as page_of_cases


def main() -> None:
    """Measure and print, a line a figure."""
    heading = f"{'ratio of CPU time':58}{'median':>8}   {'quartiles':16}{'ms':>9}"
    print(heading, "-" * len(heading), sep="\n")
    with TemporaryDirectory() as folder:
        for ratio in figures(Path(folder)):
            print(ratio, flush=True)
    print("\nTrust the run when the control lies between 0.95 and 1.05.")


def figures(folder: Path) -> Iterator[Ratio]:
    """Yield every figure."""
    yield from forms()
    yield from hosts()
    yield from start()
    yield from sealing(folder)
    app = opened(folder / "ashgrove")
    with app.app_context():
        yield from calling(folder)
        yield from cases(app)


def forms() -> Iterator[Ratio]:
    """Yield what a stored form costs beside the same form written by hand."""
    ours, theirs, template = compiled(stored(), open_house().kinds), by_hand(), page()
    draw = drawing()
    typed = MultiDict((f"q{n}", "no" if n % 5 in (1, 4) else "typed") for n in range(40))

    def check_ours() -> None:
        filling = ours.bind(typed)
        filling.validate()
        filling.answers()

    def check_theirs() -> None:
        form = theirs(typed)
        form.validate()
        _ = form.data

    def hand_page() -> str:
        return str(template.render(form=theirs()))

    yield compare("control: the page written by hand, twice", hand_page, hand_page)
    yield compare("stored form page / the page by hand", lambda: draw(ours.bind()), hand_page)
    yield compare("stored form checked / the form by hand checked", check_ours, check_theirs)


def drawing() -> Any:
    """Return a function that draws a bound form as the pages do."""
    app = Flask("bench")
    YipPlugin(app)
    blueprint = app.blueprints["yipplugin"]
    loader = blueprint.jinja_loader
    assert loader is not None  # noqa: S101 -- our blueprint always has one
    environment = app.jinja_env.overlay(loader=loader)
    source = '{% import "yipplugin/fields/form.html" as form %}{{ form.questions(filling) }}'
    template = environment.from_string(source)
    return lambda filling: template.render(filling=filling)


def hosts() -> Iterator[Ratio]:
    """Yield what a host's own page costs with yipplugin beside it."""

    def client(*, embedded: bool) -> FlaskClient:
        app = Flask("host")
        app.add_url_rule("/own", "own", lambda: "own")
        if embedded:
            YipPlugin(app)
        return app.test_client()

    ours, theirs = client(embedded=True), client(embedded=False)
    name = "a host's own page, with yipplugin / without"
    yield compare(name, lambda: ours.get("/own"), lambda: theirs.get("/own"), times=100)


def start() -> Iterator[Ratio]:
    """Yield what importing yipplugin adds to a host's start, each in a Python of its own."""
    host = "import flask, flask_login, flask_sqlalchemy"
    script = "import time; {}; print(time.process_time())"
    ratios = []
    for _ in range(11):
        with_us, without = (
            float(subprocess.check_output([sys.executable, "-c", script.format(one)]))  # noqa: S603
            for one in (f"{host}, yipplugin", host)
        )
        ratios.append((with_us / without, with_us * 1000))
    ratios.sort()
    low, middle, high = ratios[2], ratios[5], ratios[8]
    name = "host's start, with yipplugin imported / without"
    yield Ratio(name, low[0], middle[0], high[0], middle[1])


def cases(app: Flask) -> Iterator[Ratio]:
    """Yield what the case pages and their rules cost, on the demonstration's cases."""
    client = app.test_client()
    lead_row = db.session.scalars(db.select(Staff).where(Staff.duty == "DSL")).one()
    client.post("/sign-in", data={"username": lead_row.username, "password": PASSWORD})
    lead = app.extensions["yipplugin"].hooks.yip_actor
    with app.test_request_context():
        login_user(lead_row)
        actor = lead()
        rows = page_of_cases(actor, CaseFilter(), None, 50).rows
        case = max((look(actor, row.id) for row in rows), key=lambda one: len(one.records))
    once = case.records
    many = [
        replace(one, id=f"{one.id}-{n}", signed_at=one.signed_at + timedelta(days=n))
        for n in range(4)
        for one in once
    ]
    now = many[-1].signed_at
    pack = case.policy.key

    def read_policy() -> object:
        fresh = open_house()
        return Library(fresh.hooks.yip_policy_folders(), fresh.kinds).policy(pack)

    def worked_out(records: Any) -> Any:
        return lambda: standing(case.policy, records, now)

    def opened_page(path: str) -> Any:
        return lambda: client.get(path).get_data()

    yield compare(
        f"standing of {len(many)} records / of {len(once)}", worked_out(many), worked_out(once)
    )
    home = opened_page("/")
    yield compare(
        f"list of {len(rows)} cases / the host's home page",
        opened_page("/safeguarding/cases"), home,
    )  # fmt: skip
    yield compare(
        f"page of a case of {len(once)} records / the host's home page",
        opened_page(f"/safeguarding/cases/{case.id}"), home,
    )  # fmt: skip
    yield compare(
        "reading and checking the whole policy / its standing", read_policy, worked_out(once),
        pairs=5, times=1,
    )  # fmt: skip
    with app.test_request_context():
        yield from counting(app, actor, case)


if __name__ == "__main__":
    main()
