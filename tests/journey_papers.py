"""The part of the journey on which a long paper becomes a file, fails to, and is not taken."""

from yipplugin.web import making, pdf


def papers(journey, case, monkeypatch) -> None:
    """Have a file made that quotes all that was typed, and leave it; and one that cannot be."""
    lead, path, asking = journey.as_("dsl"), f"/cases/{case}/file", f"/cases/{case}/print?as=pdf"

    def breaks(html, tell):
        tell(pdf.LAYING, 1)
        raise ValueError(html)

    with monkeypatch.context() as long:
        long.setattr(making, "LONG", 10)
        long.setattr(making, "beside", lambda work: work())
        long.setattr(pdf, "_weasyprint", lambda: pdf)
        long.setattr(pdf, "made", breaks)
        assert "could not be made" in journey.opens(lead, asking).words
        long.setattr(pdf, "made", lambda html, tell: html.encode())
        for do in ("cancel", "take"):
            assert "The file is ready" in journey.opens(lead, asking).words
            assert journey.sends(lead, path, {}, f"_do={do}").status_code in (200, 303)
        # The last one stays where it is.
        assert "The file is ready" in journey.opens(lead, asking).words
