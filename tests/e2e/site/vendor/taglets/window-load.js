// Comes with the window's taglets: knows where the window's code is.
window.lpTag._loadWindow = () => {
  const tag = window.lpTag;
  const version = tag._conf.window;
  if (tag._window) return Promise.resolve();
  return tag._script(tag._media + '/le_unified_window/' + version + '/desktopEmbedded.js?version=' + version);
};
