"""What can be wrong with a page that is open in a browser, whoever looks at it."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from axe_playwright_python.sync_playwright import Axe

from tests.support.browser.spoken_language import foreign_words

if TYPE_CHECKING:
    from playwright.sync_api import Page

NARROW, HEIGHT = 360, 800
_MOST_TABS = 8  # a field of a day takes several
_INTERACTIVE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"
_CODE = re.compile(r"(?<![\w-])[a-z]{2,}_[a-z]{2,}(?![\w-])|(^|: )(None|True|False)(;|$)")
# Sentences about sheets name a column of record files, and the heading of a file of answers.
_COLUMN = re.compile(r"\bfrom_date\b|\[same_pupil\]")
_TEXTS = """() => {
  const texts = [document.title.split(' · ')[0]];
  const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const skipped = 'script, style, code, pre, option, textarea, [lang]:not(html), .card';
  while (nodes.nextNode()) {
    const parent = nodes.currentNode.parentElement;
    if (!parent.closest(skipped)) texts.push(nodes.currentNode.data);
  }
  for (const each of document.querySelectorAll('[aria-label], [title], [alt], [placeholder]'))
    if (!each.closest('.card'))
      for (const name of ['aria-label', 'title', 'alt', 'placeholder']) texts.push(each.getAttribute(name) || '');
  for (const each of document.querySelectorAll('option'))
    if (!each.closest('[name=child], [name=to], [name=owner], [name=responsible]')) texts.push(each.textContent);
  return texts.map(each => each.replace(/\\s+/g, ' ').trim()).filter(each => each);
}"""
_SIDEWAYS = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return null;
  const wide = [...document.querySelectorAll('main *, header *')].filter(
    each => each.getBoundingClientRect().right > width + 1 && !each.closest('.scroll'));
  const widest = (wide.at(-1) || document.body).outerHTML.slice(0, 120);
  return (document.documentElement.scrollWidth - width) + ' px: ' + widest;
}"""
# WCAG 2.2, 2.5.8: 24 pixels, or so far from the next that circles of 24 do not meet; not within a sentence.
_SMALL = """selector => {
  const all = [...document.querySelectorAll(selector)].filter(each => each.tabIndex >= 0 && each.checkVisibility());
  const boxes = all.map(each => (each.closest('label') || each).getBoundingClientRect());
  const inText = each => getComputedStyle(each).display === 'inline'
    && [...each.parentElement.childNodes].some(node => node.nodeType === 3 && node.data.trim().length > 1);
  const middle = box => [box.x + box.width / 2, box.y + box.height / 2];
  const near = (a, b) => Math.hypot(middle(a)[0] - middle(b)[0], middle(a)[1] - middle(b)[1]) < 24;
  return all.filter((each, n) => Math.min(boxes[n].width, boxes[n].height) < 23.5 && !inText(each)
      && !each.closest('.skip') && boxes.some((box, m) => m !== n && near(box, boxes[n])))
    .map(each => each.outerHTML.slice(0, 120));
}"""
# What a thumb presses or types into stands 8 pixels apart, on a phone.
_NEAR = """() => {
  const seen = 'main :is(button, .button, select, textarea, input:not([type=hidden], [type=checkbox], [type=radio]))';
  const all = [...document.querySelectorAll(`${seen}, main label:has(input)`)].filter(each => each.checkVisibility()
    && !(each.matches('label') && each.htmlFor));
  const boxes = all.map(each => each.getBoundingClientRect());
  const gap = (a, b) => Math.max(a.left - b.right, b.left - a.right, a.top - b.bottom, b.top - a.bottom);
  return all.flatMap((each, n) => all.slice(n + 1).filter((other, m) => !each.contains(other)
      && !(each.matches('label') && other.matches('label')) && gap(boxes[n], boxes[n + 1 + m]) < 7.5)
    .map(other => each.outerHTML.slice(0, 80) + ' and ' + other.outerHTML.slice(0, 80)));
}"""
_NUMBER_ALL = """selector => {
  const radios = new Set();
  const all = [...document.querySelectorAll(selector)].filter(each => each.checkVisibility() && !each.disabled
    && each.tabIndex >= 0 && !(each.type === 'radio' && (radios.has(each.name) || !radios.add(each.name))));
  all.forEach((each, n) => each.dataset.number = n);
  document.querySelector('.skip').focus();
  return all.map(each => each.outerHTML.slice(0, 120));
}"""
_FOCUSED = """() => {
  const at = document.activeElement;
  const group = at.type === 'radio' ? document.querySelector(`[name="${at.name}"][data-number]`) : at;
  const style = getComputedStyle(at), box = at.getClientRects()[0] || at.getBoundingClientRect();
  const spots = [[.5, .5], [.05, .1], [.95, .1], [.05, .9], [.95, .9]].map(
    ([x, y]) => document.elementFromPoint(box.left + x * box.width, box.top + y * box.height));
  const labels = [at, ...(at.labels || [])];
  const isCovered = spots.every(spot => !spot || !labels.some(each => each.contains(spot)));
  return [group.dataset.number || '', style.outlineStyle !== 'none' || style.boxShadow !== 'none', isCovered];
}"""


def faults_of(page: "Page", language: str) -> list[str]:
    """Return what is wrong with how a page looks and what it says: width, language, codes, targets and gaps."""
    texts = page.evaluate(_TEXTS)
    found = [f"of another language than {language}: {text[:120]!r}" for text in foreign_words(texts, language)]
    found += [f"a code among words: {text[:120]!r}" for text in texts if _CODE.search(_COLUMN.sub("", text))]
    found += [f"too small to hit: {each}" for each in page.evaluate(_SMALL, _INTERACTIVE)]
    if (spoken := page.locator("html").get_attribute("lang")) != language:
        found.append(f"is in {spoken}")
    return found + _faults_on_a_phone(page)


def out_of_reach(page: "Page") -> list[str]:
    """Return what Tab does not come to, and where nobody sees that it did."""
    wanted: Sequence[str] = page.evaluate(_NUMBER_ALL, _INTERACTIVE)
    reached, unseen, covered = {"0"}, set(), set()
    for _ in range(_MOST_TABS * len(wanted)):
        page.keyboard.press("Tab")
        number, is_seen, is_covered = page.evaluate(_FOCUSED)
        if number == "0" or len(reached) == len(wanted):
            break
        reached.add(number)
        if number and not is_seen:
            unseen.add(number)
        if number and is_covered:  # WCAG 2.2, 2.4.11
            covered.add(number)
    missed = [f"Tab does not reach {html}" for number, html in enumerate(wanted) if str(number) not in reached]
    missed += [f"focus is not seen on {wanted[int(number)]}" for number in sorted(unseen)]
    return missed + [f"something covers what has the focus: {wanted[int(number)]}" for number in sorted(covered)]


def _faults_on_a_phone(page: "Page") -> list[str]:
    before = page.viewport_size
    page.set_viewport_size({"width": NARROW, "height": HEIGHT})
    wider: str | None = page.evaluate(_SIDEWAYS)
    found = [f"wider than {NARROW} px by {wider}"] if wider else []
    found += [f"nearly touching: {each}" for each in page.evaluate(_NEAR)]
    if before is not None:
        page.set_viewport_size(before)
    return found


def axe_faults(page: "Page") -> list[str]:
    """Return what axe finds on a page, which has to let scripts run; the size of targets has to be asked for."""
    asked = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
    found: dict[str, Any] = Axe().run(page, options=asked).response
    return [
        f"{each['id']}, {each['help']}: " + "; ".join(node["html"][:160] for node in each["nodes"][:2])
        for each in found["violations"]
    ]
