// The window's stub: loads the chat window when it is asked for, and again by itself on the page after one where a conversation
// was going on.
(() => {
  const tag = window.lpTag;
  const did = window.__lp;
  const conf = tag._conf;
  const key = tag.site + 'lpMessaging-' + tag.site;

  const load = async (engagement, windowId, resumed) => {
    // A chat needs more taglets, the window's configuration, the frame of the storage, and the window's code.
    const tagHost = tag.ovr && tag.ovr.domain || 'lptag.liveperson.net';
    await tag._script('https://' + tagHost + '/lptag/api/account/' + tag.site + '/configuration/applications/taglets/.jsonp?df=0&b=1&scp=uw')
      .catch((error) => { tag._chat.refuse('Connection unavailable'); throw error; });
    const look = await tag._jsonp(tag._config + '/engagement-window/window-confs/' + windowId + '?v=3.0')
      .catch((error) => { tag._chat.refuse('Unable to connect'); throw error; });
    await tag._ready.framed;
    await tag._loadWindow();
    await tag._window.open({ engagement, windowId, look, resumed });
  };
  const begin = (engagement, windowId, resumed) => {
    if (did.chat !== 'closed') return;
    did.chat = 'opening';
    load(engagement, windowId, resumed).catch((error) => {
      did.failed.push(String(error));
      if (did.chat === 'opening') did.chat = 'failed';
    });
  };
  tag._chat = {
    key,
    open: (engagement, details) => begin(engagement, details.windowId, null),
    /** Says for five seconds that there is no chat, then begins the page anew. */
    refuse(text) {
      did.chat = 'unavailable';
      const note = document.createElement('div');
      note.className = 'lp-window-root lp_error';
      note.textContent = text;
      note.style.cssText = 'position:fixed;right:24px;bottom:24px;padding:18px;background:#fff;color:#1f2933;border:1px solid #ccc;z-index:107160';
      document.body.append(note);
      setTimeout(() => { note.remove(); did.chat = 'closed'; tag.newPage(location.href); }, 5000);
    },
  };
  const resume = async () => {
    await tag._ready.storage;
    const kept = await tag._storage.get(key);
    if (kept && kept.isOpen) begin(kept.engagement, kept.windowId, kept);
  };
  resume().catch((error) => { did.failed.push(String(error)); });
})();
