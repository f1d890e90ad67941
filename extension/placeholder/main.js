// @ts-check
// A button in the page for a chat that was held back: "Chat is available. It was held back until you ask."
//
// The background puts this into the top-level page when it has seen a tag held back there, and into no other. It runs in a world
// that no page can reach, in a closed tree. What the page can do is take the button away, or look whether it is there; it cannot
// press it, because only presses of the visitor's own count, on a button that the visitor can see.
// The build joins these modules to one script, in the order of their need.

import { ownPlace } from "./place.js";
import { EDGE, freeCorner, isFree } from "./corner.js";
import { makeParts, placeCard, showState } from "./parts.js";
/** @typedef {import("./parts.js").State} State */
/** @typedef {import("./corner.js").Corner} Corner */

/** The page itself is given 15 seconds to start the chat, and says how that went. Milliseconds. */
const PATIENCE = 20_000;
/** So long the pointer may be away before the card closes: on its way from the button to the card. Milliseconds. */
const AWAY = 400;
/** Looked at once in so long at most while the page scrolls or changes. Milliseconds. */
const CALM = 200;
/** When it is asked again whether the button may be here, and how often. Milliseconds. */
const AGAIN = 500;
const MOST_TRIES = 4;
/** What a page may see of a press, which is none of its business. */
const PRESSES = ["click", "auxclick", "contextmenu", "pointerdown", "pointerup", "mousedown", "mouseup", "touchstart", "touchend", "keydown", "keypress", "keyup"];

const shared = /** @type {{ askFirstButton?: boolean, askFirstChat?: (state: string) => void }} */ (globalThis);

const put = () => {
  const parts = makeParts();
  const { host, box, mark, card, start, reload, hides } = parts;
  const ends = new AbortController();
  const { signal } = ends;
  /** @type {State} */
  let state = "held";
  /** @type {Element | undefined} */
  let place;
  /** @type {Corner | undefined} */
  let corner;
  let isPinned = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let closing;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  let looking = false;

  const isOpen = () => card.matches(":popover-open");
  const open = () => {
    clearTimeout(closing);
    if (isOpen() || !box.checkVisibility()) return;
    card.showPopover();
    mark.setAttribute("aria-expanded", "true");
    placeCard(parts);
  };
  const close = () => {
    clearTimeout(closing);
    isPinned = false;
    if (isOpen()) card.hidePopover();
    mark.setAttribute("aria-expanded", "false");
  };
  const gone = () => {
    ends.abort();
    clearTimeout(closing);
    clearTimeout(waiting);
    host.remove();
    delete shared.askFirstChat;
  };

  /** @param {State} next */
  const show = (next) => {
    state = next;
    clearTimeout(waiting);
    showState(parts, state, place !== undefined);
    if (state !== "held") {
      isPinned = true;
      open();
    }
    if (isOpen()) placeCard(parts);
  };

  /** How far the chat is, as relay.js or the background says. @param {unknown} told */
  const learn = (told) => {
    if (told === "starting" || told === "no-agent" || told === "unreachable" || told === "failed") show(told);
    else if (told === "offered" || told === "open" || told === "ended") gone();
    if (told === "starting") waiting = setTimeout(gone, PATIENCE);
  };
  shared.askFirstChat = learn;
  /** @param {any} message */
  const heard = (message) => {
    if (message?.what === "chat") learn(message.state);
    if (message?.what !== "mode" || message.mode === "ask") return;
    if (message.mode === "chat" && message.start) learn("starting");
    else gone();
  };
  chrome.runtime.onMessage.addListener(heard);
  signal.addEventListener("abort", () => chrome.runtime.onMessage.removeListener(heard));

  /** Whether the visitor pressed what he saw: where it was put, not made transparent or tiny, and not covered. @param {Event} event */
  const isAsked = (event) => {
    const pressed = /** @type {HTMLElement} */ (event.currentTarget);
    if (!event.isTrusted || host.parentNode !== (place ?? document.documentElement)) return false;
    if (!pressed.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
    let opacity = 1;
    for (let above = /** @type {Element | null} */ (host.parentElement); above; above = above.parentElement) {
      const style = getComputedStyle(above);
      opacity *= style.filter.includes("opacity") ? 0 : Number(style.opacity);
    }
    const { width, height } = pressed.getBoundingClientRect();
    if (opacity < 0.5 || width < 20 || height < 20) return false;
    const { clientX, clientY, detail } = /** @type {MouseEvent} */ (event);
    // By keyboard there is no place that was pressed.
    return detail === 0 || document.elementFromPoint(clientX, clientY) === host;
  };

  const ask = async () => {
    if (state === "starting") return;
    show("starting");
    waiting = setTimeout(() => show("refused"), PATIENCE);
    try {
      const answer = await chrome.runtime.sendMessage({ what: "start-chat" });
      // How the start goes comes as a message.
      if (!answer || answer.error !== undefined) show("refused");
    } catch {
      // The extension was updated or taken away under this page.
      show("refused");
    }
  };

  mark.addEventListener("click", (event) => {
    if (!isAsked(event)) return;
    // By a finger, which does not stay over it before, it is first said what it is.
    if (place || isOpen()) return void ask();
    isPinned = true;
    open();
  });
  start.addEventListener("click", (event) => void (isAsked(event) && ask()));
  reload.addEventListener("click", (event) => void (isAsked(event) && location.reload()));
  for (const hide of hides) {
    hide.addEventListener("click", (event) => {
      if (!isAsked(event)) return;
      const { scope } = hide.dataset;
      if (scope !== "page") chrome.runtime.sendMessage({ what: "dismiss", scope }).catch(() => {});
      gone();
    });
  }

  box.addEventListener("pointerenter", ({ pointerType }) => void (pointerType === "touch" || open()));
  box.addEventListener("pointerleave", () => {
    clearTimeout(closing);
    closing = setTimeout(() => void (isPinned || card.matches(":hover, :focus-within") || close()), AWAY);
  });
  box.addEventListener("focusin", () => {
    if (parts.root.activeElement?.matches(":focus-visible")) open();
  });
  box.addEventListener("focusout", () => {
    // Where the focus goes is known afterwards. With the window left for another, it stays where it was.
    setTimeout(() => void (parts.root.activeElement || state !== "held" || card.matches(":hover") || close()));
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isOpen()) return;
    mark.focus();
    close();
  });
  // A press elsewhere: what the card says was read.
  document.addEventListener("pointerdown", (event) => void (event.target !== host && state !== "starting" && close()), { capture: true, signal });
  for (const name of PRESSES) box.addEventListener(name, (event) => event.stopPropagation());

  /** Takes the best place: the site's own, or a free one at the corner. @param {boolean} anew */
  const settle = (anew) => {
    if (signal.aborted) return;
    if (place) return void (place.isConnected && host.isConnected ? undefined : gone());
    if (document.fullscreenElement) {
      box.hidden = true;
      return void close();
    }
    const stays = !anew && corner && !box.hidden && isFree(corner, host);
    if (!stays) corner = freeCorner(host);
    box.hidden = !corner;
    if (!corner) return void close();
    const { side, up } = corner;
    Object.assign(box.style, { left: "auto", right: "auto", [side]: `${EDGE}px`, bottom: `${up}px` });
    if (isOpen()) placeCard(parts);
  };
  /** @param {boolean} anew */
  const look = (anew) => {
    if (looking) return;
    looking = true;
    setTimeout(() => {
      looking = false;
      settle(anew);
    }, CALM);
  };
  const settleIn = () => {
    const own = state === "held" && !isOpen() ? ownPlace() : undefined;
    if (own) {
      place = own;
      box.removeAttribute("style");
      box.hidden = false;
      own.append(host);
      showState(parts, state, true);
    } else settle(true);
  };

  showState(parts, state, false);
  box.hidden = true;
  document.documentElement.append(host);
  settleIn();
  if (document.readyState !== "complete") addEventListener("load", () => void (place ? undefined : settleIn()), { once: true, signal });
  for (const name of ["scroll", "resize", "fullscreenchange"]) {
    addEventListener(name, () => (name === "fullscreenchange" ? settle(true) : look(name === "resize")), { capture: true, passive: true, signal });
  }
  const changes = new MutationObserver(() => look(true));
  changes.observe(document.body, { childList: true });
  signal.addEventListener("abort", () => changes.disconnect());
};

/** Asks whether this page is the one in which a tag was held back, and whether the visitor wants the button here. @param {number} [tries] */
const offer = async (tries = 0) => {
  shared.askFirstButton = true;
  try {
    const answer = await chrome.runtime.sendMessage({ what: "placeholder", since: performance.timeOrigin });
    if (answer?.show) return put();
  } catch {
    // The extension was updated or taken away under this page.
    tries = MOST_TRIES;
  }
  // What the browser tells of the page may come a moment later.
  if (tries < MOST_TRIES) setTimeout(offer, AGAIN, tries + 1);
  else shared.askFirstButton = false;
};

if (window === window.top && !shared.askFirstButton && document.body instanceof HTMLBodyElement) void offer();
