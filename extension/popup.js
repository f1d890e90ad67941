// @ts-check
// The popup's shell: loads its wasm. What the popup does is in src/web/popup/.
import init from "./wasm/popup.js";

init().catch((error) => {
  // The words are the wasm's to fill in; without it there is one sentence left to say.
  document.body.dataset.state = "error";
  const site = document.getElementById("site");
  if (site) site.textContent = chrome.i18n.getMessage("error_title");
  console.error("AskFirst:", error);
});
