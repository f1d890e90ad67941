// The renderer's stub: hears what is to be shown, fetches how it looks, and has it drawn by the format's own script.
(() => {
  const tag = window.lpTag;
  const did = window.__lp;
  const conf = tag._conf;
  const files = { 0: 'peelingCorner', 1: 'overlay', 2: 'toaster', 3: 'slider', 5: 'overlay', 6: 'overlay' };
  const instances = new Map();
  const loaded = new Map();
  let count = 0;

  /** The script of a format, loaded once. */
  const format = (type) => {
    const file = files[type];
    if (!loaded.has(file)) loaded.set(file, tag._script(tag._media + '/le_re/' + conf.renderer + '/jsv2/' + file + '.js?_v=' + conf.renderer));
    return loaded.get(file);
  };
  const offer = (name, engagement) => tag.events.trigger('LP_OFFERS', name, engagement);

  const remove = (instance, why) => {
    clearTimeout(instance.timer);
    instance.box.remove();
    instance.gone = true;
    offer(why, instance.engagement);
    offer('OFFER_REMOVE', instance.engagement);
  };
  const create = async (engagement) => {
    const { campaignId, engagementId: id, engagementRevision } = engagement;
    const before = instances.get(id);
    // A second page within the document shows what is there already, and not again what the visitor sent away.
    if (before && (before.gone || before.box.isConnected)) return;
    await tag._ready.storage;
    const zones = await tag._ready.zones;
    if (!await tag._ready.mayDraw) return;
    const details = await tag._jsonp(tag._config + '/le-campaigns/campaigns/' + campaignId + '/engagements/' + id
      + '/revision/' + engagementRevision + '?v=3.0').catch(() => null);
    // Another revision than the account's is unknown to it: nothing to draw.
    if (!details || !(details.type in files)) return;
    const { type } = details;
    if (conf.tellsBefore) {
      const message = { ...engagement, conf: details, skipRendererStubInstantiation: false };
      tag.events.trigger('RENDERER_STUB', 'BEFORE_CREATE_ENGAGEMENT_INSTANCE', message);
      if (message.skipRendererStubInstantiation) {
        did.suppressed.push(type);
        return;
      }
    }
    const zone = zones.find((one) => String(one.id) === String(engagement.zoneId));
    const place = type === 5 ? zone && document.querySelector(zone.zoneValue) : document.body;
    if (!place) return;
    await format(type);
    const instance = { engagement: { ...engagement, engagementType: type, engagementName: details.name }, details, timer: 0, gone: false, box: null };
    const box = tag._formats[type]({
      isOnline: engagement.state === 1,
      open: () => click(id),
      decline: () => remove(instance, 'OFFER_DECLINED'),
    });
    instance.box = box;
    box.id = 'LPMcontainer-' + Date.now() + '-' + count++;
    place.append(box);
    instances.set(id, instance);
    did.drawn.push(type);
    if (type <= 2) instance.timer = setTimeout(() => { did.timedOut.push(type); remove(instance, 'OFFER_TIMEOUT'); }, details.timeout);
    tag.events.trigger('RENDERER_STUB', 'AFTER_CREATE_ENGAGEMENT_INSTANCE', {
      eng: { engData: instance.engagement, conf: details, containerId: box.id, mainContainer: { id: box.id } },
    });
    offer('OFFER_DISPLAY', instance.engagement);
    offer('OFFER_IMPRESSION', instance.engagement);
  };
  const click = (id) => {
    const instance = instances.get(Number(id));
    const isActivated = Boolean(navigator.userActivation && navigator.userActivation.isActive);
    if (!instance || instance.gone || instance.engagement.state !== 1) return false;
    did.clicked.push({ type: instance.details.type, isActivated });
    offer('OFFER_CLICK', instance.engagement);
    if (instance.details.type <= 2) remove(instance, 'OFFER_REMOVE');
    tag._chat.open(instance.engagement, instance.details);
    return true;
  };
  tag._renderer = {
    click,
    find(id) {
      const instance = instances.get(Number(id));
      return instance && !instance.gone ? instance.engagement : null;
    },
  };
  // One after the other, so that they come in the order in which they were decided on.
  let last = Promise.resolve();
  offer('START', {});
  tag.events.bind('LE_ENGAGER', 'SHOW', (engagement) => {
    last = last.then(() => create(engagement)).catch((error) => { did.failed.push(String(error)); });
  });
})();
