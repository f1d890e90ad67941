// Plays the renderer: draws what monitoring decides to show.
(() => {
  const tag = window.lpTag;
  const did = window.__lp;
  const drawn = new Map();
  // The formats that come by themselves; the others are buttons that wait.
  const formats = { 1: 'invitation', 5: 'embedded', 6: 'sticky' };
  const base = 'font:15px/1.45 system-ui,sans-serif;color:#1f2933;z-index:107158;';
  const styles = {
    invitation: base + 'position:fixed;right:24px;bottom:24px;width:300px;background:#fff;border-radius:14px;'
      + 'box-shadow:0 12px 40px rgba(16,32,60,.28);padding:18px 18px 16px;box-sizing:border-box',
    embedded: base + 'display:inline-block',
    sticky: base + 'position:fixed;right:0;top:42%;',
  };
  const solid = 'border:0;cursor:pointer;font:inherit;font-weight:600;border-radius:8px;padding:9px 16px;background:#f5821f;color:#fff;';
  const button = (text, style, event, run) => {
    const made = document.createElement('button');
    made.type = 'button';
    made.textContent = text;
    made.style.cssText = style;
    made.dataset.lpEvent = event;
    made.setAttribute('data-LP-event', event);
    made.addEventListener('click', run);
    return made;
  };
  const line = (name, text, style) => {
    const made = document.createElement(name);
    made.textContent = text;
    made.style.cssText = style;
    return made;
  };

  const draw = (engagement) => {
    const { engagementId: id, engagementType: type } = engagement;
    // A second page within the document shows what is there already.
    if (drawn.has(id)) return;
    const message = { engagementId: id, engagementType: type, conf: { type }, skipRendererStubInstantiation: false };
    tag.events.trigger('RENDERER_STUB', 'BEFORE_CREATE_ENGAGEMENT_INSTANCE', message);
    if (message.skipRendererStubInstantiation) {
      did.suppressed.push(type);
      return;
    }
    const format = formats[type];
    const zone = document.querySelector((tag._zones[0] || {}).zoneValue || '#none');
    const place = format === 'embedded' ? zone : document.body;
    if (!format || !place) return;
    const box = document.createElement('div');
    box.id = 'LPMcontainer-' + Date.now() + '-' + drawn.size;
    box.className = 'LPMcontainer LPMoverlay';
    box.style.cssText = styles[format];
    const open = () => tag._renderer.click(id);
    const away = () => { box.remove(); tag.events.trigger('LP_OFFERS', 'OFFER_DECLINED', engagement); };
    if (format === 'invitation') {
      box.append(
        button('×', 'position:absolute;right:10px;top:6px;border:0;background:none;font-size:22px;color:#7b8794;cursor:pointer', 'close', away),
        line('div', 'Can I help you?', 'font-weight:700;font-size:17px;margin-bottom:4px'),
        line('div', 'I see you are looking around. Ask me anything, I am right here.', 'color:#52606d;margin-bottom:14px'),
        button('Chat now', solid, 'click', open),
      );
    } else {
      const look = format === 'sticky' ? solid + 'border-radius:8px 0 0 8px;padding:14px 12px;writing-mode:vertical-rl' : solid;
      box.append(button('Live chat', look, 'click', open));
    }
    place.append(box);
    drawn.set(id, engagement);
    did.drawn.push(type);
    tag.events.trigger('RENDERER_STUB', 'AFTER_CREATE_ENGAGEMENT_INSTANCE', {
      eng: { engData: engagement, conf: { type }, mainContainer: { id: box.id } },
    });
    tag.events.trigger('LP_OFFERS', 'OFFER_DISPLAY', engagement);
  };

  tag._renderer = {
    find: (id) => drawn.get(Number(id)) || null,
    click(id) {
      const engagement = tag._renderer.find(id);
      if (!engagement) return false;
      tag.events.trigger('LP_OFFERS', 'OFFER_CLICK', engagement);
      open(engagement).catch((error) => { did.failed.push(String(error)); did.chat = 'failed'; });
      return true;
    },
  };
  // A chat needs more taglets, the engagement's and the window's configuration, and the window's code.
  const open = async (engagement) => {
    if (did.chat !== 'closed') return;
    did.chat = 'opening';
    const { accountConfig, media, window: version } = tag._conf;
    const account = '/api/account/' + tag.site;
    const tagHost = tag.ovr && tag.ovr.domain || 'lptag.liveperson.net';
    const config = 'https://' + accountConfig + account + '/configuration';
    await tag._script('https://' + tagHost + '/lptag/api/account/' + tag.site + '/configuration/applications/taglets/.jsonp?df=0&b=1&scp=uw');
    const offer = await tag._jsonp(config + '/le-campaigns/campaigns/' + engagement.campaignId + '/engagements/'
      + engagement.engagementId + '/revision/' + engagement.engagementRevision + '?v=3.0');
    const look = await tag._jsonp(config + '/engagement-window/window-confs/' + offer.windowId + '?v=3.0');
    await tag._script('https://' + media + '/le_unified_window/' + version + '/desktopEmbedded.js?version=' + version);
    await tag._window.open(engagement, look);
  };
  tag.events.bind('LE_ENGAGER', 'SHOW', draw);
})();
