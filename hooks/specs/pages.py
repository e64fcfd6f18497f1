"""What a school or an authority adds to our pages."""

from yipplugin.marks import gather
from yipplugin.values import Actor, PageLink


@gather
def yip_page_links(actor: Actor, page: str) -> list[PageLink]:
    """Give links to show on a page of ours: a handbook, thresholds, a system of the authority's.

    Called when a page is drawn. ``page`` is ``report``, ``contacts`` or ``case``; of a case it is
    not said which. A link has a ``label`` and an ``url``, a path of your site or a whole
    ``https://`` address, to which the browser does not say where it comes from.

    All answers are put together, five at most, and stand under «More». A failing plugin is passed
    over, and costs its own links alone.

    Example::

        @hookimpl
        def yip_page_links(self, actor, page):
            if page != "report":
                return []
            return [PageLink("Our safeguarding handbook", "/staff/handbook")]
    """
