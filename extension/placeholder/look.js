// @ts-check
// How the button and its card look. In a closed tree of their own, with nothing of the page's styles: what is said of the host
// element from inside with `!important` holds against whatever the page says of it.
export const STYLES = `
:host {
  all: initial !important;
  display: contents !important;
}
.box, .card {
  color-scheme: light dark;
  font: 400 14px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  color: light-dark(#182124, #e9eeee);
  text-align: start;
}
.box[hidden], .card:not(:popover-open), [hidden] { display: none; }
.box { display: inline-block; box-sizing: border-box; max-inline-size: 100%; vertical-align: middle; }
.corner { position: fixed; z-index: 2147483646; }
* { box-sizing: border-box; margin: 0; padding: 0; }
button {
  display: inline-flex;
  gap: 8px;
  align-items: center;
  justify-content: center;
  min-block-size: 36px;
  padding: 6px 14px;
  border: 1px solid transparent;
  border-radius: 8px;
  background: light-dark(#0a6867, #62cdc4);
  color: light-dark(#ffffff, #0b2524);
  font: inherit;
  font-weight: 600;
  text-align: start;
  cursor: pointer;
}
button:hover { background: light-dark(#085453, #83dbd3); }
button:focus-visible { outline: 2px solid light-dark(#0b57d0, #9ec5ff); outline-offset: 2px; box-shadow: 0 0 0 2px light-dark(#ffffff, #16191b); }
button[aria-disabled="true"] { cursor: progress; }
svg { flex: none; inline-size: 20px; block-size: 20px; fill: none; stroke: currentColor; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
.corner .mark { inline-size: 48px; block-size: 48px; padding: 0; border: 1px solid light-dark(#ffffff, #0b2524); border-radius: 50%; box-shadow: 0 2px 8px rgb(0 0 0 / 0.3); }
.corner .mark svg { inline-size: 24px; block-size: 24px; }
.corner .mark span { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.card {
  position: fixed;
  inset: auto;
  inline-size: max-content;
  max-inline-size: min(364px, calc(100vw - 16px));
  max-block-size: calc(100vh - 16px);
  overflow: auto;
  padding: 14px 16px;
  border: 1px solid light-dark(#7b888b, #87959a);
  border-radius: 12px;
  background: light-dark(#ffffff, #1f2426);
  box-shadow: 0 4px 20px rgb(0 0 0 / 0.25);
  overflow-wrap: anywhere;
}
.card > * + * { margin-block-start: 10px; }
.card:focus { outline: none; }
.row:not([hidden]) { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; }
.hide { padding-block-start: 10px; border-block-start: 1px solid light-dark(#dde3e3, #343b3e); font-size: 13px; }
.hide p { flex-basis: 100%; color: light-dark(#505d61, #a9b6b9); }
.second { min-block-size: 28px; padding: 3px 10px; border-color: light-dark(#7b888b, #87959a); background: transparent; color: light-dark(#0a5554, #9be3dc); }
.second:hover { background: light-dark(#f4f6f6, #181c1e); }
.spoken { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (forced-colors: active) { button, .corner .mark { border-color: ButtonText; } }
@media print { :host { display: none !important; } }
`;

const SVG = "http://www.w3.org/2000/svg";
/** A speech bubble, as in the popup. */
const BUBBLE = ["M3 6a2.5 2.5 0 0 1 2.500-2.500h9A2.500 2.500 0 0 1 17 6v5.500a2.500 2.500 0 0 1-2.500 2.500H9.500l-4 3.200V14A2.500 2.500 0 0 1 3 11.500Z", "M6.800 7.500h6.400M6.800 10.200h4"];

export const bubble = () => {
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("viewBox", "0 0 20 20");
  picture.setAttribute("aria-hidden", "true");
  for (const line of BUBBLE) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", line);
    picture.append(path);
  }
  return picture;
};

/**
 * A new element with a class, attributes and content.
 * @template {keyof HTMLElementTagNameMap} N
 * @param {N} name @param {string} of @param {Record<string, string>} [attributes] @param {(Node | string)[]} content
 * @returns {HTMLElementTagNameMap[N]}
 */
export const made = (name, of, attributes = {}, ...content) => {
  const element = document.createElement(name);
  if (of) element.className = of;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...content);
  return element;
};
