// @ts-check
// The chat between the page and the background: that a tag was held back, that the visitor asked for it, and how far it is.

import { isTop, mode, port, say, tell } from "./line.js";
import { deployment } from "./press.js";
import { ended } from "./sweep.js";

/** So long a chat may take to show itself, before the visitor is offered to load the page again. Milliseconds. */
const PATIENCE = 15_000;
/** Texts of the page's own world are cut. */
const LONGEST_TEXT = 4096;

/** @type {number | undefined} */
let waiting;
let isListening = false;

/** Says it to the background, and to the chat button in this page, where there is one. @param {{ state?: string, deployment?: string }} chat */
const report = (chat) => {
  /** @type {any} */ (globalThis).askFirstChat?.(chat.state);
  return say([], 0, [], chat);
};
const stopWaiting = () => {
  clearTimeout(waiting);
  waiting = undefined;
};

/** Hears what the visitor chose, elsewhere: in the popup, by a key, on the placeholder. Only where LivePerson is. */
const listen = () => {
  if (isListening) return;
  isListening = true;
  chrome.runtime.onMessage.addListener((message) => {
    if (message?.what === "mode") {
      if (message.mode !== mode) tell(message.mode);
      if (message.start) void start();
      else if (message.mode === "chat") port.dispatchEvent(new Event("ready"));
    }
    if (message?.what === "engagements") port.dispatchEvent(new CustomEvent("engagements", { detail: JSON.stringify(message.engagements) }));
    return undefined;
  });
};

const start = async () => {
  stopWaiting();
  waiting = window.setTimeout(() => void report({ state: "failed" }), PATIENCE);
  // A frame of another host is let through when it has said which: the background knew nothing of it.
  if (!isTop) await say();
  port.dispatchEvent(new Event("start"));
};

export const listenForChat = () => {
  port.addEventListener("tagged", () => {
    listen();
    if (mode === undefined) void say();
  });
  port.addEventListener("held", async () => {
    listen();
    const how = deployment();
    // The mode may be another than this frame took it for; and in *Chat only* the tab is let through from here on.
    const known = await report({ deployment: how });
    if (known === "chat") port.dispatchEvent(new Event("ready"));
    else if (known === "ask" && how.startsWith("reactive")) await chrome.runtime.sendMessage({ what: "start-chat" }).catch(() => undefined);
  });
  port.addEventListener("missed", () => {
    stopWaiting();
    void report({ state: "unreachable" });
  });
  port.addEventListener("chat", (event) => {
    const { detail } = /** @type {CustomEvent} */ (event);
    // The mode of this name is told on the same line, without a word more.
    if (typeof detail !== "string") return;
    const state = detail.slice(0, LONGEST_TEXT);
    stopWaiting();
    ended(state === "ended");
    void report({ state });
  });
};
