"""Two ways to use a page: a pointer, and a keyboard alone."""

from playwright.sync_api import Locator

MOST_TABS, MOST_ARROWS = 250, 12
HAS_FOCUS = "thing => thing === document.activeElement"
GROUP_HAS_FOCUS = "thing => ['name', 'form'].every(one => thing[one] === document.activeElement?.[one])"


class Pointer:
    """Clicks, taps and types where it likes."""

    def press(self, thing: Locator) -> None:
        thing.click()

    def write(self, box: Locator, text: str) -> None:
        box.fill(text)

    def tick(self, box: Locator) -> None:
        box.check()

    def choose(self, box: Locator, number: int) -> None:
        """The option at that place; the first, which says "choose", is 0."""
        box.select_option(index=number)


class Keyboard(Pointer):
    """Reaches everything by Tab, in the page's own order, and presses keys; never clicks."""

    def press(self, thing: Locator) -> None:
        reach(thing)
        thing.page.keyboard.press("Enter")

    def write(self, box: Locator, text: str) -> None:
        reach(box)
        box.page.keyboard.press("ControlOrMeta+a")
        box.page.keyboard.insert_text(text)

    def tick(self, box: Locator) -> None:
        if box.get_attribute("type") == "radio":
            until_focus(box, "Tab", MOST_TABS, GROUP_HAS_FOCUS)
            until_focus(box, "ArrowDown", MOST_ARROWS)
        else:
            reach(box)
        if not box.is_checked():
            box.page.keyboard.press("Space")

    def choose(self, box: Locator, number: int) -> None:
        reach(box)
        for _press in range(number):
            box.page.keyboard.press("ArrowDown")


def reach(thing: Locator) -> None:
    """Press Tab until it has the focus."""
    until_focus(thing, "Tab", MOST_TABS)


def until_focus(thing: Locator, key: str, most: int, is_there: str = HAS_FOCUS) -> None:
    thing.wait_for()
    for _press in range(most):
        if thing.evaluate(is_there):
            return
        thing.page.keyboard.press(key)
    raise AssertionError(f"{key} does not reach {thing}")
