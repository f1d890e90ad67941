// Plays how a chat window talks: signs the visitor in anonymously, then talks over a websocket. In the page and in the pop-out.
// `on` hears: `open`, `line` (text, whether it is the visitor's), `begun`, `ended`, and `refused` with what to say.
const lpTalk = ({ site, identity, messaging, jwt: known, context, on }) => {
  const account = '/api/account/' + site;
  const headers = { 'Content-Type': 'application/json', 'LP-URL': location.href };
  let socket = null;
  let count = 0;
  let jwt = known;
  let dialog = null;
  let isRequested = false;
  // Said before there is a conversation to say it in.
  const waiting = [];

  // The host's own frame asks for us; where it does not come, we ask ourselves.
  const framed = new Promise((resolve) => {
    const frame = document.createElement('iframe');
    frame.style.cssText = 'position:absolute;left:-1000px;width:0;height:0;border:0';
    frame.src = 'https://' + identity + '/postmessage/postmessage.min.html?bust=' + Date.now() + '&loc=' + encodeURIComponent(location.origin);
    window.addEventListener('message', ({ source, data }) => {
      if (source === frame.contentWindow && data && data.lpPost === 'ready') resolve(frame);
    });
    setTimeout(() => resolve(null), 3000);
    if (!known) document.body.append(frame);
  });
  const throughFrame = (frame, path, body) => new Promise((resolve, reject) => {
    const id = ++count;
    window.addEventListener('message', ({ source, data }) => {
      if (source !== frame.contentWindow || !data || data.lpPost !== 'answer' || data.id !== id) return;
      if (data.status === 200) resolve(JSON.parse(data.text));
      else reject(new Error('identity answered ' + data.status));
    });
    frame.contentWindow.postMessage({ lpPost: 'ask', id, path, body, headers }, '*');
  });
  const direct = async (path, body) => {
    const answer = await fetch('https://' + identity + path, { method: 'POST', headers, body, credentials: 'include' });
    if (!answer.ok) throw new Error('identity answered ' + answer.status);
    return answer.json();
  };
  const signIn = async () => {
    const frame = await framed;
    const path = account + '/anonymous/authorize';
    const { token } = await (frame ? throughFrame(frame, path, '{}') : direct(path, '{}'));
    const answer = await direct(account + '/app/stand-in/authenticate?v=3.0', JSON.stringify({ authCode: token }));
    jwt = answer.id_token;
  };

  const send = (type, body = {}, more = {}) => socket.send(JSON.stringify({ kind: 'req', id: String(++count), type, body, ...more }));
  const publish = (text) => send('ms.PublishEvent', { dialogId: dialog, event: { type: 'ContentEvent', contentType: 'text/plain', message: text } });
  const subscribe = () => send('ms.SubscribeMessagingEvents', { dialogId: dialog, fromSeq: 0 });
  const hear = {
    InitConnectionResponse({ code }) {
      if (code !== 200) {
        on.refused('Connection unavailable');
        return;
      }
      send('userprofile.GetUserProfile');
      send('brandprofile.GetBrandProfile', { brandId: site });
      send('cqm.SubscribeExConversations', { convState: ['OPEN'], brandId: site });
      on.open(jwt);
    },
    'cqm.ExConversationChangeNotification'({ body }) {
      for (const { result } of body.changes) {
        if (result.conversationDetails.state === 'CLOSE') {
          dialog = null;
          isRequested = false;
          on.ended();
        } else if (!isRequested) {
          // One that was going on before this page.
          isRequested = true;
          dialog = result.convId;
          subscribe();
          on.begun(true);
        }
      }
    },
    'cm.RequestConversationResponse'({ body }) {
      dialog = body.conversationId;
      subscribe();
      on.begun(false);
      for (const text of waiting.splice(0)) publish(text);
    },
    'ms.MessagingEventNotification': ({ body }) => on.line(body.event.message, body.originator === 'CONSUMER'),
  };
  const connect = () => {
    socket = new WebSocket('wss://' + messaging + '/ws_api' + account + '/messaging/consumer?v=3');
    socket.onopen = () => {
      send('GetClock');
      send('InitConnection', {}, { headers: [{ type: '.ams.headers.ConsumerAuthentication', jwt }] });
    };
    socket.onmessage = ({ data }) => {
      const got = JSON.parse(data);
      if (Object.hasOwn(hear, got.type)) hear[got.type](got);
    };
    socket.onerror = () => on.refused('Connection unavailable');
  };
  (known ? Promise.resolve() : signIn()).then(connect, (error) => on.refused('Something went wrong. Please refresh the page.', error));

  return {
    say(text) {
      on.line(text, true);
      if (dialog) {
        publish(text);
        return;
      }
      waiting.push(text);
      if (isRequested) return;
      isRequested = true;
      send('cm.ConsumerRequestConversation', { brandId: site, channelType: 'MESSAGING', ...context() });
    },
    /** Ends the conversation. */
    end() { if (dialog) send('cm.UpdateConversationField', { conversationId: dialog, conversationField: [{ field: 'ConversationStateField', conversationState: 'CLOSE' }] }); },
    /** Leaves it as it is. */
    leave() { if (socket) { socket.onerror = null; socket.close(); } },
  };
};
