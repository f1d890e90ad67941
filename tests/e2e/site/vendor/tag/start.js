// Serves what the snippet had queued and asks for the account's taglets.
const serve = (list) => {
  const waiting = list.splice(0);
  for (const run of waiting) run();
};
const queues = [tag._defB, tag._defT, tag._defL];
tag.defer = (run) => run();
tag.loaded = false;

const begin = () => {
  if (did.started) return;
  did.started = true;
  serve(queues[1]);
  const section = tag.section ? '&s=' + encodeURIComponent([].concat(tag.section).join(',')) : '';
  // The answer brings the account's hosts and the monitoring code, which goes on from there.
  script('https://' + tagHost + '/lptag/api/account/' + site
    + '/configuration/applications/taglets/.jsonp?df=0&b=1' + section)
    .then(() => { tag.loaded = true; serve(queues[2]); })
    .catch(() => {});
};
tag.start = () => { tag.autoStart = true; begin(); };
serve(queues[0]);
tag._domReady = (name) => {
  if (tag.isDom) return;
  tag.isDom = true;
  tag.events.trigger('LPT', 'DOM_READY', { t: name });
};
if (tag.autoStart !== false) begin();
