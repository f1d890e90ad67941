// @ts-check
// What is read in the popup beyond its first picture, and the report: copied to the clipboard or saved as a file, at the
// visitor's press and in no other way. What it says is in src/web/pages/reading/ and src/report/.
import init, { Reading } from "./wasm/pages.js";

await init();
const reading = new Reading();

/** The popup shows a view: what is read follows it. */
export const follow = () => reading.follow(Number(document.body.dataset.tab));

/** @param {string} id @returns {any} */
const byId = (id) => document.getElementById(id);

/** @param {string} text @param {string} type @param {string} name */
const save = (text, type, name) => {
  const link = document.createElement("a");
  const file = URL.createObjectURL(new Blob([text], { type }));
  Object.assign(link, { href: file, download: name });
  link.click();
  // The browser has taken it by then; without an end it would stay in memory until the popup closes.
  setTimeout(() => URL.revokeObjectURL(file), 10_000);
};

/** @param {boolean} readable @param {(text: string) => unknown} deliver @param {"copied" | "saved"} how */
const onPress = (readable, deliver, how) => async () => {
  try {
    await deliver(await reading.report(readable, byId("report-personal").checked));
    reading.say(how);
  } catch (error) {
    reading.say("failed");
    console.error("AskFirst:", error);
  }
};
/** The file's name: of the site and the minute, in signs that every file system takes. @param {string} ending */
const fileName = (ending) => {
  const site = byId("site").textContent.replace(/[^a-z0-9.-]/giu, "_").slice(0, 80);
  return `askfirst-${site}-${new Date().toISOString().slice(0, 16).replace(/[:T]/gu, "-")}.${ending}`;
};
byId("report-copy").addEventListener("click", onPress(false, (text) => navigator.clipboard.writeText(text), "copied"));
byId("report-json").addEventListener("click", onPress(false, (text) => save(text, "application/json", fileName("json")), "saved"));
byId("report-html").addEventListener("click", onPress(true, (text) => save(text, "text/html", fileName("html")), "saved"));
