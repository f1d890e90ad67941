// Plays the chat window: it lives in the page, signs the visitor in anonymously and talks over a websocket.
(() => {
  const tag = window.lpTag;
  const did = window.__lp;
  const { identity, messaging } = tag._conf;
  const account = '/api/account/' + tag.site;
  const make = (name, style, text) => {
    const made = document.createElement(name);
    made.style.cssText = style || '';
    if (text) made.textContent = text;
    return made;
  };
  let root = null;
  let say = null;

  const post = async (path, body) => {
    const answer = await fetch('https://' + identity + account + path, {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body), credentials: 'include',
    });
    if (!answer.ok) throw new Error('identity answered ' + answer.status);
    return answer.json();
  };

  const frame = (title) => {
    root = make('div', 'position:fixed;right:24px;bottom:24px;width:330px;height:420px;background:#fff;border-radius:14px;'
      + 'box-shadow:0 16px 50px rgba(16,32,60,.32);z-index:107160;display:flex;flex-direction:column;overflow:hidden;'
      + 'font:15px/1.45 system-ui,sans-serif;color:#1f2933');
    root.id = 'lpChat';
    root.className = 'lp-window-root lp_desktop';
    const head = make('div', 'background:#f5821f;color:#fff;padding:14px 16px;font-weight:700', title);
    const lines = make('div', 'flex:1;overflow:auto;padding:14px 16px;display:flex;flex-direction:column;gap:8px');
    lines.className = 'lpc_transcript';
    const form = make('form', 'display:flex;border-top:1px solid #e4e7eb');
    const input = make('input', 'flex:1;border:0;padding:13px 16px;font:inherit;outline:none');
    input.className = 'lp_input_area';
    input.placeholder = 'Type a message';
    form.append(input);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (!input.value) return;
      say(input.value);
      input.value = '';
    });
    root.append(head, lines, form);
    document.body.append(root);
    return (text, own) => lines.append(make('div', 'padding:8px 12px;border-radius:12px;max-width:80%;'
      + (own ? 'align-self:flex-end;background:#fdebdc' : 'align-self:flex-start;background:#f1f3f5'), text));
  };

  tag._window = {
    async open(engagement, look) {
      const show = frame(look.title || 'Chat');
      const { token } = await post('/anonymous/authorize', {});
      const { id_token: jwt } = await post('/app/stand-in/authenticate?v=3.0', { authCode: token });
      await tag._storage.set(tag.site + '-unAuthJWT', jwt);
      await tag._storage.set(tag.site + 'lpMessaging-' + tag.site, { jwt });
      const socket = new WebSocket('wss://' + messaging + '/ws_api/account/' + tag.site + '/messaging/consumer?v=3');
      let count = 0;
      const send = (type, body) => socket.send(JSON.stringify({ kind: 'req', id: String(++count), type, body }));
      const requested = () => send('cm.ConsumerRequestConversation', {
        campaignInfo: { campaignId: engagement.campaignId, engagementId: engagement.engagementId },
        conversationContext: { type: 'SharkContext', ...(did.vid && { visitorId: did.vid }), ...(did.sid && { sessionId: did.sid }) },
      });
      say = (text) => { show(text, true); send('ms.PublishEvent', { event: { type: 'ContentEvent', message: text } }); };
      socket.onopen = () => send('InitConnection', { jwt });
      socket.onclose = () => { did.chat = 'ended'; };
      socket.onmessage = ({ data }) => {
        const got = JSON.parse(data);
        if (got.type === 'InitConnectionResponse') requested();
        if (got.type === 'cm.RequestConversationResponse') {
          did.chat = 'open';
          show('Hello! How can I help?');
          tag.events.trigger('lpUnifiedWindow', 'state', { state: 'chatting' });
        }
        if (got.type === 'ms.MessagingEventNotification') {
          did.heard.push(got.body.event.message);
          show(got.body.event.message);
        }
      };
    },
    say: (text) => say(text),
    hide() { if (root) root.style.display = 'none'; },
    show() { if (root) root.style.display = 'flex'; },
    close() { if (root) root.remove(); did.chat = 'ended'; },
  };
})();
