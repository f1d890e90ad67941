// @ts-check
// What a page had laid out for a tag that never ran, asked when the popup wants to say it; nothing of it is stored.

/** @param {number} tabId @returns {Promise<object[]>} What each frame answers that can be asked. */
export const askPage = async (tabId) => {
  try {
    const answers = await chrome.scripting.executeScript({ target: { tabId, allFrames: true }, world: "MAIN", files: ["/laid-out/read.js"], injectImmediately: true });
    return answers.flatMap(({ result }) => (result && typeof result === "object" ? [result] : []));
  } catch {
    // A page that is being left, or where extensions may not run.
    return [];
  }
};
