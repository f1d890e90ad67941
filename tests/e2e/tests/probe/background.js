// Wakes for monitoring calls and for nothing else.
globalThis.chrome.webRequest.onBeforeRequest.addListener(
  () => { chrome.storage.session.set({ woken: true }); },
  { urls: ['https://*.v.liveperson.net/*'] },
);
