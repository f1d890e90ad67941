// Says which tab it is about: the one in its address, else the active one.
(async () => {
  const named = new URLSearchParams(location.search).get('tab');
  const [active] = await chrome.tabs.query({ active: true, currentWindow: true });
  document.getElementById('tab').textContent = 'tab ' + (named || active.id);
  document.getElementById('press').addEventListener('click', ({ isTrusted }) => { window.pressed = isTrusted; });
})();
