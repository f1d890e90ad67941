// Plays the inline snippet 1.10.0: builds the queueing object, keeps what it finds, and asks for the tag at once.
window.lpTag = window.lpTag || {};
if (typeof window.lpTag._tagCount === 'undefined') {
  ((before) => {
    const later = (list) => (run) => { list.push(run); };
    const tag = {
      _v: '1.10.0', _tagCount: 1, _timing: { start: Date.now() },
      site: '{{account}}', protocol: 'https:', ovr: before.ovr || '{{ovr}}',
      section: before.section || '', tagletSection: before.tagletSection || null,
      wl: before.wl || null, scp: before.scp || null,
      autoStart: before.autoStart !== false,
      vars: before.vars || [], dbs: before.dbs || [], ctn: before.ctn || [], sdes: before.sdes || [],
      hooks: before.hooks || [], identities: before.identities || [], ev: before.ev || [],
      external: before.external || {},
      _defB: before._defB || [], _defT: before._defT || [], _defL: before._defL || [],
      isDom: false,
    };
    // 0: before the tag's own parts, 1: with them, anything else: after all is loaded.
    tag.defer = (run, kind) => later(kind === 0 ? tag._defB : kind === 1 ? tag._defT : tag._defL)(run);
    tag.events = {
      bind: (app, name, fn) => tag.defer(() => window.lpTag.events.bind(app, name, fn), 0),
      trigger: (app, name, data) => tag.defer(() => window.lpTag.events.trigger(app, name, data), 1),
    };
    tag._load = (src, charset, id) => {
      const host = tag.ovr && tag.ovr.domain || 'lptag.liveperson.net';
      const script = document.createElement('script');
      script.async = true;
      script.charset = charset || 'UTF-8';
      if (id) script.id = id;
      script.src = src || 'https://' + host + '/tag/tag.js?site=' + tag.site;
      document.head.append(script);
    };
    tag.load = (src, charset, id) => tag._load(src, charset, id);
    tag.start = () => { tag.autoStart = true; };
    tag._domReady = (name) => {
      if (tag.isDom) return;
      tag.isDom = true;
      window.lpTag.events.trigger('LPT', 'DOM_READY', { t: name });
    };
    tag.init = () => {
      document.addEventListener('DOMContentLoaded', () => tag._domReady('contReady'), { once: true });
      window.addEventListener('load', () => tag._domReady('domReady'), { once: true });
      if (typeof window._lptStop === 'undefined') tag.load();
    };
    window.lpTag = tag;
    tag.init();
  })(window.lpTag);
} else {
  window.lpTag._tagCount += 1;
}
