"""No words of a pack invite anybody to attach an image or to describe what one shows."""

import pytest

from yipplugin.packs.wording import invitation, unfit

INVITING = [
    "Upload the file here",
    "You can attach a copy",
    "Attach evidence. Do not delete it.",
    "Photo upload",
    "A screenshot of the chat",
    "Paste the image",
    "Send us the photo",
    "A link to the image",
    "Link to where the video is kept, the address of the picture",
    "Describe the image in your own words",
    "Describe in detail what is in the photo",
    "What does the picture show?",
    "What can you see in the video?",
    "Drag and drop it here",
    "Take a photo of the screen",
]

HARMLESS = [
    "Do not upload anything",
    "Never attach an image, and never describe what it shows",
    "Nobody may send you the photo",
    "What were you told about the imagery?",
    "Is any of it said to show somebody under 13?",
    "Describe what happened",
    "Was the imagery shared further?",
    "Who has seen it?",
    "She is very attentive",
    "How many people have the picture, as far as you were told?",
]


@pytest.mark.parametrize("text", INVITING)
def test_words_that_invite_an_image_are_found(text):
    assert invitation(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_words_that_invite_none_are_let_be(text):
    assert invitation(text) == ""


@pytest.mark.parametrize(
    ("file", "old", "key"),
    [
        ("forms/talk.yaml", "What worried them?", "worries.ask"),
        ("forms/alarm.yaml", "Staff as well", "saw_them"),
        ("forms/alarm.yaml", "Stay where you are. Somebody comes to you.", "calm.note"),
        ("forms/alarm.yaml", "Say what you know. Not known is an answer.", "intro"),
        ("clauses/01-raising-the-alarm.yaml", "Call 999 now.", "text.says"),
        ("clauses/02-until-they-are-back.yaml", "lifted by: Nothing", "lifted by"),
    ],
)
def test_the_place_of_such_words_is_told(told, file, old, key):
    new = "lifted by: Attach the photo" if old.startswith("lifted") else "Attach the photo"
    assert (file, "Attach the photo", key, "never takes") in told((file, old, new))


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        ("Is the imagery indecent?", "for a court"),
        ("How indecently did they act?", "for a court"),
        ("Is it obscene?", "for a court"),
        ("Why did you send it?", "what would help"),
        ("Why have they done this?", "what would help"),
        ("And why did the young person pass it on?", "what would help"),
    ],
)
def test_no_question_judges_an_image_or_asks_anybody_to_answer_for_it(told, ask, says):
    assert says in unfit(ask)
    file, old = "forms/talk.yaml", "What worried them?"
    found = told((file, old, ask))
    assert (file, ask, "ask", says) in found


@pytest.mark.parametrize(
    "ask",
    [
        "Why was it shared?",
        "Why?",
        "Why did they need it?",
        "Why not?",
        "Why were the parents not told?",
        "What happened?",
    ],
)
def test_reasons_are_asked_of_those_who_decide(ask):
    assert unfit(ask) == ""
