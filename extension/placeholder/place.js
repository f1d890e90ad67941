// @ts-check
// Where the site itself has a place for a LivePerson button.

/** How such places are called: facts of LivePerson's documents and of pages seen (docs: section 4.4 of the protocol's facts). */
const NAMES = [
  '[id^="lpButtonDiv" i]',
  '[id^="lpChatButtonDiv" i]',
  '[id^="LP_DIV_" i]',
  '[id^="lpButDivID-" i]',
  '[id*="liveperson" i]',
  '[class*="liveperson" i]',
].join(",");
/** What may hold a button. */
const FITTING = new Set(["DIV", "SPAN", "P", "SECTION", "ASIDE", "LI", "TD"]);
/** Inside these, a button would be part of something else to press, or be hidden from some. */
const TAKEN = 'a[href], button, label, summary, select, [role="button"], [aria-hidden="true"], [inert]';
const MOST_LOOKED_AT = 64;
/** Smaller, and it cuts off what is in it: no place for a button. Pixels. */
const [NARROWEST, LOWEST] = [96, 32];

/** @param {Element} element */
const isEmpty = (element) => element.childElementCount === 0 && !element.textContent?.trim() && !element.shadowRoot;

/** Whether what is put there could be seen. @param {Element} element */
const isInSight = (element) => {
  if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
  const box = element.getBoundingClientRect();
  if (box.right + scrollX < NARROWEST || box.left + NARROWEST > Math.max(innerWidth, document.documentElement.scrollWidth) || box.bottom + scrollY < 0) return false;
  for (let above = /** @type {Element | null} */ (element); above && above !== document.body; above = above.parentElement) {
    const { overflowX, overflowY, position } = getComputedStyle(above);
    const clips = overflowX !== "visible" || overflowY !== "visible";
    if (clips && (above.clientWidth < NARROWEST || above.clientHeight < LOWEST)) return false;
    if (position === "fixed" && box.top > innerHeight) return false;
  }
  return true;
};

/** The first empty place that would show a button. */
export const ownPlace = () => {
  const named = [...document.querySelectorAll(NAMES)].slice(0, MOST_LOOKED_AT);
  return named.find((element) => FITTING.has(element.tagName) && isEmpty(element) && !element.closest(TAKEN) && isInSight(element));
};
