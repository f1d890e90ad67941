// @ts-check
// Whether the visitor asked for the chat: what was pressed just before the page loaded the tag.

/** Words for a chat on a control, in the languages that AskFirst speaks. */
const CHAT =
  /(?<![\p{L}\p{N}])(?:(?:live[ -]?)?chat(?:s|te|ten|tez|ter|ta|tear|ea|ar|box)?|tchat(?:ter|tez)?|clavard(?:er|ez|age)|czat(?:u|uj)?|bate-papo|message us|talk to us|live (?:help|support)|discuter|discussion en direct|mensaj(?:e|ería)|escríbenos|scrivici|nachricht schreiben|napisz do nas|skriv till oss|stuur ons een bericht)(?![\p{L}\p{N}])|チャット|دردشة|محادثة|צ['׳]?אט/iu;
/** Marks of LivePerson's on a control. Source: liveperson.md, 4.4 and 5.1. */
const MARK = /liveperson|liveengage|\blp[_-]?(?:m[_-]?)?(?:chat|button|but-?div|container)|\bLP_DIV_/i;
const CONTROL = "button, a[href], input, summary, label, [role=button], [role=link], [onclick], [tabindex]";
/** So long a press may be ago. Milliseconds. */
const RECENT = 1000;
const LONGEST_LABEL = 80;

/** @typedef {"on-load" | "on-interaction" | "reactive-label" | "reactive-mark"} Deployment */

/** The latest press. @type {{target: EventTarget | null, time: number} | undefined} */
let press;
/** When the visitor first did anything. */
let began = Infinity;

for (const kind of ["scroll", "wheel", "mousemove", "pointerdown", "touchstart", "keydown"]) {
  window.addEventListener(
    kind,
    ({ isTrusted, timeStamp }) => {
      if (isTrusted) began = Math.min(began, timeStamp);
    },
    { capture: true, passive: true, once: true },
  );
}
window.addEventListener(
  "click",
  ({ isTrusted, timeStamp, target }) => {
    // Only the visitor's own: a script can click, but not like this.
    if (isTrusted) press = { target, time: timeStamp };
  },
  { capture: true, passive: true },
);

/** @param {Element} control */
const labelOf = (control) => {
  const named = ["aria-label", "title", "alt", "value"].map((name) => control.getAttribute(name) ?? "");
  const text = (control.textContent ?? "").trim();
  return [...named, text].filter((label) => label.length <= LONGEST_LABEL).join("\n");
};
/** @param {Element} element */
const marksOf = (element) => [element.id, element.getAttribute("class") ?? "", ...element.getAttributeNames().filter((name) => name.startsWith("data-lp")).map(() => "liveperson")].join(" ");

/** How the page came to load the tag, now. @returns {Deployment} */
export const deployment = () => {
  const now = performance.now();
  if (press && now - press.time < RECENT && press.target instanceof Element) {
    const control = press.target.closest(CONTROL);
    if (control && CHAT.test(labelOf(control))) return "reactive-label";
    for (let at = control, depth = 0; at && depth < 3; at = at.parentElement, depth++) if (MARK.test(marksOf(at))) return "reactive-mark";
    return "on-interaction";
  }
  return began <= now && now - began < RECENT ? "on-interaction" : "on-load";
};
