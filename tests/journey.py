"""A journey through every page that takes words, with everything gathered that comes out of it."""

import io
import logging
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

from flask import before_render_template, got_request_exception, request, request_started
from sqlalchemy import event

from tests.canaries import Canaries
from tests.conftest import password_of
from tests.inmemory import values_of_ours, without_what_was_there
from tests.web.conftest import REPORT, TAKEN_UP, at
from tests.web.reading import Page, typed
from yipplugin import hookimpl

HOME = "/safeguarding"


@dataclass
class Gathered:
    """What came out of the application, wherever it went; ``kept`` is what stands on the disk."""

    log: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    kept: dict[str, bytes] = field(default_factory=dict)
    posted: set[str] = field(default_factory=set)
    values: dict[str, str] = field(default_factory=dict)
    printed: io.StringIO = field(default_factory=io.StringIO)


class Listener(logging.Handler):
    """Writes down every record of every logger, with its arguments and its traceback."""

    def __init__(self, heard):
        super().__init__(logging.NOTSET)
        self.heard = heard

    def emit(self, record):
        shown = logging.Formatter("%(name)s %(levelname)s").format(record)
        self.heard.append(f"{shown} {record.getMessage()} {record.args!r} {record.exc_info!r}")


class Told:
    """A host that keeps whatever it is told or asked."""

    def __init__(self, heard):
        self.heard = heard

    @hookimpl
    def yip_notify(self, notice):
        self.heard.append(repr(notice) + str(vars(notice)))

    @hookimpl
    def yip_case_opened(self, event):
        self.heard.append(repr(event) + str(vars(event)))

    @hookimpl
    def yip_record_signed(self, event):
        self.heard.append(repr(event) + str(vars(event)))

    @hookimpl
    def yip_may(self, actor, act, case):
        self.heard.append(repr(case) + act)


@contextmanager
def gathering(app, database: Path):
    """Gather everything until the end: logs, addresses, what hosts are told, what is written."""
    found = Gathered()
    engine = app.extensions["yipplugin"].store.engine

    def on_the_disk(*_):
        for path in database.parent.glob(f"{database.name}*"):
            # A journal is gone after the commit, so it is looked at before.
            number = len(found.kept) if path != database else ""
            found.kept[f"{path.name} {number}"] = path.read_bytes()

    def started(sender, **_):
        found.addresses += [request.full_path, request.headers.get("Referer", "")]
        if request.method == "POST":
            found.posted.add(request.endpoint.partition(".")[2])

    def raised(sender, exception, **_):
        found.errors.append(f"{exception!r} {exception}")

    def about_to_show(sender, **_):
        found.values |= values_of_ours()

    app.wsgi_app = _headers_of(app, found.headers)
    engine.echo = "debug"
    app.extensions["yipplugin"].manager.register(Told(found.told))
    with (
        _every_log(found.log),
        request_started.connected_to(started, app),
        got_request_exception.connected_to(raised, app),
        before_render_template.connected_to(about_to_show, app),
        without_what_was_there(),
        redirect_stdout(found.printed),
        redirect_stderr(found.printed),
    ):
        event.listen(engine, "commit", on_the_disk)
        yield found
        event.remove(engine, "commit", on_the_disk)
        on_the_disk()


def _headers_of(app, heard):
    """Return ``app`` with its headers written down, and what is in its cookie in the clear."""
    serve, signer = app.wsgi_app, app.session_interface.get_signing_serializer(app)

    def serving(environ, start_response):
        def start(status, headers, *error):
            for name, value in headers:
                heard.append(f"{name}: {value}")
                if name == "Set-Cookie" and value.startswith("session="):
                    heard.append(repr(signer.loads(value.partition("=")[2].partition(";")[0])))
            return start_response(status, headers, *error)

        return serve(environ, start)

    return serving


@contextmanager
def _every_log(heard):
    listener, root = Listener(heard), logging.getLogger()
    loggers = [root, *(logging.getLogger(name) for name in list(root.manager.loggerDict))]
    loggers += [logging.getLogger("yipplugin")]
    # Of the host's own statements it is the host that says whether they are logged.
    loggers = [one for one in loggers if not one.name.startswith("sqlalchemy")]
    before = {one: one.level for one in loggers}
    root.addHandler(listener)
    for one in loggers:
        one.setLevel(logging.DEBUG)
    yield
    root.removeHandler(listener)
    for one, level in before.items():
        one.setLevel(level)


class Journey:
    """Somebody types into everything; ``says`` gives the words for each place."""

    def __init__(self, app, as_, says: Canaries, found: Gathered) -> None:
        self.app, self.as_, self.says, self.found = app, as_, says, found
        self.shown: list[str] = []

    def opens(self, who, path) -> Page:
        """Open a page, whose addresses are looked at too."""
        answer = who.get(f"{HOME}{path}", follow_redirects=True)
        return self._looked_at(answer)

    def sends(self, who, path, answers, button="_sign", page=None):
        """Fill a form in and send it."""
        page = page or self.opens(who, path)
        answer = who.post(f"{HOME}{path}", data=typed(page, answers, button))
        if answer.mimetype == "text/html":
            self._looked_at(answer)
        return answer

    def _looked_at(self, answer) -> Page:
        page = Page(answer.text)
        self.shown.append(answer.text)
        for _, about in page.tags:
            self.found.addresses += [about.get(one) or "" for one in ("href", "action", "src")]
        return page

    def reports(self) -> str:
        """Draft, mistake, search and send a report; return the case's id."""
        says, teacher = self.says, self.as_("teacher")
        page = self.opens(teacher, "/report?pupil=pupil:1")
        draft = {"account": says("draft"), "_page": says("name of a page"), "_revision": "0"}
        assert teacher.post(f"{HOME}/drafts", data=typed(page, draft)).status_code == 200
        stale = {"account": says("older draft"), "_page": "two", "_revision": "0"}
        assert teacher.post(f"{HOME}/drafts", data=typed(page, stale)).status_code == 409
        sought = {"pupils-0-person": [], "pupils-0-person-find": says("search for a pupil")}
        self.sends(teacher, "/report", sought, "_find=pupils-0-person")
        wrong = {**REPORT, "account": says("form with a mistake"), "became_aware_at-day": "x"}
        assert self.sends(teacher, "/report", wrong).status_code == 422
        image = says("beside an image") + " data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAA"
        self.sends(teacher, "/report", {**REPORT, "account": image}, "_save")
        answer = self.sends(
            teacher, "/report", {**REPORT, **self._people(), "account": says("account")}
        )
        assert answer.status_code == 303, answer.text
        return answer.location.rpartition("/")[2].partition("?")[0]

    def _people(self):
        return {
            "others-0-other-name": self.says("name of another person"),
            "others-0-other-relation": self.says("relation of another person"),
            "others-0-other-age_band": "unknown",
            "others-0-other_part": ["unknown"],
        }

    def works_on(self, case) -> None:
        """Add to the report, take it up, correct a record, be refused, and look at everything."""
        says, teacher, lead = self.says, self.as_("teacher"), self.as_("dsl")
        more = {"more": says("addition"), "immediate_harm": "no"}
        assert self.sends(teacher, f"/reports/{case}/add", more).status_code == 303
        taken_up = {**TAKEN_UP, "safe_now": says("answer in a form")}
        assert self.sends(lead, f"/cases/{case}/forms/taken_up", taken_up).status_code == 303
        record = self.opens(lead, f"/cases/{case}").html.split("/records/")[1][:32]
        reason = {"account": says("correction"), "_because": says("reason for a correction")}
        assert (
            self.sends(lead, f"/cases/{case}/records/{record}/correct", reason).status_code == 303
        )
        refused = {"signature-password": says("mistyped password")}
        self.sends(lead, f"/cases/{case}/forms/new_information", refused)
        for path in ("", "/print", f"/records/{record}"):
            self.opens(lead, f"/cases/{case}{path}")
        outside = {"also": says("further name to take out of a copy")}
        path = f"/cases/{case}/outside?about=pupil:1"
        assert self.sends(lead, path, outside, "_do=outside-chronology").status_code == 200
        for path in ("/cases", "/reports", f"/reports/{case}"):
            self.opens(teacher, path)

    def holds(self, case) -> None:
        """Put a case on hold, and lift that."""
        says, lead, head = self.says, self.as_("dsl"), self.as_("head")
        path = f"/cases/{case}/hold"
        half = {"reason": says("reason for a hold that was not set")}
        assert self.sends(lead, path, half, "_do=hold").status_code == 409
        whole = {"why": "claim", "reason": says("reason for a hold")}
        assert self.sends(lead, path, whole, "_do=hold").status_code == 303
        over = {"reason": says("reason for lifting a hold")}
        assert self.sends(head, path, over, "_do=lift").status_code == 303
        self.opens(head, path)

    def keeps_a_register(self) -> None:
        """Type into a register what it has no room for, and sign a line."""
        says, lead, path = self.says, self.as_("dsl"), "/registers/staff_training"
        self.sends(lead, path, {}, "_add=missed")
        sought = {"missed-0-person-find": says("search for a colleague")}
        self.sends(lead, path, sought, "_find=missed-0-person")
        line = {
            **at("held_on", day="1"),
            "who_for": ["teachers"],
            "covered": ["law"],
            "missed-0-person": "2",
            "note": says("beside a register"),
            "signature-password": password_of("dsl"),
        }
        wrong = {**line, "held_on-year": says("year of a register"), "who_for": ["x"]}
        assert self.sends(lead, path, wrong).status_code == 422
        assert self.sends(lead, path, {**line, "held_on-year": "2026"}).status_code == 303
        self.opens(lead, "/registers")

    def disposes_of(self, case, monkeypatch) -> None:
        """Propose to dispose of a case and take it back; and again, and do it."""
        says, lead, head = self.says, self.as_("dsl"), self.as_("head")
        path = f"/cases/{case}/disposal"
        proposal = {"ground": "time", "reason": says("reason for a disposal")}
        with monkeypatch.context() as closed:
            closed.setattr("yipplugin.services.disposal.is_closed", lambda *_: True)
            half = {"reason": says("disposal that was not proposed")}
            assert self.sends(lead, path, half, "_do=propose").status_code == 409
            assert self.sends(lead, path, proposal, "_do=propose").status_code == 303
            assert self.sends(head, path, {}, "_do=withdraw").status_code == 303
            assert self.sends(lead, path, proposal, "_do=propose").status_code == 303
            other = {"reference": says("reference of a disposal")}
            assert self.sends(head, path, other, "_do=dispose").status_code == 409
            named = {"reference": self.opens(head, path).title.split()[2]}
            assert self.sends(head, path, named, "_do=dispose").status_code == 200

    def moves(self, case) -> None:
        """Give reasons for moving a case: where it is not moved, taken back, and moved."""
        says, lead, head = self.says, self.as_("dsl"), self.as_("head")
        path = f"/cases/{case}/move"
        page = self.opens(lead, path)
        to = next(about["value"] for _, about in page.tags if about.get("name") == "to")
        chosen = f"{path}?to={to}"
        half = {"reason": says("reason for a move that was not proposed"), "to": "x"}
        assert self.sends(lead, chosen, half, "_do=propose").status_code == 409
        reason = {"reason": says("reason for a move")}
        assert self.sends(lead, chosen, reason, "_do=propose").status_code == 303
        assert self.sends(head, path, {}, "_do=withdraw").status_code == 303
        assert self.sends(lead, chosen, reason, "_do=propose").status_code == 303
        assert self.sends(head, path, {}, "_do=agree").status_code == 303
        for page_of in ("", "/print", "/ledger"):
            self.opens(head, f"/cases/{case}{page_of}")

    def is_stopped(self, case) -> None:
        """Type into pages that cannot be taken: signed out, of somebody else, gone, too large."""
        says = self.says
        page = self.opens(self.as_("dsl"), f"/cases/{case}/forms/first_review")
        lost = {"refer_police_why": says("form sent after the session ended")}
        self.sends(self.app.test_client(), f"/cases/{case}/forms/first_review", lost, page=page)
        stranger = {"refer_police_why": says("form of somebody else")}
        self.sends(self.as_("colleague"), f"/cases/{case}/forms/first_review", stranger, page=page)
        without = {"account": says("form without a token")}
        self._looked_at(self.as_("teacher").post(f"{HOME}/report", data=without))
        self._looked_at(self.as_("teacher").post(f"{HOME}/no/such/page", data=without))
        dsl, wrong = self.as_("dsl", through_the_door=False), says("mistyped confirmation")
        self.sends(dsl, "/confirm", {"your-password": wrong}, "_confirm")
        self.sends(dsl, "/conduct", {"_note": says("beside the rules of conduct")}, "_keep")

    def meets_a_fault(self, monkeypatch) -> None:
        """Report while the engine or the database fails, with an error that quotes the text."""
        says, teacher = self.says, self.as_("teacher")
        words = says("report that a fault of ours lost")

        def fail(*_, **__):
            raise RuntimeError(words)

        with monkeypatch.context() as broken:
            broken.setattr("yipplugin.services.signing.summarise", fail)
            answer = self.sends(teacher, "/report", {**REPORT, "account": words})
            assert answer.status_code == 500
        engine = self.app.extensions["yipplugin"].store.engine
        with engine.begin() as connection:
            connection.exec_driver_sql(
                "CREATE TRIGGER fault BEFORE INSERT ON yip_record"
                " BEGIN SELECT RAISE(ABORT, 'a fault of the database'); END"
            )
        answer = self.sends(
            teacher, "/report", {**REPORT, "account": says("report that none kept")}
        )
        assert answer.status_code == 500
        with engine.begin() as connection:
            connection.exec_driver_sql("DROP TRIGGER fault")

    @property
    def password(self) -> str:
        """Return what every password ends with."""
        return password_of("")
