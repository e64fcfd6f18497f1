"""Plays a story through the real pages: each act is a form that somebody reaches, fills in, signs.

What follows is held against the page of the case as those who lead it read it, in its own words;
what no page shows is held against the standing, as it is when the services play a story.
"""

from dataclasses import dataclass
from urllib.parse import quote

from tests.stories.browsing import HERE, Browser, Sheet, leads
from tests.stories.case_page import CaseShown
from tests.stories.page_differences import left_for_signing, page_differences
from yipplugin.builder.compiled import compiled
from yipplugin.errors import NotFound, ReasonsWanted, Refused
from yipplugin.hooking import house
from yipplugin.rules.access import could
from yipplugin.rules.acts import refusals_to_sign
from yipplugin.services import cases
from yipplugin.services.policies import REPORT
from yipplugin.services.signing import candidate
from yipplugin.store.sessions import store
from yipplugin.story.letting import FOR, REASON
from yipplugin.story.playing import Player
from yipplugin.story.scratch import PASSWORD
from yipplugin.values import DSL_GROUP, HEADS
from yipplugin.web import team
from yipplugin.web.drafts import ADDITION


@dataclass(frozen=True)
class OnPage:
    """A refusal or a warning as a page shows it."""

    id: str
    clause: str


class ThroughPages(Player):
    """Plays a story in ``app``, in which everybody has a browser; ``clock`` is moved as it goes."""

    def __init__(self, app, story, clock):
        super().__init__(story, store().clock(), PASSWORD, lambda line: None)
        self.clock = clock
        self.browsers = {name: Browser(app, name) for name in story.people}

    def _act(self, act, at):
        self.clock.move_to(at)
        super()._act(act, at)

    def _through_services(self, actor, filled):
        """Sign through the page what the services would be given, and say what came of it."""
        browser = self.browsers[actor.name]
        form = self.played.policy.forms[filled.form]
        sheet, offered = self._reached(browser, actor, form, filled)
        begun = sheet.page.refusals()
        assert offered or begun, f"Nothing leads to {sheet.at}, and it can be filled in."
        assert sheet.can_be_signed is not bool(begun), sheet.at
        sheet.answers(compiled(form, house().kinds).plan, filled.answers)
        page = sheet.signs(filled.reason)
        if page.status == 422 and page.part("yip-warned"):
            page = self._reasoned(sheet, page, filled)
        if page.status in (409, 422):
            self._refused(actor, form, filled, sheet, page, bool(begun or sheet.refused))
        assert page.status == 200, f"{sheet.at}: {page.status} {page.words}"
        return self._signed(form, filled, page)

    # Finding the form ----------------------------------------------------------------------------

    def _reached(self, browser, actor, form, filled):
        """Return the form as somebody finds it, and whether a link led them there."""
        if form.key == REPORT and not filled.supersedes:
            at = leads(browser.goes(f"{HERE}/"), f"{HERE}/report")
            return self._sheet(browser, at), True
        at = self._from_the_case(browser, actor, form, filled)
        at = at or self._from_the_receipt(browser, form, filled)
        offered, at = bool(at), at or self._address(form, filled)
        return self._sheet(browser, at), offered

    def _from_the_case(self, browser, actor, form, filled):
        case = f"{HERE}/cases/{self.played.case_id}"
        if not could(actor.roles, "case:read"):
            return ""
        page = browser.goes(case)
        if page.status == 404:
            return ""
        assert page.status == 200, page.words
        if not filled.supersedes:
            return leads(page, f"{case}/forms/{form.key}", filled.about)
        correct = leads(page, f"{case}/records/{filled.supersedes}/correct")
        corrected = next(one for one in self.played.records if one.id == filled.supersedes)
        if correct and filled.about != corrected.about:
            return leads(browser.goes(correct), correct, filled.about)
        return correct

    def _from_the_receipt(self, browser, form, filled):
        receipt = f"{HERE}/reports/{self.played.case_id}"
        if not leads(browser.goes(f"{HERE}/reports"), receipt):
            return ""
        page, add = browser.goes(receipt), f"{receipt}/add"
        if filled.supersedes:
            case = f"{HERE}/cases/{self.played.case_id}"
            return leads(page, f"{case}/records/{filled.supersedes}/correct")
        return leads(page, add if form.key == ADDITION else f"{add}/{form.key}")

    def _address(self, form, filled):
        """Return the address of a form to which nothing leads, for whoever knows it."""
        case = f"{HERE}/cases/{self.played.case_id}"
        if filled.supersedes:
            return f"{case}/records/{filled.supersedes}/correct"
        about = f"?about={quote(filled.about)}" if filled.about else ""
        return f"{case}/forms/{form.key}{about}"

    def _sheet(self, browser, at):
        page = browser.goes(at)
        if page.status == 404:
            raise NotFound
        assert page.status == 200, f"{at}: {page.status} {page.words}"
        return Sheet(browser, page, self._named)

    def _named(self, ref):
        return ref.partition(":")[2]

    # What came of it -----------------------------------------------------------------------------

    def _reasoned(self, sheet, page, filled):
        part = page.part("yip-warned")
        asked = {
            one.attrs["name"].removeprefix("_answer-"): one.inside[-1]
            for one in page.tagged("textarea", part)
        }
        if not set(asked) <= set(filled.reasons):
            raise ReasonsWanted([OnPage(id, page.clause(box)) for id, box in asked.items()])
        return sheet.signs(filled.reason, {id: filled.reasons[id] for id in asked})

    def _refused(self, actor, form, filled, sheet, page, before_signing):
        """Raise what the page refuses, in the story's words; nothing must have been signed."""
        shown = [*page.refusals(), *sheet.refused]
        assert shown, f"{sheet.at}: {page.status} {page.words}"
        assert self._records() == self.played.records
        at = store().clock()
        proposed = candidate(actor, form, filled, at)
        rules = refusals_to_sign(self.played.policy, self.played.records, proposed, at)
        known = {(one.says, one.clause): one for one in rules}
        found = [
            known.get((one.says, one.clause), OnPage("", f"page: {one.says}")) for one in shown
        ]
        if before_signing:
            found += left_for_signing(self.played.policy, form, rules)
        raise Refused(found)

    def _signed(self, form, filled, page):
        played = self.played
        if not played.case_id:
            assert "Your report is in" in page.words
            played.case_id = page.url.rpartition("/")[2].partition("?")[0]
            played.reference = page.of("yip-number")[0].words
            self._let_team_in()
        (record,) = [one for one in self._records() if one not in played.records]
        assert record.form == form.key
        assert record.about == filled.about
        assert _nameless(record.answers) == _nameless(filled.answers)
        assert "Signed and kept" in page.words or "/reports/" in page.url
        return record

    def _records(self):
        """Return what is signed in the case, as whoever leads it may read."""
        for name in self._leads() if self.played.case_id else ():
            try:
                return [*cases.look(self.company.actor(name), self.played.case_id).records]
            except NotFound:
                continue
        return []

    def _let_team_in(self):
        for name in [one.name for one in self.story.people.values() if one.on_team]:
            lead, page = self._case_page()
            at = leads(page, f"{HERE}/cases/{self.played.case_id}/team")
            sheet = Sheet(lead, lead.goes(at), self._named)
            day = (store().clock() + FOR).date().isoformat()
            wanted = {"holder": {"ref": f"staff:{name}"}, "last_day": day, "reason": REASON}
            sheet.answers(compiled(team.FORM, house().kinds).plan, wanted)
            given = sheet.signs(button="_give")
            assert not given.of("yip-error-summary"), given.words

    # Looking -------------------------------------------------------------------------------------

    def _look(self, act, at):
        self.clock.move_to(at)
        super()._look(act, at)
        if not act.then:
            return
        lead, page = self._case_page()

        def sheet(form, about):
            whom = f"?about={quote(about)}" if about else ""
            return lead.goes(f"{page.url}/forms/{form}{whom}")

        now, policy = self.played.standing(at), self.played.policy
        found = page_differences(act.then, policy, now, CaseShown(page), sheet)
        self._compare(act, found, act.then.line)

    def _case_page(self):
        """Return the browser of whoever leads the case, and the page of it that they see."""
        for name in self._leads():
            page = self.browsers[name].goes(f"{HERE}/cases/{self.played.case_id}")
            if page.status == 200:
                return self.browsers[name], page
        raise AssertionError("Nobody in this story leads the case.")

    def _leads(self):
        for group in (DSL_GROUP, HEADS):
            yield from (name for name, one in self.story.people.items() if one.roles & group)


def _nameless(answer):
    """Return an answer without the references of people outside, which each form makes anew."""
    if isinstance(answer, dict):
        outside = str(answer.get("ref", "")).startswith("other:")
        return {key: _nameless(one) for key, one in answer.items() if key != "ref" or not outside}
    return [_nameless(one) for one in answer] if isinstance(answer, list) else answer
