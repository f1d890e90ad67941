// @ts-check
// Runs before every page where the visitor wants the chat only, unless they say otherwise; says so to relay.js, in the same
// world. The background is not told of each page: it hears of one when its tag was held back.
/** @type {any} */ (globalThis).askFirstMode?.("chat", true);
