// @ts-check
// Stands where LivePerson's tag would be, until the visitor asks for the chat.
//
// Runs in the page's own world at document start. It does nothing until a tag script could not be loaded, or until a tag comes
// in disguise, which no rule could know: then it takes the tag's place (stand-in.js). Where the visitor asked for the chat the
// tag runs, and is kept to that (chat.js). Where the visitor allows the site it stays out.

import { show } from "./chat.js";
import { detailOf, guarded, learn, mode, nodeOf, speakTo } from "./line.js";
import { loaded, missed, start, STOPPED, told } from "./tag.js";

window.addEventListener(
  "error",
  (event) => {
    const script = event.target;
    if (!event.isTrusted || mode === "allow") return;
    if (/** @type {ErrorEvent} */ (event).error === STOPPED) {
      event.stopImmediatePropagation();
      event.preventDefault();
      return;
    }
    if (!(script instanceof HTMLScriptElement) || !missed(script)) return;
    // The page must not take it for a fault of its own.
    event.stopImmediatePropagation();
    script.dispatchEvent(new Event("load"));
  },
  true,
);

// (An element's load event does not come by the window.)
document.addEventListener(
  "load",
  (event) => {
    if (event.target instanceof HTMLScriptElement) loaded(event.target.src);
  },
  true,
);

window.addEventListener(
  "askfirst",
  (event) => {
    /** @type {EventTarget | null} */
    const port = nodeOf(event);
    if (!port) return;
    speakTo(port);
    for (const word of /** @type {const} */ (["ask", "chat", "allow"])) {
      port.addEventListener(word, () => {
        learn(word);
        told();
      });
    }
    port.addEventListener("start", () => start(true));
    port.addEventListener("ready", () => start(false));
    port.addEventListener("engagements", (event) => {
      const text = detailOf(event);
      guarded(() => show(JSON.parse(text)));
    });
  },
  { once: true },
);
