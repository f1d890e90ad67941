// @ts-check
// The chat that the visitor asked for: buttons are drawn and open it, invitations are not created, nothing personal is sent.
//
// Monitoring stays blocked; which buttons the account has is told by the background (src/chat/). What the real tag offers for
// this is described in shared/facts/replay.md ("Engagements", "Chat without any monitoring").

import { guarded, mode, say } from "./line.js";
/** @typedef {import("./line.js").Bag} Bag */

/** Formats that wait: embedded in the page, sticky at its edge. All others come by themselves. */
const BUTTONS = [5, 6];
/** How long other buttons are waited for when one is there. Milliseconds. */
const OTHERS = 1500;
/** How long a button may take to be drawn, before it is asked for again; and how often that is done. Milliseconds. */
const AGAIN = 1000;
const MOST_TRIES = 4;
/** What the chat window's states mean. Source: liveperson.md, 4.3. @type {Record<string, string>} */
const STATES = { preChat: "open", waiting: "open", interactive: "open", chatting: "open", resume: "open", offline: "no-agent", postChat: "ended", ended: "ended" };

/** The tag object at work. @type {any} */
let lpTag;
/** The buttons that were asked for, by id; and ids of those that are there. @type {Map<string, Bag>} */
const asked = new Map();
/** @type {Set<string>} */
const drawn = new Set();
/** Whether the visitor waits for the chat to open. */
let opens = false;
/** Whether a call is our own. */
let isOurs = false;
let lastState = "";

/** @param {string} state */
const tell = (state) => {
  if (mode === "chat" && state !== lastState) say("chat", (lastState = state));
};

/** The first value that is there, in what an event carries: versions of the tag wrap it differently. @param {any} data @param {string} name */
const inside = (data, name) => {
  for (const part of [data, data?.conf, data?.eng, data?.eng?.engData, data?.eng?.conf, data?.engData, data?.data, data?.content]) {
    if (part?.[name] !== undefined) return part[name];
  }
  return undefined;
};
/** @param {any} data */
const typeOf = (data) => Number(inside(data, "engagementType") ?? inside(data, "type"));

/** Whether the visitor wants a chat to open: they have pressed something just now, or wait for it. */
const isWanted = () => isOurs || opens || navigator.userActivation?.isActive === true;

/** Opens a button's chat. The tag may say no while it is still at it. @param {string} id */
const open = (id, tries = 0) => {
  isOurs = true;
  const opened = guarded(() => lpTag.taglets.rendererStub.click(id));
  isOurs = false;
  if (opened === false && tries < MOST_TRIES) setTimeout(open, AGAIN, id, tries + 1);
};

const openTheOnlyOne = () => {
  if (!opens || drawn.size !== 1) return;
  opens = false;
  // Not in the middle of what the tag is doing.
  setTimeout(open, 0, [...drawn][0]);
};

/** @param {string} id */
const isThere = (id) => {
  if (drawn.has(id)) return;
  drawn.add(id);
  guardClick();
  tell("offered");
  // Where there are several, the visitor chooses; one of them may be for another part of the page, and never comes.
  if (drawn.size === 1 && asked.size > 1) setTimeout(openTheOnlyOne, OTHERS);
  if (drawn.size >= asked.size) openTheOnlyOne();
};

/** @param {any} data */
const onDrawn = (data) => {
  const id = inside(data, "engagementId");
  if (mode === "chat" && id !== undefined && BUTTONS.includes(typeOf(data))) isThere(String(id));
};

/** A script that opens the chat without the visitor makes it an invitation. */
const guardClick = () => {
  const stub = lpTag?.taglets?.rendererStub;
  if (!stub || typeof stub.click !== "function" || stub.click.isAskFirst) return;
  const click = stub.click;
  stub.click = Object.assign(
    function (/** @type {any[]} */ ...given) {
      if (mode === "chat" && !isWanted()) return false;
      // The page's own script opens what the visitor waits for.
      opens = false;
      // @ts-ignore: whatever it is called on.
      return Reflect.apply(click, this, given);
    },
    { isAskFirst: true },
  );
};

/** The hook's argument without the attributes: they tell who the visitor is. @param {any} given */
const withoutAttributes = (given) => {
  if (mode !== "chat" || !given) return given;
  if (Array.isArray(given)) return [];
  for (const holder of [given, given.data]) {
    for (const name of ["data", "sdes"]) if (Array.isArray(holder?.[name])) holder[name] = [];
  }
  return given;
};

const bindAll = () => {
  /** @param {string} appName @param {string} eventName @param {(data: any) => void} func */
  const bind = (appName, eventName, func) => lpTag.events.bind({ appName, eventName, func: (/** @type {any} */ data) => guarded(() => func(data)) });
  bind("RENDERER_STUB", "BEFORE_CREATE_ENGAGEMENT_INSTANCE", (data) => {
    if (mode === "chat" && data && !BUTTONS.includes(typeOf(data)) && !asked.has(String(inside(data, "engagementId")))) data.skipRendererStubInstantiation = true;
  });
  bind("RENDERER_STUB", "AFTER_CREATE_ENGAGEMENT_INSTANCE", onDrawn);
  bind("LP_OFFERS", "OFFER_DISPLAY", onDrawn);
  bind("lpUnifiedWindow", "state", (data) => tell(STATES[data?.state] ?? lastState));
  bind("lpUnifiedWindow", "windowClosed", () => tell("ended"));
};

/** @type {WeakSet<object>} */
const attended = new WeakSet();
/**
 * Is there before all others when the tag begins: by the snippet's own queue, which is served first; by the tag's own events
 * where it is there already.
 * @param {any} tag @param {boolean} isReal
 */
export const attend = (tag, isReal) => {
  lpTag = tag;
  if (attended.has(tag) || (!isReal && !Array.isArray(tag._defB))) return;
  attended.add(tag);
  if (isReal) bindAll();
  else lpTag._defB.unshift(bindAll);
  if (!Array.isArray(lpTag.hooks) && typeof lpTag.hooks?.push !== "function") lpTag.hooks = [];
  for (const name of ["BEFORE_SEND_SDE", "BEFORE_SUBMIT_SDE"]) lpTag.hooks.push({ name, callback: withoutAttributes });
};

/** The visitor waits for the chat; its button may be there already. */
export const awaitChat = () => {
  opens = true;
  openTheOnlyOne();
};

/** Renderers before 3.33 have no events: what is drawn is seen in the page alone. */
const look = () => {
  const there = document.querySelectorAll(".LPMcontainer").length;
  if (there > 0 && drawn.size === 0) for (const id of [...asked.keys()].slice(0, there)) isThere(id);
};

/** Asks the tag for the buttons that are not there yet; what it needs for them may have come a moment too late. @param {number} tries */
const draw = (tries) => {
  if (mode !== "chat") return;
  if (tries > 0) look();
  const missing = [...asked].filter(([id]) => !drawn.has(id));
  for (const [, button] of missing) guarded(() => lpTag.events.trigger("LE_ENGAGER", "SHOW", { ...button }));
  if (missing.length > 0 && tries < MOST_TRIES) setTimeout(draw, AGAIN, tries + 1);
  // What the account has is not for this page.
  else if (drawn.size === 0) tell("no-agent");
};

/** Lets the tag draw these engagements' buttons, as the monitoring server would. @param {Bag[]} engagements */
export const show = (engagements) => {
  if (mode !== "chat" || typeof lpTag?.events?.hasFired !== "function") return;
  guardClick();
  for (const engagement of engagements) if (BUTTONS.includes(engagement.engagementType)) asked.set(String(engagement.engagementId), engagement);
  draw(0);
};

/** Presses on engagements by script, without the visitor, go nowhere. */
window.addEventListener(
  "click",
  (event) => {
    if (mode !== "chat" || event.isTrusted || isWanted()) return;
    if (!(event.target instanceof Element) || !event.target.closest(".LPMcontainer, [data-LP-event]")) return;
    event.stopImmediatePropagation();
    event.preventDefault();
  },
  true,
);
