"""Links that plugins add to pages: those of everybody, each of a shape that a page can show."""

from yipplugin import Actor, PageLink, hookimpl
from yipplugin.hooking import open_house

TEACHER = Actor("1", "Tess Archer", frozenset({"staff"}))


class School:
    @hookimpl
    def yip_page_links(self, page):
        return [PageLink("Handbook", "/handbook")] if page == "report" else []


class County:
    @hookimpl
    def yip_page_links(self, actor):
        return [PageLink(f"For {actor.name}", "https://county.example/"), "no link"]


class Broken:
    @hookimpl
    def yip_page_links(self):
        raise LookupError


def test_yip_page_links_are_those_of_everybody_that_a_page_can_show():
    hooks = open_house([School(), County(), Broken()]).hooks
    theirs = PageLink("For Tess Archer", "https://county.example/")
    found = hooks.yip_page_links(TEACHER, "report")
    assert sorted(one.url for one in found) == ["/handbook", theirs.url]
    assert hooks.yip_page_links(TEACHER, "case") == [theirs]
    assert open_house().hooks.yip_page_links(TEACHER, "case") == []
