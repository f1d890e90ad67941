// The members that brands' pages call once the tag is there.
tag.log = () => {};
tag.getDomain = (name) => tag._conf && tag._conf[name] || null;
tag.newPage = (url, options = {}) => {
  did.newPages.push(url);
  tag.url = url;
  if (options.section) tag.section = options.section;
  if (options.sdes) attributes.push(...options.sdes);
  if (tag._monitor) tag._monitor.page();
};
tag.loadTaglet = (name) => (tag.taglets[name] ? tag.taglets[name] : null);
tag.loadTaglets = (names = []) => [].concat(names).map(tag.loadTaglet);

tag.csds = {
  getDomain: (name) => tag.getDomain(name),
  getDomains: () => ({ ...tag._conf }),
};
tag.device = {
  isMobile: () => false,
  isTablet: () => false,
  isDesktop: () => true,
  family: () => 'DESKTOP',
};
tag.features = {
  hasFeature: () => false,
  getFeature: () => null,
};
tag.cookieMethods = {
  readCookie: (name) => {
    const found = document.cookie.split('; ').find((one) => one.startsWith(name + '='));
    return found ? found.slice(name.length + 1) : null;
  },
  writeCookie: (name, value, seconds, domain) => {
    document.cookie = name + '=' + value + '; path=/'
      + (domain ? '; domain=' + domain : '') + (seconds ? '; max-age=' + seconds : '');
  },
  clearCookie: (name, domain) => {
    document.cookie = name + '=; path=/; max-age=0' + (domain ? '; domain=' + domain : '');
  },
};
tag.storageMethods = {
  getSessionData: (name) => sessionStorage.getItem(name),
  setSessionData: (name, value) => sessionStorage.setItem(name, value),
  removeSessionData: (name) => sessionStorage.removeItem(name),
  getPersistentData: (name) => localStorage.getItem(name),
  setPersistentData: (name, value) => localStorage.setItem(name, value),
  removePersistentData: (name) => localStorage.removeItem(name),
};
tag.taglets = {
  rendererStub: {
    click: (id, options) => (tag._renderer ? tag._renderer.click(id, options) : false),
    getEngagementInfo: (id) => (tag._renderer ? tag._renderer.find(id) : null),
    getEngagementState: (id) => (tag._renderer && tag._renderer.find(id) || { state: 2 }).state,
  },
  lp_monitoringSDK: {
    getVid: () => did.vid,
    getSid: () => did.sid,
    getPid: () => null,
  },
  lp_sdes: {
    push: (...more) => tag.sdes.push(...more),
    send: (one) => tag.sdes.send(one),
    get: (type) => tag.sdes.get(type),
    reset: () => tag.sdes.reset(),
  },
  lpUnifiedWindow: {
    getState: () => did.chat,
    minimize: () => tag._window && tag._window.hide(),
    maximize: () => tag._window && tag._window.show(),
    close: () => tag._window && tag._window.close(),
  },
};
