"""What a person does on a page of ours, in the words of the tests."""

from __future__ import annotations


def field(page, name):
    """Where something is typed or chosen."""
    return page.locator(f"[data-field='{name}'] :is(input, select, textarea)").first


def card(page, name):
    """The exercise that has a field of that name."""
    return page.locator(".sv-exercise", has=page.locator(f"[data-field='{name}']"))


def typed(page, name, text):
    """Type over what stands in a field, with the keyboard alone."""
    field(page, name).focus()
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def press(page, name):
    """Click a button by the name that our code gives it."""
    page.locator(f"[data-button='{name}'] button").click()


def pressed(page, name):
    """Press a button by its words, with the keyboard alone."""
    page.get_by_role("button", name=name, exact=True).focus()
    page.keyboard.press("Enter")


def says(page, words, text):
    """Wait until a place on the page says something."""
    page.wait_for_selector(f"[data-words={words}] :text(\"{text}\")")


def downloaded(page, name):
    """The bytes of the file that a button hands over."""
    with page.expect_download() as got:
        page.get_by_role("button", name=name, exact=True).click()
    return got.value.path().read_bytes()
