// Comes with the taglets: loads the account's configuration, reports the visit, keeps the ids.
(async () => {
  const tag = window.lpTag;
  const did = window.__lp;
  const conf = tag._conf;
  const site = tag.site;
  did.hosts = conf;
  const account = '/api/account/' + site;
  const now = () => Date.now();
  const digits = (count) => Array.from({ length: count }, () => Math.floor(Math.random() * 10)).join('');
  const { readCookie, writeCookie, clearCookie } = tag.cookieMethods;
  const tolerate = (promise) => promise.catch(() => null);

  // Can cookies be written? Found out with one that is removed at once.
  const probe = 'lpTestCookie' + now();
  writeCookie(probe, '1');
  did.cookiesWork = readCookie(probe) === '1';
  clearCookie(probe);
  if (!sessionStorage.getItem('lpTabId')) sessionStorage.setItem('lpTabId', digits(10));
  sessionStorage.setItem('lpPmCalleeDfs', JSON.stringify({ origin: location.origin }));

  const config = 'https://' + conf.accountConfig + account + '/configuration';
  const media = 'https://' + conf.media;
  if (conf.storageFrame) {
    const frame = document.createElement('iframe');
    frame.id = frame.name = 'lpSS_' + digits(11);
    frame.ariaHidden = 'true';
    frame.tabIndex = -1;
    frame.style.cssText = 'position:absolute;left:-1000px;top:-1000px;width:0;height:0;border:0';
    frame.src = media + '/le_secure_storage/' + conf.storage + '/storage.secure.min.html?loc='
      + encodeURIComponent(location.origin) + '&site=' + site + '&env=prod';
    document.body.append(frame);
  }
  // Of these only the secure storage is indispensable: without it no page is ever reported.
  const [, zones] = await Promise.all([
    tolerate(tag._jsonp(config + '/setting/accountproperties/', 'accountSettingsCB')),
    tolerate(tag._jsonp(config + '/le-campaigns/zones?fields=id&fields=zoneValue', 'lpZonesStaticCB')),
    tolerate(tag._jsonp(config + '/domainprotection/refererrestrictions', 'lpRefCB')),
    tolerate(tag._jsonp('https://' + conf.domains + account + '/service/baseURI.json?version=1.0', 'lpCsdsCB')),
    tolerate(tag._script(media + '/le_re/' + conf.renderer + '/jsv2/overlay.js?_v=' + conf.renderer)),
    tag._script(media + '/le_secure_storage/' + conf.storage + '/storage.secure.min.js'),
  ]);
  tag._zones = zones || [];

  const pageId = () => digits(10);
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
    return tag._jsonp('https://' + conf.monitor + '/api/js/' + site + '?' + query);
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
  const report = async () => {
    clearInterval(alive);
    pid = pageId();
    did.sdes = tag._attributes();
    const answer = await send('sp', { ...pageOf(), sdes: JSON.stringify(did.sdes) });
    await remember(answer.sdkConf);
    tag.events.trigger('lp_monitoringSDK', 'SP_SENT', { pid });
    if (did.sdes.length) await send('uc', { sdes: JSON.stringify(did.sdes) });
    const { messagesToVisitor = [], interval } = await send('pl');
    for (const { destination, subject, content } of messagesToVisitor) {
      tag.events.trigger(destination, subject, content);
    }
    if (interval) alive = setInterval(() => send('ip').catch(() => {}), interval);
  };
  // One page after the other, and none before the ids are recalled: each is told with the ids that the last brought.
  let last = recall();
  tag._monitor = {
    page() {
      last = last.catch(() => {}).then(report);
      return last;
    },
    update: () => tolerate(send('uc', { sdes: JSON.stringify(tag._attributes()) })),
  };
  tag.events.trigger('lp_SMT', 'MONITORING_STATE', { active: true });
  await tag._monitor.page();
})().catch((error) => { window.__lp.failed.push(String(error)); });
