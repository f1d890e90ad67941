// First on every page: whatever goes wrong unseen is kept for the test to read.
window.__errors = [];
window.addEventListener('error', (event) => {
  // A failed load of a subresource has no message and is no error of the page's own code.
  if (event.message) window.__errors.push(String(event.message));
}, true);
window.addEventListener('unhandledrejection', (event) => {
  window.__errors.push('unhandled: ' + String(event.reason));
});
