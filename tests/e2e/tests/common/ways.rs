//! The ways in: each is a page `site/ways/<name>`, shown by a host of its own.

/// What the test shows of a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expect {
    /// Nothing of it is left after the browser is restarted.
    Held,
    /// The platform does not let it be held. It is left, for this reason, and goes at the next visit of the site.
    UntilNextVisit(&'static str),
}

/// One way in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Way {
    /// The page's name.
    pub(crate) name: &'static str,
    /// What it leaves without the extension: kind and name.
    pub(crate) items: &'static [&'static str],
    /// Where its cookies are, if not on a host of its own.
    pub(crate) elsewhere: Option<&'static str>,
    /// Whether the page reads back what it wrote.
    pub(crate) reads: bool,
    /// Whether what it writes comes past the guard, so that the page need not read it back in *Chat only*.
    pub(crate) around: bool,
    /// What the extension does about it.
    pub(crate) expect: Expect,
}

impl Way {
    /// The number that its host begins with and that its values are: `w001`.
    pub(crate) fn id(&self) -> String {
        format!("w{}", self.name.split('-').next().unwrap_or_default())
    }

    /// An address on its host.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("https://{}.ways.test{path}", self.id())
    }

    /// The page does not read back: it writes when it is left, or where it cannot look.
    const fn unread(mut self) -> Self {
        self.reads = false;
        self
    }

    const fn at(mut self, host: &'static str) -> Self {
        self.elsewhere = Some(host);
        self
    }

    const fn around(mut self) -> Self {
        self.around = true;
        self
    }

    const fn limit(mut self, reason: &'static str) -> Self {
        self.expect = Expect::UntilNextVisit(reason);
        self
    }
}

const fn of(name: &'static str, items: &'static [&'static str]) -> Way {
    Way { name, items, elsewhere: None, reads: true, around: false, expect: Expect::Held }
}

const fn cookie(name: &'static str) -> Way {
    of(name, &["cookie LPVID"])
}

const fn local(name: &'static str) -> Way {
    of(name, &["localStorage 12345678lpsmt"])
}

const fn database(name: &'static str) -> Way {
    of(name, &["indexedDB LPSecureStorage"]).unread()
}

/// All of them.
pub(crate) const WAYS: &[Way] = &[
    cookie("001-cookie-max-age"),
    cookie("002-cookie-expires"),
    cookie("003-cookie-expires-netscape"),
    cookie("004-cookie-expires-asctime"),
    cookie("005-cookie-expires-jumbled"),
    cookie("006-cookie-both-lifetimes"),
    cookie("007-cookie-huge-max-age"),
    cookie("008-cookie-odd-spaces"),
    cookie("009-cookie-lower-case"),
    cookie("010-cookie-repeated-attribute"),
    of("011-cookie-on-the-domain", &["cookie LivePersonID"]),
    cookie("012-cookie-on-a-path").unread(),
    cookie("013-cookie-secure-lax"),
    cookie("014-cookie-partitioned"),
    cookie("015-cookie-quoted"),
    cookie("016-cookie-rewritten-from-session"),
    cookie("017-cookie-kept-writing"),
    cookie("018-cookie-reflect-set"),
    cookie("019-cookie-setter"),
    cookie("020-cookie-lookup-setter"),
    cookie("021-cookie-own-property"),
    cookie("022-cookie-as-object"),
    cookie("023-cookie-as-changing-object"),
    cookie("024-cookie-as-array"),
    cookie("025-cookie-with"),
    cookie("026-cookie-handler-attribute"),
    cookie("027-cookie-eval"),
    cookie("028-cookie-function-constructor"),
    cookie("029-cookie-module"),
    cookie("030-cookie-dynamic-import"),
    cookie("031-cookie-timer-text"),
    cookie("032-cookie-after-many-turns"),
    cookie("033-cookie-mutation-observer"),
    cookie("034-cookie-when-idle"),
    cookie("035-cookie-pagehide").unread(),
    cookie("036-cookie-beforeunload").unread(),
    cookie("037-cookie-visibilitychange").unread(),
    cookie("038-cookie-javascript-address"),
    cookie("039-cookie-after-document-open"),
    cookie("040-cookie-svg"),
    cookie("041-cookie-xhtml"),
    cookie("042-cookie-fresh-frame"),
    cookie("043-cookie-fresh-setter"),
    cookie("044-cookie-setter-outlives-frame"),
    cookie("045-cookie-replaced-accessor"),
    cookie("046-cookie-frame-by-index"),
    cookie("047-cookie-frame-by-name"),
    cookie("048-cookie-frame-by-content-document"),
    cookie("049-cookie-frame-in-shadow"),
    cookie("050-cookie-nested-frames"),
    cookie("051-cookie-srcdoc"),
    cookie("052-cookie-sandboxed-frame"),
    cookie("053-cookie-javascript-frame"),
    cookie("054-cookie-written-frame"),
    cookie("055-cookie-frame-before-navigation"),
    cookie("056-cookie-index-before-navigation"),
    cookie("057-cookie-frame-without-answer"),
    cookie("058-cookie-object-element"),
    cookie("059-cookie-subdomain-frame"),
    cookie("060-cookie-popup"),
    cookie("061-cookie-popup-before-navigation"),
    cookie("062-cookie-caught-native"),
    cookie("063-cookie-blinded-guard"),
    cookie("064-cookie-store-set"),
    cookie("065-cookie-store-prototype"),
    cookie("066-cookie-store-fresh"),
    cookie("067-cookie-store-fresh-set"),
    cookie("068-cookie-store-changing-name"),
    cookie("069-cookie-store-inherited"),
    cookie("070-cookie-store-proxy"),
    cookie("071-cookie-store-service-worker"),
    cookie("072-server-document"),
    cookie("073-server-document-http-only").unread(),
    cookie("074-server-document-partitioned"),
    of("075-server-on-the-domain", &["cookie LPVisitorID"]),
    cookie("076-server-fetch"),
    cookie("077-server-xhr"),
    cookie("078-server-image"),
    cookie("079-server-missing"),
    cookie("080-server-redirect"),
    cookie("081-server-beacon").unread(),
    cookie("082-server-repeated"),
    cookie("083-server-subdomain").unread(),
    cookie("084-server-subdomain-for-all"),
    of("085-server-legacy-id", &["cookie 12345678-VID"]),
    local("086-local-set-item"),
    of("087-local-last-visit", &["localStorage lpLastVisit-12345678"]),
    local("088-local-property"),
    of("089-local-named-property", &["localStorage lpLastVisit"]),
    of("090-local-other-letters", &["localStorage lpLastVisit"]),
    of("091-local-nullish-assignment", &["localStorage lpLastVisit"]),
    of("092-local-destructuring", &["localStorage 12345678lpsmt", "localStorage lpStrMap"]),
    local("093-local-assign"),
    local("094-local-define-property"),
    local("095-local-define-properties"),
    local("096-local-changing-descriptor"),
    local("097-local-reflect-set"),
    local("098-local-reflect-define"),
    of("099-local-class-field", &["localStorage lpLastVisit"]),
    local("100-local-proxy"),
    local("101-local-prototype"),
    local("102-local-destructured"),
    local("103-local-bound"),
    local("104-local-object-key"),
    local("105-local-string-object-key"),
    of("106-local-array-key", &["localStorage 12345678lpsmt", "localStorage lpStrMap"]),
    local("107-local-changing-key"),
    local("108-local-key-that-writes"),
    of("109-local-with", &["localStorage lpLastVisit"]),
    local("110-local-window-getter"),
    local("111-local-deleted-getter"),
    local("112-local-deleted-set-item"),
    local("113-local-fresh-set-item"),
    local("114-local-other-prototype"),
    local("115-local-fresh-frame"),
    local("116-local-frame-before-navigation"),
    local("117-local-setter-before-navigation").around(),
    local("118-local-index-before-navigation"),
    local("119-local-index-after-load"),
    local("120-local-frame-without-answer"),
    local("121-local-popup-before-navigation").around(),
    local("122-local-document-open"),
    local("123-local-blob-frame"),
    local("124-local-srcdoc"),
    local("125-local-pagehide").unread(),
    local("126-local-kept-writing"),
    local("127-local-sloppy-this"),
    database("128-database-open"),
    database("129-database-other-letters"),
    database("130-database-prototype"),
    database("131-database-object-name"),
    database("132-database-changing-name"),
    database("133-database-fresh-frame"),
    database("134-database-fresh-open"),
    database("135-database-window-getter"),
    database("136-database-nested-frame"),
    database("137-database-before-navigation"),
    database("138-database-open-before-navigation")
        .limit("the empty document of a frame that is still to be loaded comes before any content script"),
    database("139-database-index-after-load")
        .limit("the empty document of a frame that is still to be loaded comes before any content script"),
    database("140-database-srcdoc"),
    database("141-database-held-open"),
    database("142-database-worker").limit("no extension's script runs in a worker"),
    database("143-database-blob-worker").limit("no extension's script runs in a worker"),
    database("144-database-shared-worker").limit("no extension's script runs in a worker"),
    database("145-database-service-worker").limit("no extension's script runs in a worker"),
    of("146-vendor-tag", &["localStorage lpLastVisit-12345678", "indexedDB LPSecureStorage"]).unread(),
    of("147-vendor-frame", &["framed localStorage lpStrMap"]).unread(),
    of("148-vendor-monitoring", &["cookie LPVisitorID"]).unread().at("va.v.liveperson.net"),
    of("149-vendor-functional", &["cookie lpcom_logo"]).unread().at("www.liveperson.com"),
    of("150-vendor-disguised", &["cookie LPVID", "localStorage lpLastVisit-12345678", "indexedDB LPSecureStorage"]).unread(),
    of("151-vendor-own-name", &["cookie LPVID", "localStorage lpLastVisit-12345678", "indexedDB LPSecureStorage"]).unread(),
    of("152-respawn-from-database", &["cookie LPVID", "indexedDB LPSecureStorage"]),
    of("153-respawn-from-local", &["cookie LPVID", "localStorage 12345678lpsmt"]),
];
