"""Whatever address is asked for: no fault of ours, nothing written but that it was asked."""

import re
from random import Random
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.conftest import PACKS, PEOPLE, POLICY, examples
from tests.fuzz.garbage import BYTES, NASTY
from tests.fuzz.kept import counts, faults
from tests.matrix.host import make_app

ASKED = ("after", "stage", "show", "signed", "about", "pupil", "next", "level", "back", "new", "q")
"""What our pages read of an address behind its question mark; and what none of them reads."""

ROUTES = {
    rule.endpoint.removeprefix("yipplugin."): rule
    for rule in make_app("none", PACKS, POLICY)[0].url_map.iter_rules()
    if rule.endpoint.startswith("yipplugin.") and rule.endpoint != "yipplugin.static"
}
ALSO = {"yip_ledger", "yip_chain"}


def part(site, rnd):
    pool = [*site.cases, *site.records, *site.forms, "0" * 32]
    text = rnd.choice(NASTY)[:1000] or "x" if rnd.random() < 0.4 else rnd.choice(pool)
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def query(site, rnd):
    pairs = []
    for _ in range(rnd.choice((0, 1, 1, 2, 6))):
        spoilt = rnd.choice(BYTES[:7]).decode("latin-1") if rnd.random() < 0.2 else ""
        pairs.append(f"{rnd.choice(ASKED)}={spoilt or part(site, rnd)}")
    return f"?{'&'.join(pairs)}" if pairs else ""


@pytest.mark.parametrize("page", ROUTES)
def test_any_address_does_no_harm(page, site):
    @examples(30)
    @given(st.integers(0, 2**64).map(Random), st.sampled_from(sorted(PEOPLE)))
    def get(rnd, who):
        path = re.sub(r"<[^>]+>", lambda _: part(site, rnd), ROUTES[page].rule)
        method = rnd.choice(("GET", "GET", "GET", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "X"))
        before = counts(site)
        site.host.who = PEOPLE[who]
        answer = site.app.test_client().open(path + query(site, rnd), method=method)
        assert answer.status_code < 500, (method, path, who)
        after = counts(site)
        assert {name for name in before if before[name] != after[name]} <= ALSO

    get()
    assert faults(site) == []
