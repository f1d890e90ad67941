// A worker of the shop's own that asks LivePerson's hosts.
self.onmessage = async ({ data: question }) => {
  try {
    if (question === 'import') importScripts('https://lpcdn.lpsnmedia.net/kinds/in-worker.js');
    if (question === 'fetch') await (await fetch('https://va.v.liveperson.net/kinds/data.json?by=worker')).json();
    self.postMessage({ question, ok: true });
  } catch {
    self.postMessage({ question, ok: false });
  }
};
