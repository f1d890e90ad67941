// @ts-check
// The private line to relay.js, and what came over it: how this frame is treated.

/** @typedef {Record<string, any>} Bag */
/** @typedef {"ask" | "chat" | "allow"} Mode */

/** Calls a page's function as the tag does: what it throws is its own matter. @param {() => any} call */
export const guarded = (call) => {
  try {
    return call();
  } catch {
    return undefined;
  }
};

export const { defineProperty } = Object;
const { dispatchEvent } = EventTarget.prototype;
const { apply } = Reflect;
const Said = CustomEvent;

/** @type {Mode} */
export let mode = "ask";
/** A frame is told the mode of its tab after its tag has shown itself; until then nothing is done that could not be undone. */
export let isSure = window === window.top;
/** @param {Mode} word */
export const learn = (word) => {
  mode = word;
  isSure = true;
};

/** The way to relay.js, which no script of the page has. @type {EventTarget | null} */
let port = null;
/** @param {EventTarget} node */
export const speakTo = (node) => {
  port ??= node;
  // Its own, and now: a page that puts one on all elements would be handed the node by its setter.
  defineProperty(node, "tag", { value: "", writable: true });
};

/** @param {any} holder @param {string} name */
const getter = (holder, name) => {
  const { get } = /** @type {any} */ (Object.getOwnPropertyDescriptor(holder, name));
  return (/** @type {Event} */ event) => apply(get, event, []);
};
/** What an event on the line carries, read by nobody else: whoever reads it has the node. */
export const detailOf = getter(CustomEvent.prototype, "detail");
export const nodeOf = getter(FocusEvent.prototype, "relatedTarget");

/** @param {string} type @param {string} [detail] */
export const say = (type, detail) => {
  if (port) apply(dispatchEvent, port, [new Said(type, { detail })]);
};

/** Told once of each. @type {Set<string>} */
const saidBefore = new Set();
/** @param {string} type @param {string} [detail] */
export const sayOnce = (type, detail) => {
  if (!port || saidBefore.has(type + detail) || saidBefore.size >= 20) return;
  saidBefore.add(type + detail);
  // The guard reads it off the node, in this world; the relay, in another, off the event.
  /** @type {any} */ (port).tag = detail?.slice(detail.indexOf("\n") + 1);
  say(type, detail);
};
