// Comes first of the taglets: looks what the browser can keep, and loads what the others need.
(() => {
  const tag = window.lpTag;
  const did = window.__lp;
  const conf = tag._conf;
  const site = tag.site;
  did.hosts = conf;
  const digits = (count) => Array.from({ length: count }, () => Math.floor(Math.random() * 10)).join('');
  const { readCookie, writeCookie, clearCookie } = tag.cookieMethods;

  // Can cookies be written? Found out with one that is removed at once.
  const probe = 'lpTestCookie' + Date.now();
  writeCookie(probe, '1');
  did.cookiesWork = readCookie(probe) === '1';
  clearCookie(probe);
  if (!sessionStorage.getItem('lpTabId')) sessionStorage.setItem('lpTabId', digits(10));
  sessionStorage.setItem('lpPmCalleeDfs', JSON.stringify({ origin: location.origin }));

  const account = '/api/account/' + site;
  const config = 'https://' + conf.accountConfig + account + '/configuration';
  const media = 'https://' + conf.media;
  // The frame of the secure storage: settled when it has said that it is there, which the chat waits for.
  const framed = !conf.storageFrame ? Promise.resolve(null) : new Promise((resolve) => {
    const frame = document.createElement('iframe');
    frame.id = frame.name = 'lpSS_' + digits(11);
    frame.ariaHidden = 'true';
    frame.tabIndex = -1;
    frame.style.cssText = 'position:absolute;left:-1000px;top:-1000px;width:0;height:0;border:0';
    frame.src = media + '/le_secure_storage/' + conf.storage + '/storage.secure.min.html?loc='
      + encodeURIComponent(location.origin) + '&site=' + site + '&env=prod';
    window.addEventListener('message', ({ source, data }) => {
      if (source === frame.contentWindow && data && data.lpSS === 'ready') resolve(frame);
    });
    (document.body || document.documentElement).append(frame);
  });
  const tried = (promise) => promise.then((value) => value || {}, () => null);
  const properties = tried(tag._jsonp(config + '/setting/accountproperties/', 'accountSettingsCB'));
  const domains = tried(tag._jsonp(config + '/domainprotection/refererrestrictions', 'lpRefCB'));
  tried(tag._jsonp('https://' + conf.domains + account + '/service/baseURI.json?version=1.0', 'lpCsdsCB'));
  const zones = tag._jsonp(config + '/le-campaigns/zones?fields=id&fields=zoneValue', 'lpZonesStaticCB').catch(() => []);
  const storage = tag._script(media + '/le_secure_storage/' + conf.storage + '/storage.secure.min.js');
  storage.catch(() => {});
  tag._digits = digits;
  tag._config = config;
  tag._media = media;
  tag._ready = {
    storage,
    framed,
    zones: zones.then((all) => { tag._zones = all; return all; }),
    // Where the account keeps things: in the page's own origin, unless it cannot be asked.
    isFirstParty: properties.then((told) => Boolean(told) || !conf.storageFrame),
    // Without both of these nothing is ever drawn.
    mayDraw: Promise.all([properties, domains]).then(([one, other]) => Boolean(one || other)),
  };
})();
