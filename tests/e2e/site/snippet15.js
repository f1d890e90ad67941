// Plays the inline snippet of the 1.5 line: it overwrites window.lpTag with no look at what was there.
window.lpTag = {
  _v: '1.5.1', _tagCount: 1, _timing: { start: Date.now() },
  site: '{{account}}', protocol: 'https:', ovr: '{{ovr}}', section: '', autoStart: true, isDom: false,
  vars: [], dbs: [], ctn: [], sdes: [], hooks: [], identities: [], ev: [], external: {},
  _defB: [], _defT: [], _defL: [],
  defer(run, kind) {
    (kind === 0 ? this._defB : kind === 1 ? this._defT : this._defL).push(run);
  },
  events: {
    bind(app, name, fn) {
      window.lpTag.defer(() => window.lpTag.events.bind(app, name, fn), 0);
    },
    trigger(app, name, data) {
      window.lpTag.defer(() => window.lpTag.events.trigger(app, name, data), 1);
    },
  },
  load(src, charset, id) {
    const script = document.createElement('script');
    script.charset = charset || 'UTF-8';
    if (id) script.id = id;
    script.src = src || 'https://' + (this.ovr && this.ovr.domain || 'lptag.liveperson.net') + '/tag/tag.js?site=' + this.site;
    document.head.append(script);
  },
  start() { this.autoStart = true; },
  _domReady(name) {
    if (this.isDom) return;
    this.isDom = true;
    window.lpTag.events.trigger('LPT', 'DOM_READY', { t: name });
  },
  init() {
    window.addEventListener('load', () => window.lpTag._domReady('domReady'), { once: true });
    if (typeof window._lptStop === 'undefined') this.load();
  },
};
window.lpTag.init();
