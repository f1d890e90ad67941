// @ts-check
// Runs before the page where the visitor has asked for the chat; says so to relay.js, in the same world.
/** @type {any} */ (globalThis).askFirstMode?.("chat");
