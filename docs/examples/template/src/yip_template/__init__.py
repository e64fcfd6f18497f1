"""A plugin for yipplugin: what it answers, and from where."""

from datetime import datetime

from flask import current_app

from yipplugin import OnDuty, hookimpl


class TemplatePlugin:
    """Says who leads on safeguarding, from the settings ``DSL_NAME`` and ``DSL_PHONE``."""

    @hookimpl
    def yip_dsl_on_duty(self, school: str, at: datetime) -> OnDuty | None:
        """Return the lead, or ``None`` where the application does not say who it is."""
        name = current_app.config.get("DSL_NAME")
        if not name:
            return None
        phone = current_app.config.get("DSL_PHONE", "")
        return OnDuty(name, "designated safeguarding lead", phone)
