//! The chat of a page: learns which buttons an account has, and tells the page's frame, because monitoring stays blocked.

use super::Background;
use super::chrome::{self, Area};
use super::requests::Requests;
use super::store::Store;
use crate::chat::{Answer, ChatState, Engagement, Learned, Lesson, Step, step};
use crate::ledger::{Event, OURS, Phase};
use crate::policy::Mode;
use crate::site::{Site, Url};
use serde::Serialize;
use serde_json::json;
use std::cell::RefCell;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{AbortSignal, Response};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = fetch, catch)]
    fn fetch(url: &str, init: &JsValue) -> Result<js_sys::Promise, JsValue>;
}

/// A server that takes longer does not answer. Milliseconds.
const PATIENCE: u32 = 10_000;
/// Frames that wait for their engagements at a time.
const MOST_FRAMES: usize = 256;
/// Services that a monitoring call and the account's places for buttons are of.
const ZONES: [&str; 2] = ["zones", "own-host-configuration"];

/// A frame whose tag is far enough to be told what to show. Nothing that would be missed: the tag asks again and again.
struct Frame {
    /// Which page of the tab it is of.
    began: f64,
    /// The tag's call.
    event: Event,
    lesson: Lesson,
    /// How often the tag has asked.
    asked: u32,
    is_told: bool,
    source: Source,
}

/// Where engagements come from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    /// From what is known; where nothing is, from the one exchange.
    Learn,
    /// From what is known: another view of a document for which it was asked already.
    Known,
    /// From a new exchange: what is known does not fit.
    Anew,
}

/// The chats of all tabs.
pub(super) struct Chats {
    requests: Rc<Requests>,
    store: Rc<Store>,
    frames: RefCell<HashMap<(i64, i64), Frame>>,
}

/// What a frame is told to do.
#[derive(Serialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
enum Told<'a> {
    /// What its tag shall show.
    Engagements { engagements: &'a [Engagement] },
    /// How far the chat of its page is.
    Chat { state: ChatState },
}

impl Chats {
    pub(super) fn new(requests: Rc<Requests>, store: Rc<Store>) -> Self {
        Self { requests, store, frames: RefCell::default() }
    }

    /// Follows what a tab with a chat asks for.
    pub(super) fn follow(self: &Rc<Self>, event: &Event, service: &str, site: &Site) {
        let at = (event.tab, event.frame);
        match step(event, service) {
            Some(Step::Monitoring) => self.asked(event),
            Some(Step::Zones) => {}
            Some(Step::Outdated) => self.outdated(at),
            Some(Step::Trouble(state)) => return self.say(event.tab, state),
            None => return,
        }
        let is_ready = |frame: &Frame| {
            let knows_zones = self.store.ledger().latest(event.tab).is_some_and(|visit| visit.has_asked(&ZONES, true));
            // A tag that asks again has no zones to wait for.
            !frame.is_told && (knows_zones || frame.asked > 1)
        };
        let lesson = self.frames.borrow_mut().get_mut(&at).filter(|frame| is_ready(frame)).map(|frame| {
            frame.is_told = true;
            (frame.lesson.clone(), frame.source)
        });
        if let Some((lesson, source)) = lesson {
            self.serve(event.clone(), lesson, site.clone(), source);
        }
    }

    fn asked(&self, event: &Event) {
        let Some(lesson) = Lesson::of(&event.url) else { return };
        let began = self.store.ledger().latest(event.tab).map_or(event.time, |visit| visit.began);
        let mut frames = self.frames.borrow_mut();
        if frames.len() >= MOST_FRAMES {
            frames.clear();
        }
        let at = (event.tab, event.frame);
        let fresh = Frame { began, event: event.clone(), lesson, asked: 0, is_told: false, source: Source::Learn };
        let frame = match frames.entry(at) {
            Entry::Vacant(place) => place.insert(fresh),
            Entry::Occupied(mut place) => {
                let before = place.get();
                if before.began < began {
                    place.insert(fresh);
                } else if before.lesson.view() != fresh.lesson.view() {
                    place.insert(Frame { source: Source::Known, ..fresh });
                }
                place.into_mut()
            }
        };
        frame.asked = frame.asked.saturating_add(1);
    }

    /// The visitor asks for the chat of a page whose tag is there already: what it was told, or was not, it is told again.
    pub(super) fn again(self: &Rc<Self>, tab: i64, site: &Site) {
        let began = self.store.ledger().latest(tab).map(|visit| visit.began);
        let frames = self.frames.borrow();
        let here = frames.iter().filter(|((of, _), frame)| *of == tab && frame.is_told && Some(frame.began) == began);
        for (_, frame) in here {
            self.serve(frame.event.clone(), frame.lesson.clone(), site.clone(), Source::Learn);
        }
    }

    /// An engagement's numbers no longer fit: they are learned anew, once.
    fn outdated(&self, at: (i64, i64)) {
        if let Some(frame) = self.frames.borrow_mut().get_mut(&at).filter(|frame| frame.is_told && frame.source != Source::Anew) {
            frame.source = Source::Anew;
            frame.is_told = false;
        }
    }

    /// Tells a frame what to show: what is known of the account, or what one exchange teaches now.
    fn serve(self: &Rc<Self>, event: Event, lesson: Lesson, site: Site, source: Source) {
        let chats = Rc::clone(self);
        spawn_local(async move {
            let area = area(event.tab).await;
            let known = learned(area).await.of(&site, lesson.account()).filter(|_| source != Source::Anew).map(<[Engagement]>::to_vec);
            let engagements = match known {
                Some(known) => known,
                None if source == Source::Known => return,
                None => match chats.learn(&event, &lesson).await {
                    Ok(engagements) => {
                        if !engagements.is_empty() {
                            let mut learned = learned(area).await;
                            learned.learn(&site, lesson.account(), &engagements, js_sys::Date::now());
                            chats.keep(area, &learned).await;
                        }
                        engagements
                    }
                    Err(error) => {
                        chrome::report("LivePerson did not say which buttons there are", &error);
                        return chats.say(event.tab, ChatState::Unreachable);
                    }
                },
            };
            let online: Vec<Engagement> = engagements.into_iter().filter(Engagement::is_online).collect();
            if online.is_empty() {
                return chats.say(event.tab, ChatState::NoAgent);
            }
            tell(event.tab, event.frame, &Told::Engagements { engagements: &online }).await;
        });
    }

    /// The one exchange with monitoring: no cookies, no ids, and the visitor is shown that it was made.
    async fn learn(&self, event: &Event, lesson: &Lesson) -> Result<Vec<Engagement>, JsValue> {
        let start = self.ask(event, &lesson.start()).await?;
        let loaded = self.ask(event, &lesson.loaded(start.session.as_deref())).await?;
        Ok(start.engagements.into_iter().chain(loaded.engagements).filter(Engagement::is_button).collect())
    }

    async fn ask(&self, event: &Event, url: &str) -> Result<Answer, JsValue> {
        let init =
            chrome::to_js(&json!({ "credentials": "omit", "cache": "no-store", "referrerPolicy": "no-referrer", "redirect": "error" }))?;
        js_sys::Reflect::set(&init, &"signal".into(), &AbortSignal::timeout_with_u32(PATIENCE))?;
        let answered: Result<Response, JsValue> = match fetch(url, &init) {
            Ok(asked) => JsFuture::from(asked).await.map(JsCast::unchecked_into),
            Err(error) => Err(error),
        };
        let status = answered.as_ref().ok().map(Response::status);
        self.record(event, url, status);
        let answer = answered?;
        if !answer.ok() {
            return Err(JsValue::from_str(&format!("status {}", answer.status())));
        }
        let text = JsFuture::from(answer.text()?).await?.as_string().unwrap_or_default();
        Answer::read(&text).map_err(|error| JsValue::from_str(&error))
    }

    /// What AskFirst itself asked of LivePerson belongs to what this page sent.
    fn record(&self, event: &Event, url: &str, status: Option<u16>) {
        let own = Event {
            phase: if status.is_some() { Phase::Completed } else { Phase::Failed },
            request: format!("{OURS}{}:{url}", event.request),
            url: url.to_owned(),
            kind: "xmlhttprequest".to_owned(),
            time: js_sys::Date::now(),
            error: None,
            status,
            ..event.clone()
        };
        let host = event.initiator.as_deref().and_then(Url::parse).map(|url| url.host).unwrap_or_default();
        if let Some(answer) = self.requests.classify(&own.url, &own.kind, &host) {
            self.store.record(&own, &answer, Mode::Chat);
            self.store.write();
        }
    }

    async fn keep(&self, area: Area, learned: &Learned) {
        let stored = match area.set(&[(Learned::KEY.to_owned(), learned.to_json())]) {
            Ok(stored) => stored.await.map(drop),
            Err(error) => Err(error),
        };
        if let Err(error) = stored {
            // It is learned again the next time.
            chrome::report("what was learned of an account could not be kept", &error);
        }
    }

    /// How far a tab's chat is, for the popup and for whoever waits in the page.
    pub(super) fn say(&self, tab: i64, state: ChatState) {
        if self.store.record_chat(tab, state) {
            self.store.write();
        }
        spawn_local(async move { tell(tab, 0, &Told::Chat { state }).await });
    }

    /// A tab was closed.
    pub(super) fn forget_tab(&self, tab: i64) {
        self.frames.borrow_mut().retain(|(of, _), _| *of != tab);
    }
}

async fn tell(tab: i64, frame: i64, told: &Told<'_>) {
    // Nobody may be there any more to hear it.
    drop(chrome::tell_page(tab, told, Some(frame)).await);
}

/// Where what a tab's chat taught is kept: on disk, but for private windows.
async fn area(tab: i64) -> Area {
    let private = chrome::private_tabs().await;
    if private.is_ok_and(|private| !private.contains(&tab)) { Area::Local } else { Area::Session }
}

async fn learned(area: Area) -> Learned {
    let stored = area.get(Some(&[Learned::KEY])).await.unwrap_or_default();
    Learned::read(stored.first().map(|(_, text)| text.as_str()))
}

impl Background {
    /// Follows an event of a tab in *Chat only*.
    pub(super) fn follow_chat(&self, event: &Event, service: Option<&str>, site: Option<&Site>) {
        if let (Some(service), Some(site)) = (service, site) {
            self.chats.follow(event, service, site);
        }
    }
}
