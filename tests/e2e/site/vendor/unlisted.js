// Keeps things under names that no list has, at once and later, and calls the page's own code meanwhile.
document.cookie = 'zz_visit=1; Max-Age=86400; Path=/';
localStorage.setItem('zz_state', 'at once');
localStorage.zz_assigned = 'at once';
setTimeout(() => {
  localStorage.setItem('zz_later', 'later');
  window.__unlisted = true;
}, 50);
