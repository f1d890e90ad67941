// The monitoring taglet: reports the visit, keeps the ids, passes on what the answer says is to be shown.
(async () => {
  const tag = window.lpTag;
  const did = window.__lp;
  const { monitor } = tag._conf;
  const site = tag.site;
  const now = () => Date.now();
  const { readCookie, writeCookie } = tag.cookieMethods;
  /** A blocked or failing start of a page is tried again after so long. Milliseconds. */
  const AGAIN = 2000;
  // Of all that is loaded only the secure storage is indispensable: without it no page is ever reported.
  const recalled = tag._ready.storage.then(() => recall());

  const pageId = () => tag._digits(10);
  let pid = pageId();
  const send = (kind, more = {}) => {
    did.sent[kind] += 1;
    const query = new URLSearchParams();
    if (did.sid) query.set('sid', did.sid);
    if (did.vid) query.set('vid', did.vid);
    const all = {
      cb: '*', t: kind, ts: now(), pid, tid: sessionStorage.getItem('lpTabId') || '',
      ...more,
    };
    for (const [name, value] of Object.entries(all)) query.set(name, value);
    return tag._jsonp('https://' + monitor + '/api/js/' + site + '?' + query);
  };
  // After a chat the consumer is known, and is told along.
  const identities = async () => {
    const jwt = await tag._storage.get(site + '-unAuthJWT');
    return jwt ? { identities: JSON.stringify([{ iss: 'LivePerson', acr: '0', sub: jwt }]) } : {};
  };
  const pageOf = () => ({
    u: tag.url || location.href, r: document.referrer, pt: document.title,
    sec: JSON.stringify([].concat(tag.section || [])), df: 0, os: 1,
    rvt: localStorage.getItem('lpLastVisit-' + site) || '',
  });

  // Who is it? Cookies first; when they are gone, what the site's own database remembers.
  const recall = async () => {
    const kept = await tag._storage.get(site + 'lpsmt') || {};
    const cookie = readCookie('LPVID');
    did.known = { cookie, kept: kept.vid || null };
    did.vid = cookie || kept.vid || null;
    did.sid = readCookie('LPSID-' + site) || kept.sid || null;
    did.respawned = !cookie && Boolean(kept.vid);
  };
  const remember = async ({ lpVisitorId, lpSessionId, lpLastVisit, domain, expiration }) => {
    did.vid = lpVisitorId;
    did.sid = lpSessionId;
    writeCookie('LPVID', lpVisitorId, expiration, domain);
    writeCookie('LPSID-' + site, lpSessionId, 0, domain);
    localStorage.setItem('lpLastVisit-' + site, String(lpLastVisit));
    await tag._storage.set('lpStrMap', { [site + 'lpsmt']: now() });
    await tag._storage.set(site + 'lpsmt', { vid: lpVisitorId, sid: lpSessionId, exp: now() + 86400000 });
  };

  let alive = null;
  let pages = 0;
  const report = async (page) => {
    clearInterval(alive);
    pid = pageId();
    did.sdes = tag._attributes();
    const known = await identities();
    let answer = null;
    while (!answer) {
      answer = await send('sp', { ...pageOf(), ...known, sdes: JSON.stringify(did.sdes) }).catch(() => null);
      if (answer) break;
      await new Promise((resolve) => { setTimeout(resolve, AGAIN); });
      // A page that was left meanwhile is not worth another try.
      if (page !== pages) return;
    }
    await remember(answer.sdkConf);
    tag.events.trigger('lp_monitoringSDK', 'SP_SENT', { pid });
    if (did.sdes.length) await send('uc', { sdes: JSON.stringify(did.sdes) }).catch(() => {});
    const { messagesToVisitor = [], interval } = await send('pl');
    tag.events.trigger('lp_monitoringSDK', 'REQUEST_COMPLETE', { pid });
    for (const { destination, subject, content } of messagesToVisitor) {
      tag.events.trigger(destination, subject, content);
    }
    if (interval) alive = setInterval(() => send('ip').catch(() => {}), interval);
  };
  // One page after the other, and none before the ids are recalled: each is told with the ids that the last brought.
  let last = recalled;
  tag._monitor = {
    page() {
      const page = ++pages;
      last = last.catch(() => {}).then(() => report(page));
      return last;
    },
    update: () => send('uc', { sdes: JSON.stringify(tag._attributes()) }).catch(() => {}),
  };
  tag.events.trigger('lp_SMT', 'MONITORING_STATE', { active: true });
  await recalled;
  await tag._monitor.page();
})().catch((error) => { window.__lp.failed.push(String(error)); });
