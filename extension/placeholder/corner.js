// @ts-check
// Where at the lower corner the button covers nothing: not what the page has fixed there, and no video.

/** The button's width and height, and what is left free around it. Pixels. */
export const [SIZE, EDGE] = [48, 16];
const STEP = SIZE + EDGE;

/** @typedef {{ side: "left" | "right", up: number }} Corner */

/** Whether it stays where it is while the page scrolls. @param {Element} element */
const isFixed = (element) => {
  for (let above = /** @type {Element | null} */ (element); above && above !== document.body; above = above.parentElement) {
    if (/^(?:fixed|sticky)$/.test(getComputedStyle(above).position)) return true;
  }
  return false;
};

/** Whether it plays: a video, or a frame that may show one on the whole screen. @param {Element} element */
const plays = (element) => element.matches('video, embed, object, iframe[allowfullscreen], iframe[allow*="fullscreen"]');

/** Whether an element draws there what is not inside it: parts of its own tree, fixed to the window. @param {Element} element @param {number} x @param {number} y */
const reachesOut = (element, x, y) => {
  if (!element.shadowRoot && !element.tagName.includes("-")) return false;
  const box = element.getBoundingClientRect();
  return x < box.left || x > box.right || y < box.top || y > box.bottom;
};

/** Width and height of what is shown, without the scroll bars. */
const shown = () => {
  const { clientWidth, clientHeight } = document.scrollingElement ?? document.documentElement;
  return [clientWidth, clientHeight];
};

/** @param {Corner} corner @param {Element} host */
export const isFree = ({ side, up }, host) => {
  const [width = 0, height = 0] = shown();
  const left = side === "left" ? EDGE : width - EDGE - SIZE;
  const top = height - up - SIZE;
  if (left < 0 || top < 0) return false;
  const seen = new Set();
  for (const x of [left, left + SIZE / 2, left + SIZE - 1]) {
    for (const y of [top, top + SIZE / 2, top + SIZE - 1]) {
      for (const element of document.elementsFromPoint(x, y)) {
        if (element === host || seen.has(element)) continue;
        seen.add(element);
        if (plays(element) || isFixed(element) || reachesOut(element, x, y)) return false;
      }
    }
  }
  return true;
};

/** The lowest free place: at the end of the page's lines if there is one, else at their beginning. @param {Element} host @returns {Corner | undefined} */
export const freeCorner = (host) => {
  const rtl = getComputedStyle(document.body).direction === "rtl" || getComputedStyle(document.documentElement).direction === "rtl";
  /** @type {("left" | "right")[]} */
  const sides = rtl ? ["left", "right"] : ["right", "left"];
  for (const side of sides) {
    for (let up = EDGE; up === EDGE || up + SIZE < innerHeight / 2; up += STEP) {
      if (isFree({ side, up }, host)) return { side, up };
    }
  }
  return undefined;
};
