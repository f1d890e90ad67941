//! Ledger and catalogue → what the popup and the report say. Ids and numbers only: the words are in `_locales`.

mod badge;
mod evidence;
mod gist;
mod kept;
mod learned;
mod plain;
mod requests;
mod watched;
mod would_keep;

pub use badge::{Badge, Face};
pub use evidence::{ConsentView, Evidence};
pub use gist::{Gist, Named};
pub use kept::{Counted, DisguisedView, KeptCounts, KeptView};
pub use learned::{LONGEST_VALUE, LaidOut, LaidOutTag, Learned, LearnedValue, MOST_LEARNED, Way, learned_of_message};
pub(crate) use plain::decoded;
pub use plain::{LEFT_OUT, plain_address};
pub use requests::{Address, GroupView, ServiceView};
pub use watched::{Shown, Watched};
pub use would_keep::WouldKeep;

use crate::catalogue::{Catalogue, Category, ChatNeed, Class, Role};
use crate::chat::{ChatReport, ChatState, ChatView};
use crate::ledger::{Asked, AttemptOutcome, Visit};
use crate::placeholder::Dismissed;
use crate::policy::{Lasts, Mode};
use serde::{Deserialize, Serialize};

/// What kind of page the tab shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PageKind {
    /// A page from the web.
    Web,
    /// A site of LivePerson's own, which is never touched.
    Own,
    /// A page on which extensions may not run, or that is not from the web.
    Unsupported,
    /// A page that AskFirst may not see: what kind it is, is not known.
    Unseen,
}

/// One sentence's worth of what happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// LivePerson was held back.
    HeldBack,
    /// LivePerson was let through, because the visitor allows it here.
    LetThrough,
    /// The chat that the visitor asked for went through, and nothing that a chat does not need.
    Chat,
    /// Something of LivePerson's went through although the site is not allowed (a functional host, or before a change).
    Partly,
    /// Requests were made that ended by themselves, or have not ended.
    Tried,
    /// Nothing of LivePerson's was seen.
    Quiet,
    /// LivePerson's own site.
    Own,
    /// Extensions may not run here.
    Unsupported,
    /// AskFirst may not see sites, so that nothing can be said of this one.
    NoAccess,
}

/// What the popup says of a tab.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct View {
    /// What kind of page it is.
    pub page: PageKind,
    /// The site, where there is one.
    pub site: Option<String>,
    /// Its mode.
    pub mode: Mode,
    /// How sites are treated for which nothing else was chosen.
    #[serde(default)]
    pub default_mode: Mode,
    /// How long the mode holds; `None` in the default mode.
    pub lasts: Option<Lasts>,
    /// When it ends, for a day's choice. Milliseconds since 1970.
    pub until: Option<f64>,
    /// The site that the mode was chosen for, where it is a wider one.
    pub chosen_for: Option<String>,
    /// The chat that this page has, as far as it is known.
    pub chat: Option<ChatView>,
    /// What happened, in one word.
    pub verdict: Verdict,
    /// Requests that did not leave the browser.
    pub blocked: u64,
    /// Whether more happened, of whatever kind, than single rows are kept for.
    pub more: bool,
    /// Whether more requests were made than single rows are kept for.
    pub tried_more: bool,
    /// Whether more was tried to be kept than single rows tell.
    pub kept_more: bool,
    /// What was tried, by part of the machinery.
    pub groups: Vec<GroupView>,
    /// What the page tried to keep.
    pub kept: Vec<KeptView>,
    /// How much of it there was, with what has no row of its own.
    pub kept_counts: KeptCounts,
    /// Disguised tags that were stopped.
    pub disguised: Vec<DisguisedView>,
    /// What the script that was stopped would have kept, beside what was seen.
    pub would_keep: Vec<WouldKeep>,
    /// What there is to read of it comes to; none where there is nothing to read.
    #[serde(default)]
    pub gist: Option<Gist>,
    /// Whether the page has to be loaded again for the mode to show.
    pub reload: bool,
    /// Where the visitor does not want the chat button on pages, as far as this page goes.
    #[serde(default)]
    pub button_off: Option<Dismissed>,
    /// Whether the visitor took from AskFirst that it may see sites: then more may have happened than is told.
    #[serde(default)]
    pub no_access: bool,
    /// What the visitor has to be told beside: `choices-reset`.
    #[serde(default)]
    pub notices: Vec<String>,
}

impl View {
    /// A page of which there is nothing to say but what it is.
    #[must_use]
    pub fn without_visit(page: PageKind, site: Option<String>, mode: Mode, chosen_for: Option<String>) -> Self {
        let verdict = match page {
            PageKind::Web => Verdict::Quiet,
            PageKind::Own => Verdict::Own,
            PageKind::Unsupported => Verdict::Unsupported,
            PageKind::Unseen => Verdict::NoAccess,
        };
        Self {
            page,
            site,
            mode,
            default_mode: Mode::Ask,
            lasts: None,
            until: None,
            chosen_for,
            chat: None,
            verdict,
            blocked: 0,
            more: false,
            tried_more: false,
            kept_more: false,
            groups: Vec::new(),
            kept: Vec::new(),
            kept_counts: KeptCounts::default(),
            disguised: Vec::new(),
            would_keep: Vec::new(),
            gist: None,
            reload: false,
            button_off: None,
            no_access: false,
            notices: Vec::new(),
        }
    }

    /// The same with what the page tried.
    #[must_use]
    pub fn with_visit(mut self, catalogue: &Catalogue, visit: Option<&Visit>) -> Self {
        let Some(visit) = visit.filter(|_| !matches!(self.page, PageKind::Unsupported | PageKind::Unseen)) else {
            return self;
        };
        let attempts = visit.attempts();
        self.groups = requests::groups(catalogue, visit);
        self.blocked = visit.blocked();
        self.kept = kept::kept(catalogue, attempts);
        self.kept_counts = KeptCounts::of(attempts);
        self.disguised = kept::disguised(attempts.tags());
        self.tried_more = visit.more().next().is_some();
        self.kept_more = attempts.has_more();
        self.more = self.tried_more || self.kept_more;
        self.chat = self.chat_of(visit);
        if !(self.groups.is_empty() && self.kept.is_empty() && self.disguised.is_empty()) {
            self.gist = Some(Gist::of_visit(catalogue, visit, evidence::may_ask_page(&self, visit)));
        }
        if self.page == PageKind::Web {
            let beyond = self.is_beyond_chat(catalogue, visit);
            self.verdict = self.judge(beyond);
            self.reload = self.needs_reload(beyond);
            self.would_keep = would_keep::would_keep(catalogue, &self.groups, &self.kept, &self.disguised);
        }
        self
    }

    /// AskFirst may not see sites: that nothing is known does not mean that nothing happened.
    pub fn without_access(&mut self) {
        self.no_access = matches!(self.page, PageKind::Web | PageKind::Unseen);
        if self.no_access && self.verdict == Verdict::Quiet {
            self.verdict = Verdict::NoAccess;
        }
    }

    /// The chat: a tag that was held back can be asked for, whatever else is known of it.
    fn chat_of(&self, visit: &Visit) -> Option<ChatView> {
        let ChatReport { state, deployment } = visit.chat();
        let is_held = visit.has_held_tag();
        let state = match self.mode {
            Mode::Ask => is_held.then_some(ChatState::Held),
            // It was held back before the visitor asked for it.
            Mode::Chat => state.or(is_held.then_some(ChatState::Starting)),
            Mode::Allow => None,
        };
        state.map(|state| ChatView { state, deployment })
    }

    fn judge(&self, beyond_chat: bool) -> Verdict {
        let through = self.sent().next().is_some() || !self.kept_counts.allowed.is_none();
        let held = self.blocked > 0 || self.kept_counts.held();
        match (self.mode, held, through) {
            (Mode::Allow, _, true) => Verdict::LetThrough,
            (Mode::Chat, _, true) if !beyond_chat && self.sent().any(|role| role != Role::Website) => Verdict::Chat,
            (_, true, false) => Verdict::HeldBack,
            (_, _, true) => Verdict::Partly,
            (_, false, false) if self.groups.is_empty() => Verdict::Quiet,
            (_, false, false) => Verdict::Tried,
        }
    }

    /// Whether what happened is not what the mode would have happen.
    fn needs_reload(&self, beyond_chat: bool) -> bool {
        match self.mode {
            Mode::Allow => self.blocked > 0 || self.kept_counts.held(),
            Mode::Ask => self.sent().any(|role| role != Role::Website) || !self.kept_counts.allowed.is_none(),
            // A chat is started in the page as it is.
            Mode::Chat => beyond_chat,
        }
    }

    /// The roles of which something was answered.
    fn sent(&self) -> impl Iterator<Item = Role> + '_ {
        self.groups.iter().filter(|group| group.sent > 0).map(|group| group.role)
    }

    /// Whether something went through that *Chat only* holds back: from before the choice, most likely. What ends with the
    /// session by itself is kept as asked there, and what AskFirst asked itself is no doing of the page's.
    fn is_beyond_chat(&self, catalogue: &Catalogue, visit: &Visit) -> bool {
        let services = self.groups.iter().flat_map(|group| &group.services);
        let sent = services.filter(|service| service.sent > requests::asked_by_us(visit, &service.id)).any(|sent| {
            let service = catalogue.services.iter().find(|service| service.id == sent.id);
            service.is_some_and(|service| service.category == Category::Marketing && service.chat == ChatNeed::NotNeeded)
        });
        let lasting = |class| matches!(class, Class::PersistentId | Class::PersistentTimestamp);
        let mut kept = self.kept.iter().filter(|item| item.outcome == AttemptOutcome::Allowed && lasting(item.class));
        sent || kept.any(|item| !matches!(item.asked, Asked::Session | Asked::Tab))
    }
}
