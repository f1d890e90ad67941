// Plays the chat window in the page: it lives there, not in a frame, and goes on where it was on the page before.
(() => {
  const tag = window.lpTag;
  const did = window.__lp;
  const site = tag.site;
  const { identity, messaging } = tag._conf;
  const { key } = tag._chat;
  const tell = (state) => {
    did.states.push(state);
    tag.events.trigger('lpUnifiedWindow', 'state', { state });
  };
  let shown = null;
  let talk = null;
  let kept = null;
  const keep = (more) => {
    kept = { ...kept, ...more };
    return tag._storage.set(key, kept);
  };

  const gone = (chat) => {
    if (shown) shown.root.remove();
    shown = talk = null;
    did.chat = chat;
    tag.events.trigger('lpUnifiedWindow', 'windowClosed', {});
  };
  const close = async () => {
    talk.end();
    talk.leave();
    if (kept.isOpen) tell('ended');
    await tag._storage.remove(key);
    gone('closed');
  };
  const minimise = (is) => {
    shown.minimise(is);
    did.minimised = is;
    tag.events.trigger('lpUnifiedWindow', is ? 'minimized' : 'maximized', {});
    keep({ isMinimised: is });
  };
  const popOut = (engagement, windowId) => {
    const conf = {
      accountId: site, env: 'prod', clickedChannel: '-lpuw-chat', external: true, supportBlockCCPattern: false, scp: 'uw',
      secureStorageType: 'indexedDB',
      engConf: {
        async: true, scid: '1', cid: engagement.campaignId, eid: engagement.engagementId, lang: 'en-US', svid: did.vid, ssid: did.sid,
        lewid: windowId, connector: { id: 1 }, allowUnauthMsg: true, availabilityPolicy: 0,
      },
    };
    did.popOut = tag._media + '/le_unified_window/' + tag._conf.window + '/index.html?lpUnifiedWindowConfig=' + encodeURIComponent(JSON.stringify(conf));
    window.open(did.popOut, '_blank', 'width=400,height=600');
    talk.leave();
    tag._storage.remove(key).then(() => gone('closed'));
  };

  tag._window = {
    async open({ engagement, windowId, look, resumed }) {
      const jwt = await tag._storage.get(site + '-unAuthJWT');
      kept = { engagement, windowId, isOpen: false, isMinimised: false, ...resumed };
      tell(resumed ? 'resume' : 'initialised');
      shown = lpLook({
        title: look.title || 'Chat',
        say: (text) => talk.say(text),
        buttons: [
          { name: 'lp_popout', point: 'popout', text: '⧉', run: () => popOut(engagement, windowId) },
          { name: 'lp_minimize', point: 'minimize', text: '–', run: () => minimise(!kept.isMinimised) },
          { name: 'lp_close', point: 'close', text: '×', run: () => close() },
        ],
      });
      if (kept.isMinimised) shown.minimise(true);
      const { show } = shown;
      show('Hello! How can I help?');
      talk = lpTalk({
        site, identity, messaging, jwt,
        context: () => ({
          campaignInfo: { campaignId: engagement.campaignId, engagementId: engagement.engagementId },
          conversationContext: { type: 'SharkContext', ...(did.vid && { visitorId: did.vid }), ...(did.sid && { sessionId: did.sid }) },
        }),
        on: {
          async open(token) {
            if (!jwt) await tag._storage.set(site + '-unAuthJWT', token);
            did.chat = 'open';
          },
          async begun() {
            did.chat = 'open';
            await keep({ isOpen: true });
            await tag._storage.set(site + 'lastActiveConvo', Date.now());
            tell('chatting');
            tag.events.trigger('lpUnifiedWindow', 'conversationInfo', { state: 'chatting', accountId: site });
          },
          line(text, own) {
            if (!own) did.heard.push(text);
            show(text, own);
          },
          ended() {
            if (!shown || !kept.isOpen) return;
            did.chat = 'ended';
            kept.isOpen = false;
            show('The conversation has ended.');
            tag._storage.remove(key).then(() => tell('ended'));
          },
          refused(text, error) {
            if (error) did.failed.push(String(error));
            if (text !== 'Connection unavailable') {
              did.chat = 'failed';
              show(text);
              return;
            }
            shown.root.remove();
            shown = null;
            tag._chat.refuse(text);
          },
        },
      });
    },
    say: (text) => talk && talk.say(text),
    hide: () => shown && minimise(true),
    show: () => shown && minimise(false),
    close: () => shown && close(),
  };
})();
