"""What is stored comes of the form's questions and of who is signed in, and of no other field."""

import pytest
from sqlalchemy import select

from tests.fuzz.conftest import PEOPLE
from tests.fuzz.garbage import INTERNAL
from tests.fuzz.kept import counts, faults
from tests.web.conftest import REPORT, TAKEN_UP
from tests.web.reading import Page, typed
from yipplugin.services.signing import Filled
from yipplugin.store.records import RecordRow
from yipplugin.store.tables import TABLES
from yipplugin.values import Actor, Everything, Record

NAMES = sorted(
    {
        *INTERNAL,
        *Filled.__dataclass_fields__,
        *Actor.__dataclass_fields__,
        *Record.__dataclass_fields__,
        *(column.name for table in TABLES for column in table.__table__.columns),
    }
)
"""Every name that something kept has, and every name of what a form becomes on its way."""


def extra(site, name, own):
    """Return fields that nobody asked for; ``own`` are the form's, which are left as they are."""
    values = ("staff:hana", "head", "other", site.cases[0], site.records[0], "1999-01-01", "2")
    shapes = (
        name,
        f"_{name}",
        f"record[{name}]",
        f"record.{name}",
        f"answers[{name}]",
        f"{name}-0",
    )
    return {shape: values[at] for at, shape in enumerate(shapes) if shape not in own}


def post(site, path, answers, beside):
    """Sign a form with fields that it does not have, and return the record that came of it."""
    site.host.who, client = PEOPLE["lead"], site.app.test_client()
    page = Page(client.get(path).text)
    sent = typed(page, answers)
    for name in NAMES:
        for shape, value in extra(site, name, page.sent.keys() | answers.keys()).items():
            if beside and not shape.startswith(("_sign", "_save", "_add", "_token", "_answer")):
                sent.add(shape, value)
    answer = client.post(path, data=sent)
    assert answer.status_code == 303, (path, answer.status_code)
    with site.app.app_context(), site.store.reading(Everything()) as session:
        newest = select(RecordRow).where(RecordRow.id.not_in(site.known))
        (row,) = session.scalars(newest).all()
        site.known.append(row.id)
        return row.case_id, row.school, row.seq, row.by_roles, row.signature, row.value


@pytest.mark.parametrize("form", ["report", "taken_up", "correct"])
def test_no_name_of_what_is_kept_is_taken_from_a_form(form, site):
    with site.app.app_context(), site.store.reading(Everything()) as session:
        site.known = list(session.scalars(select(RecordRow.id)))
    path, answers, results = "/safeguarding/report?pupil=pupil:1", REPORT, []
    for beside in (False, True):
        found = post(
            site, "/safeguarding/report?pupil=pupil:1", REPORT, beside and form == "report"
        )
        if form != "report":
            path, answers = f"/safeguarding/cases/{found[0]}/forms/taken_up", TAKEN_UP
            found = post(site, path, answers, beside and form == "taken_up")
        if form == "correct":
            path = f"/safeguarding/cases/{found[0]}/records/{found[-1].id}/correct"
            found = post(site, path, {**TAKEN_UP, "_because": "A slip"}, beside)
        results.append(found)
    (case, *plain), (_, *crammed) = results
    assert case != results[1][0]
    unlike = ("id", "supersedes")
    one, other = (
        {name: value for name, value in vars(each[-1]).items() if name not in unlike}
        for each in (plain, crammed)
    )
    assert (plain[:-1], one) == (crammed[:-1], other)
    assert (one["by"], one["by_name"]) == ("staff:amara", "Amara")
    assert faults(site) == []
    assert counts(site)["yip_grant"] == 0
