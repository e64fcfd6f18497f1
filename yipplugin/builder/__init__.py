"""From a form definition to a WTForms class, and from what was posted to kept answers."""
