"""What a person does on a page of ours, in the words of the tests."""

from __future__ import annotations

import time


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


def step(page, name):
    """Go to a step of a page by keyboard, and wait until it stands there."""
    bar = page.locator(".sv-steps").first
    button = bar.get_by_role("button", name=name)
    if button.get_attribute("aria-current"):
        return
    bar.evaluate("bar => [...bar.nextElementSibling.children].forEach((one) => { one.dataset.left = 'yes'; })")
    button.press("Enter")
    page.wait_for_function("() => document.querySelector('.sv-steps').nextElementSibling.querySelector(':scope > :not([data-left]) h2')")
    settled(page)


def until(so, why, seconds=60):
    """Wait for what no page can say: a file, a process."""
    end = time.monotonic() + seconds
    while not so():
        assert time.monotonic() < end, why
        time.sleep(0.05)


def until_saved(page):
    """Wait until the page says that all that was done on it before is saved."""
    page.evaluate("() => document.dispatchEvent(new Event('sv-is-saved'))")
    page.wait_for_selector("html[data-saved=yes]")


def screen(page, width, scheme, height=900):
    """Look at the page on a screen of another width, in light or dark, and wait until it has followed."""
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme)
    page.wait_for_function(
        "([width, scheme]) => innerWidth === width && [undefined, scheme].includes(document.documentElement.dataset.svTheme)",
        arg=[width, scheme],
    )
    settled(page)


def settled(page):
    """Wait until the page has drawn twice with nothing moving: what watches a size or a theme has had its turn."""
    page.evaluate("""async () => {
      const frame = () => new Promise(requestAnimationFrame);
      const size = () => { const all = document.documentElement; return [all.scrollWidth, all.scrollHeight].join(); };
      for (let still = 0, last = ""; still < 2;) {
        await frame();
        still = size() === last ? still + 1 : 0;
        last = size();
      }
    }""")
