// The shop's own code. window.__features says whether each part works; window.__done that everything has run.
const features = window.__features = { cart: 0, search: null, recent: null, atParse: null, afterTag: null, onLoad: null, chatButton: null };
const readCart = () => Number((document.cookie.match(/(?:^|; )cart=(\d+)/) || [])[1] || 0);
const showCart = () => {
  features.cart = readCart();
  const count = document.getElementById('cart-count');
  if (count) count.textContent = features.cart;
};
const remember = (name) => {
  const recent = [name, ...JSON.parse(localStorage.getItem('shop_recent') || '[]').filter((one) => one !== name)];
  localStorage.setItem('shop_recent', JSON.stringify(recent.slice(0, 5)));
  features.recent = recent[0];
};
for (const product of document.querySelectorAll('.product')) {
  product.querySelector('.add').addEventListener('click', () => {
    document.cookie = 'cart=' + (readCart() + 1) + '; path=/; max-age=' + 30 * 86400;
    remember(product.dataset.name);
    showCart();
    // As brands do it: the chat's targeting is told of the cart.
    lpTag.sdes.push({ type: 'cart', total: Number(product.dataset.price), numItems: readCart() });
  });
}
document.getElementById('search').addEventListener('input', ({ target }) => {
  const wanted = target.value.trim().toLowerCase();
  for (const product of document.querySelectorAll('.product')) {
    product.hidden = !product.dataset.name.toLowerCase().includes(wanted);
  }
  features.search = document.querySelectorAll('.product:not([hidden])').length;
});
document.getElementById('search').form.addEventListener('submit', (event) => event.preventDefault());
showCart();

// While the page is read: what the snippet's object offers.
lpTag.section = ['home', 'new'];
lpTag.sdes.push({ type: 'cart', total: 24, numItems: readCart(), products: [{ product: { name: 'Stoneware bowl', sku: 'B-24', price: 24 } }] });
lpTag.sdes.push({ type: 'personal', personal: { firstname: 'Ada', lastname: 'Example', contacts: [{ email: 'ada@example.org' }] } });
lpTag.events.bind('LP_OFFERS', 'OFFER_DISPLAY', (data) => { features.offered = data.engagementType; });
lpTag.events.bind('lpUnifiedWindow', 'state', (data) => {
  document.getElementById('chat-state').textContent = 'Chat: ' + data.state;
});
features.atParse = 'ok';

// When the tag has had its chance, come or not: what only the real tag offers. Nothing here is caught: an error is the page's.
const afterTag = () => {
  window.__tagEvents = lpTag.events.hasFired('LP_OFFERS', 'OFFER_DISPLAY').length;
  lpTag.sdes.send({ type: 'mrktInfo', info: { channel: 0, affiliate: 'spring' } });
  window.__sentAttributes = lpTag.sdes.get('personal');
  lpTag.csds.getDomain('smt');
  lpTag.taglets.rendererStub.getEngagementState(900005);
  lpTag.taglets.lp_monitoringSDK.getVid();
  lpTag.hooks.push({ name: 'BEFORE_SEND_VISITOR_LINE', callback: (data) => data });
  features.afterTag = 'ok';
};
const tagScript = document.querySelector('script[src*="/tag/tag.js"]');
const settled = new Promise((resolve) => {
  tagScript.addEventListener('load', () => { resolve(); afterTag(); });
  tagScript.addEventListener('error', () => { window.__tagError = true; resolve(); afterTag(); });
});
const loaded = new Promise((resolve) => {
  window.addEventListener('load', () => {
    lpTag.newPage(location.href, { section: ['home'] });
    lpTag.events.once('LP_OFFERS', 'OFFER_CLICK', () => {});
    lpTag.log('shop is ready', 'INFO', 'shop');
    features.onLoad = 'ok';
  });
  // One turn later, so that it is done even if the calls above throw.
  window.addEventListener('load', () => setTimeout(resolve));
});
Promise.all([settled, loaded]).then(() => { window.__done = true; });

document.getElementById('browse').addEventListener('click', () => {
  document.querySelector('.products').scrollIntoView({ behavior: 'smooth' });
});
document.getElementById('chat-with-us').addEventListener('click', () => {
  const opened = lpTag.taglets.rendererStub.click(900005);
  features.chatButton = opened ? 'opened' : 'no agent';
  if (!opened) document.getElementById('chat-state').textContent = 'Nobody is there to chat right now';
});
