// Plays the old stack's chat script: looks for an agent and draws a link to the chat window.
window.__legacy = 'loaded';
