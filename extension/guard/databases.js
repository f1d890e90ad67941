// @ts-check
// IndexedDB: the database from which identifiers come back.

import { apply, bare, dispatch, getOwnPropertyDescriptor, getPrototypeOf, listen, nativeText, PlainError, PlainEvent, slice, stop } from "./natives.js";
import { isTheirs } from "./mode.js";
import { isAttributed, report } from "./report.js";

/** Guards the databases of a realm: an open fails, as it does in a private window of some browsers. @param {any} g @param {import("./disguise.js").Wrap} wrap */
export const guardDatabases = (g, wrap) => {
  wrap(g.IDBFactory?.prototype, "open", { value: (native) => ({ open(/** @type {any} */ first) {
    if (arguments.length === 0 || typeof first === "symbol") return apply(native, this, arguments);
    const name = `${first}`;
    const opened = apply(native, this, arguments.length > 1 ? [name, arguments[1]] : [name]);
    const theirs = isTheirs("indexedDB", name);
    const attributed = !theirs && isAttributed("indexedDB", name);
    if (!theirs && !attributed) return opened;
    report("indexedDB", name, "no-expiry", "blocked", attributed);
    // Looked for only now, which spares every frame four interfaces: taken only if the page has not put its own in their place.
    const tail = slice(nativeText(native), "function open".length);
    /** @param {any} object @param {string} member @param {"get" | "value"} part */
    const genuine = (object, member, part) => {
      for (let holder = object; holder; holder = getPrototypeOf(holder)) {
        const found = bare(getOwnPropertyDescriptor(holder, member));
        const text = found && nativeText(found[part]);
        if (text === `function ${member}${tail}` || text === `function get ${member}${tail}`) return apply(found[part], object, []);
      }
      throw new PlainError("The database cannot be opened.");
    };
    listen(opened, "upgradeneeded", (/** @type {Event} */ event) => {
      stop(event);
      genuine(genuine(opened, "transaction", "get"), "abort", "value");
    });
    // One that lies there from before stays closed; the sweep takes it away.
    listen(opened, "success", (/** @type {Event} */ event) => {
      stop(event);
      genuine(genuine(opened, "result", "get"), "close", "value");
      dispatch(opened, new PlainEvent("error", /** @type {any} */ ({ __proto__: null, cancelable: true })));
    });
    return opened;
  } }).open });
};
