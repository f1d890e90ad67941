// The tag comes when the visitor asks for it, and the chat opens when its button is there.
const load = () => {
  if (window.__asked) return;
  window.__asked = true;
  const script = document.createElement('script');
  script.textContent = document.getElementById('their-snippet').textContent;
  document.head.append(script);
};
const chat = () => {
  load();
  document.getElementById('chat-state').textContent = '…';
  lpTag.events.bind('LP_OFFERS', 'OFFER_DISPLAY', (offer) => {
    if (offer.engagementType === 5 && window.__opened === undefined) window.__opened = lpTag.taglets.rendererStub.click(offer.engagementId);
  });
};
