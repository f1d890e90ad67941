// @ts-check
// Between the page's world and the background: in a world of its own, which no page can reach.
//
// Runs in every frame at document start, after guard.js and stub.js and before any script of the page. It hands both a node
// that nobody else has; what they say of the page arrives there, and what they are told of the site's mode is said there. It
// takes away what LivePerson left in the site's own storage before, and wakes the background only where LivePerson is.

import { listenForChat } from "./chat.js";
import { above, isOwn, isTop, isUntouched, MOST_ROWS, port, say, tell } from "./line.js";
import { sweepAtEnd, sweepWhenIdle } from "./sweep.js";
/** @typedef {import("./line.js").Mode} Mode */

/**
 * Called by mode-chat.js, mode-chat-default.js, mode-allow.js or mode-tab.js, which the browser runs where an address fits a site with that mode. In
 * a frame the address may fit although the tab shows another site.
 * @param {Mode | "tab"} told
 * @param {boolean} [isDefault] What holds for every page wakes nobody.
 */
const choose = (told, isDefault) => {
  const last = above?.[above.length - 1];
  if (!isTop && !isOwn) {
    if (last === undefined || origin === "null") return;
    const [top, own] = [new URL(last).hostname, new URL(origin).hostname.replace(/^www\./, "")];
    if (top !== own && !top.endsWith(`.${own}`)) {
      // Most likely the choice is the whole site's. A chat's items go with the session, whatever the answer will be.
      if (told !== "chat") return;
      port.dispatchEvent(new Event(told));
      if (!isDefault) void say();
      return;
    }
  }
  // What holds in this tab alone is not known here: until the answer comes, it is taken for the chat.
  if (told === "tab") port.dispatchEvent(new Event("chat"));
  else tell(told);
  if (told !== "allow" && !isDefault) void say();
};

const begin = () => {
  port.addEventListener("attempts", (event) => {
    const [more, ...rows] = String(/** @type {CustomEvent} */ (event).detail).split("\n");
    const items = rows.slice(0, MOST_ROWS).flatMap((row) => {
      try {
        return [JSON.parse(row)];
      } catch {
        return [];
      }
    });
    void say(items, Number(more) || 0);
  });
  port.addEventListener("tag", (event) => {
    const [how, script] = String(/** @type {CustomEvent} */ (event).detail).split("\n");
    void say([], 0, [{ how, script, count: 1 }]);
  });
  listenForChat();
  if (document.readyState === "complete") sweepWhenIdle();
  else window.addEventListener("load", sweepWhenIdle, { once: true });
  window.addEventListener("pagehide", sweepAtEnd);
  Object.assign(globalThis, { askFirstMode: choose });
  // The chat's own window is treated as the page that opened it, which only the background knows.
  if (isTop && isOwn) void say();
  window.dispatchEvent(new FocusEvent("askfirst", { relatedTarget: port }));
};

if (!isUntouched) begin();
