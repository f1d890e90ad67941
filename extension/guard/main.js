// @ts-check
// Keeps LivePerson's identifiers from being written, and from being read back out of an earlier visit.
//
// Runs in the page's own world, at document start, in every frame. It decides alone: nothing waits for the background. The page
// may be hostile, so everything used later is taken before any of its scripts has run (natives.js), and nothing of the page's is
// called but what the native function would call too. The build joins these modules to one script, in the order of their need.

import { apply, free, getOwnPropertyDescriptor, getPrototypeOf, endTurn, listen, nativeText, weakGet, weakSet } from "./natives.js";
import { isUntouched, learn, mode, tagged } from "./mode.js";
import { port, reportTo } from "./report.js";
import { giveBack, guardTexts, wrap } from "./disguise.js";
import { guardCookies } from "./cookies.js";
import { guardStorage, isLent } from "./storage.js";
import { guardDatabases } from "./databases.js";

const defaultView = free(/** @type {any} */ (getOwnPropertyDescriptor(getPrototypeOf(getPrototypeOf(document) ?? {}) ?? {}, "defaultView")).get);

/** One realm: this window, or a frame's document that came before any content script. @param {any} g */
const guard = (g) => {
  guardTexts(g);
  guardCookies(g, wrap);
  const seen = new WeakMap();
  /** @param {any} view */
  const reach = (view) => {
    try {
      if (!view || weakGet(seen, view)) return;
      weakSet(seen, view, true);
      if (mode !== "allow" && nativeText(view.Storage.prototype.setItem) !== nativeText(ourSetItem)) guard(view);
    } catch {
      // Of another origin: not for this page to touch either.
    }
  };
  guardStorage(g, wrap, reach);
  const ourSetItem = g.Storage.prototype.setItem;
  guardDatabases(g, wrap);

  // A frame's first empty document comes before any content script: it is guarded when the page takes hold of it.
  wrap(g.HTMLIFrameElement.prototype, "contentWindow", { get: (native) => ({ f() {
    const view = apply(native, this, arguments);
    reach(view);
    return view;
  } }).f });
  wrap(g.HTMLIFrameElement.prototype, "contentDocument", { get: (native) => ({ f() {
    const document = apply(native, this, arguments);
    if (document) reach(defaultView(document));
    return document;
  } }).f });
};

if (!isUntouched) {
  // The relay (another world, in this same turn) hands over its node before any script of the page's runs.
  listen(window, "askfirst", (/** @type {any} */ event) => {
    if (port || !event.relatedTarget) return;
    reportTo(event.relatedTarget);
    for (const told of /** @type {const} */ (["ask", "chat", "allow"])) {
      listen(port, told, () => {
        // A storage that was lent to the page goes on through what it was lent by.
        if (told === "allow" && !isLent) giveBack();
        learn(told);
      });
    }
    listen(port, "tagged", tagged);
  });
  guard(window);
  endTurn();
}
