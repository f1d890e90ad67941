// The tag's ground: needs the snippet's object, makes events, attributes, hooks and loading real.
const tag = window.lpTag;
if (!tag || typeof tag.defer !== 'function') throw new Error('the tag needs the snippet on the page');
const site = tag.site;
const tagHost = tag.ovr && tag.ovr.domain || 'lptag.liveperson.net';

// What the stand-in did, for a test to read.
const did = window.__lp = {
  started: false, hosts: null, vid: null, sid: null, known: null, respawned: false,
  sent: { sp: 0, uc: 0, pl: 0, ip: 0 }, drawn: [], suppressed: [], sdes: [], newPages: [],
  timedOut: [], clicked: [], chat: 'closed', states: [], minimised: false, popOut: null, heard: [], failed: [],
};

const listeners = [];
const fired = [];
tag.events = {
  bind(app, name, fn) {
    const one = typeof app === 'object'
      ? { app: app.appName, name: app.eventName, fn: app.func, context: app.context, once: app.triggerOnce }
      : { app, name, fn };
    one.id = 'ev' + (listeners.length + 1);
    listeners.push(one);
    return one.id;
  },
  once(app, name, fn) {
    return tag.events.bind({ appName: app, eventName: name, func: fn, triggerOnce: true });
  },
  unbind(id) {
    const at = listeners.findIndex((one) => one.id === id || one.fn === id);
    if (at >= 0) listeners.splice(at, 1);
    return at >= 0;
  },
  trigger(app, name, data) {
    fired.push({ appName: app, eventName: name, data });
    for (const one of listeners.slice()) {
      if ((one.app !== app && one.app !== '*') || (one.name !== name && one.name !== '*')) continue;
      if (one.once) tag.events.unbind(one.id);
      one.fn.call(one.context || window, data, { appName: app, eventName: name });
    }
  },
  hasFired(app, name) {
    return fired.filter((one) => one.appName === app && (!name || one.eventName === name));
  },
};

// Hooks may change what is sent: each gets the object and gives it back.
const hooks = [...(tag.hooks || [])];
tag.hooks = {
  push(...more) { hooks.push(...more); return hooks.length; },
  exec(name, data) {
    return hooks.filter((one) => one.name === name).reduce((now, one) => one.callback(now) || now, data);
  },
};

const attributes = [...(tag.sdes || [])];
tag.sdes = {
  push(...more) {
    attributes.push(...more);
    tag.events.trigger('lp_sdes', 'VAR_ADDED', more);
    return attributes.length;
  },
  send(one) { tag.sdes.push(one); tag._monitor && tag._monitor.update(); return true; },
  get(type) { return type ? attributes.filter((one) => one.type === type) : attributes.slice(); },
  reset() { attributes.length = 0; },
};
tag._attributes = () => {
  const passed = tag.hooks.exec('BEFORE_SEND_SDE', { data: attributes.slice() });
  // Nothing, or a list of its own, is also an answer.
  return Array.isArray(passed) ? passed : passed && passed.data || [];
};

const script = (src) => new Promise((resolve, reject) => {
  const element = document.createElement('script');
  element.async = true;
  element.id = 'scr' + Math.floor(Math.random() * 1e9) + '_' + Date.now();
  element.src = src;
  element.onload = () => resolve();
  element.onerror = () => { did.failed.push(src); reject(new Error('could not load ' + src)); };
  document.head.append(element);
});
// JSONP, as the real one does it: a global callback per call, taken away after the answer. Its name goes where the
// address says `cb=*`, else to the end.
const jsonp = (src, name) => new Promise((resolve, reject) => {
  const callback = name || 'lpCb' + Math.floor(Math.random() * 1e5) + 'x' + Math.floor(Math.random() * 1e5);
  const done = (run, value) => { delete window[callback]; run(value); };
  window[callback] = (value) => done(resolve, value);
  const address = src.includes('cb=*') ? src : src + (src.includes('?') ? '&' : '?') + 'cb=*';
  script(address.replace('cb=*', 'cb=' + callback)).catch((error) => done(reject, error));
});
tag.load = tag._load = (src) => script(src).catch(() => {});
tag._script = script;
tag._jsonp = jsonp;
