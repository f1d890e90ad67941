// Plays LivePerson's chat in a window of its own, on LivePerson's own host: it keeps its things there, and goes on watching.
(() => {
  const { accountId: site, engConf } = JSON.parse(new URLSearchParams(location.search).get('lpUnifiedWindowConfig'));
  const did = window.__lp = { chat: 'opening', heard: [], states: [], failed: [], watched: null };
  document.cookie = 'LPCID-' + site + '=' + Date.now() + '; path=/; max-age=86400';
  localStorage.setItem(site + '-lpuw', JSON.stringify({ svid: engConf.svid, at: Date.now() }));
  sessionStorage.setItem('lpTabId', String(Math.random()).slice(2, 12));
  // What nobody asked for: the visit goes on being reported from here.
  const query = new URLSearchParams({ t: 'ip', ts: String(Date.now()), vid: engConf.svid || '', sid: engConf.ssid || '', u: location.origin });
  fetch('https://va.v.liveperson.net/api/js/' + site + '?' + query, { credentials: 'include' })
    .then((answer) => { did.watched = answer.ok; }, () => { did.watched = false; });

  const { show } = lpLook({ title: 'Chat', buttons: [], say: (text) => talk.say(text) });
  show('Hello! How can I help?');
  const talk = lpTalk({
    site, identity: 'va.idp.liveperson.net', messaging: 'va.msg.liveperson.net', jwt: null,
    context: () => ({
      campaignInfo: { campaignId: engConf.cid, engagementId: engConf.eid },
      conversationContext: { type: 'SharkContext', ...(engConf.svid && { visitorId: engConf.svid }), ...(engConf.ssid && { sessionId: engConf.ssid }) },
    }),
    on: {
      open(jwt) {
        localStorage.setItem(site + '-unAuthJWT', jwt);
        did.chat = 'open';
      },
      begun() { did.states.push('chatting'); },
      line(text, own) {
        if (!own) did.heard.push(text);
        show(text, own);
      },
      ended() {
        did.chat = 'ended';
        did.states.push('ended');
        show('The conversation has ended.');
      },
      refused(text) {
        did.chat = 'failed';
        show(text);
      },
    },
  });
})();
