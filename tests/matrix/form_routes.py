"""The pages of forms, as ``routes`` has them: how each is asked, and what is expected."""

from tests.matrix import expected as says
from tests.matrix.asking import Ask, Button

ROUTES = {
    # Of a form that people may fill in, whoever answers for it sees what holds it.
    "GET /forms": [Ask("/forms", says.COUNTERS)],
    "GET /forms/<form>": [Ask("/forms/look", says.COUNTERS)],
    "GET /forms/<form>/try": [Ask("/forms/look/try", says.COUNTERS)],
    "POST /forms/<form>/try": [
        Ask(
            "/forms/look/try",
            says.COUNTERS,
            signed_out=401,
            sends=Button("try look", {"danger": "no", "_try": "yes"}),
        )
    ],
}
