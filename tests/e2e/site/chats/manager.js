// Plays a tag manager: what a marketing department has put into it comes when the page has long begun.
setTimeout(() => {
  const script = document.createElement('script');
  script.textContent = window.__manager;
  document.head.append(script);
}, 150);
