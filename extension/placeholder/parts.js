// @ts-check
// What the button and its card are made of, and what they say of each state.

import { bubble, made, STYLES } from "./look.js";

/** @typedef {"held" | "starting" | "no-agent" | "unreachable" | "failed" | "refused"} State */

const say = chrome.i18n.getMessage;

/** What is said, what the button says, and whether a reload is offered. @type {Record<State, () => { text: string, button: string, reload?: boolean }>} */
const SAID = {
  held: () => ({ text: say("place_text"), button: say("start_chat") }),
  starting: () => ({ text: say("talk_starting"), button: say("start_chat_starting") }),
  "no-agent": () => ({ text: say("talk_no_agent"), button: say("start_chat_again") }),
  unreachable: () => ({ text: say("talk_unreachable"), button: say("start_chat_again") }),
  // No word of the page's own: the start was not even asked for, or nothing was heard of it.
  refused: () => ({ text: say("place_refused"), button: say("start_chat"), reload: true }),
  failed: () => ({ text: say("talk_failed"), button: say("start_chat"), reload: true }),
};

export const makeParts = () => {
  const host = document.createElement("askfirst-button");
  const root = host.attachShadow({ mode: "closed" });
  const words = { lang: say("language"), dir: say("direction") };
  const label = made("span", "");
  const mark = made("button", "mark", { type: "button", "aria-expanded": "false", "aria-controls": "card" }, bubble(), label);
  const text = made("p", "text", { id: "text" });
  const startLabel = made("span", "");
  const start = made("button", "start", { type: "button" }, bubble(), startLabel);
  const reload = made("button", "second", { type: "button", hidden: "" }, say("reload_button"));
  const hides = [
    made("button", "second", { type: "button", "data-scope": "page" }, say("place_hide_page")),
    made("button", "second", { type: "button", "data-scope": "site" }, say("place_hide_site")),
    made("button", "second", { type: "button", "data-scope": "all" }, say("place_hide_all")),
  ];
  const hide = made("div", "hide row", { role: "group", "aria-labelledby": "hide" }, made("p", "", { id: "hide" }, say("place_hide")), ...hides);
  const actions = made("div", "row", {}, start, reload);
  const card = made("div", "card", { id: "card", popover: "manual", role: "group", "aria-labelledby": "text", ...words }, text, actions, hide);
  // Filled when something changes, and there from the beginning: a region that comes with its words is not read.
  const spoken = made("p", "spoken", { role: "status" });
  const box = made("div", "box", words, mark, card, spoken);
  const style = made("style", "");
  root.append(style, box);
  // Said last, and as one text: only so does Firefox take it for the extension's, not the page's, which its policy may forbid.
  style.textContent = STYLES;
  return { host, root, box, mark, label, card, text, start, startLabel, reload, actions, hides, spoken };
};

/** @typedef {ReturnType<typeof makeParts>} Parts */

/**
 * Shows a state. The button itself starts the chat; the round one at the corner says with its card what it is, which has a button
 * for it too.
 * @param {Parts} parts @param {State} state @param {boolean} inPlace
 */
export const showState = (parts, state, inPlace) => {
  const { text, button, reload } = SAID[state]();
  parts.box.classList.toggle("corner", !inPlace);
  parts.text.textContent = text;
  parts.label.textContent = inPlace ? button : say("place_name");
  parts.startLabel.textContent = button;
  parts.start.hidden = inPlace;
  parts.reload.hidden = !reload;
  parts.actions.hidden = inPlace && !reload;
  for (const one of [parts.mark, parts.start]) {
    // Marked, not disabled: a disabled button would lose the focus.
    one.setAttribute("aria-disabled", String(state === "starting"));
  }
  parts.spoken.textContent = state === "held" ? "" : state === "starting" ? button : text;
};

/** Puts the card above or below the button, inside the window. @param {Parts} parts */
export const placeCard = ({ box, card }) => {
  const [button, size] = [box.getBoundingClientRect(), card.getBoundingClientRect()];
  const within = (/** @type {number} */ at, /** @type {number} */ most) => Math.max(8, Math.min(at, most - 8));
  const width = document.documentElement.clientWidth;
  const isRight = button.left + button.width / 2 > width / 2;
  const left = isRight ? button.right - size.width : button.left;
  const above = button.top - size.height - 8;
  card.style.left = `${within(left, width - size.width)}px`;
  card.style.top = `${within(above >= 8 ? above : button.bottom + 8, innerHeight - size.height)}px`;
};
