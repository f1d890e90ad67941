//! Which mode holds in which tab, and until when.
#![cfg(test)]

use askfirst::allowances::{Allowances, DAY, Span};
use askfirst::modes::{Modes, Tabs, Wish};
use askfirst::policy::{Lasts, Mode};
use askfirst::site::Site;
use std::collections::BTreeSet;

const NOW: u64 = 1_800_000_000_000;

fn site(host: &str) -> Site {
    Site::of_host(host).unwrap()
}

fn wish(tab: i64, mode: Mode, lasts: Lasts) -> Wish {
    Wish { tab, private: false, mode, lasts, now: NOW }
}

fn privately(tab: i64, mode: Mode, lasts: Lasts) -> Wish {
    Wish { private: true, ..wish(tab, mode, lasts) }
}

fn mode(modes: &Modes, tab: i64, host: &str) -> Mode {
    modes.of(tab, &site(host)).mode
}

#[test]
fn a_tabs_choice_comes_before_the_sites_and_of_each_the_narrowest() {
    let mut modes = Modes::default();
    modes.choose(&site("shop.test"), wish(1, Mode::Allow, Lasts::Always)).unwrap();
    modes.choose(&site("help.shop.test"), wish(1, Mode::Chat, Lasts::Always)).unwrap();
    assert_eq!((mode(&modes, 1, "shop.test"), mode(&modes, 1, "de.help.shop.test")), (Mode::Allow, Mode::Chat));
    modes.choose(&site("shop.test"), wish(2, Mode::Chat, Lasts::Tab)).unwrap();
    // In that tab only.
    assert_eq!((mode(&modes, 2, "shop.test"), mode(&modes, 1, "shop.test")), (Mode::Chat, Mode::Allow));
    assert_eq!(modes.of(2, &site("www.shop.test")).lasts, Some(Lasts::Tab));
    // A later word for every tab is also this tab's.
    modes.choose(&site("shop.test"), wish(2, Mode::Allow, Lasts::Browser)).unwrap();
    assert_eq!(modes.of(2, &site("shop.test")).lasts, Some(Lasts::Browser));
    // "Not here" is said of whatever holds here.
    modes.choose(&site("shop.test"), wish(2, Mode::Chat, Lasts::Tab)).unwrap();
    modes.choose(&site("shop.test"), wish(2, Mode::Ask, Lasts::Always)).unwrap();
    assert_eq!(
        (mode(&modes, 2, "shop.test"), mode(&modes, 1, "shop.test"), mode(&modes, 1, "help.shop.test")),
        (Mode::Ask, Mode::Ask, Mode::Chat)
    );
}

#[test]
fn each_duration_ends_when_it_says() {
    let fresh = || {
        let mut modes = Modes::default();
        for (host, lasts) in
            [("tab.test", Lasts::Tab), ("browser.test", Lasts::Browser), ("day.test", Lasts::Day), ("always.test", Lasts::Always)]
        {
            modes.choose(&site(host), wish(1, Mode::Allow, lasts)).unwrap();
        }
        modes
    };
    let allowed = |modes: &Modes| -> Vec<&str> {
        ["tab.test", "browser.test", "day.test", "always.test"].into_iter().filter(|host| mode(modes, 1, host) == Mode::Allow).collect()
    };
    let modes = fresh();
    assert_eq!(allowed(&modes).len(), 4);
    assert_eq!(modes.of(1, &site("day.test")).until, Some(NOW + DAY));
    // A worker that starts again reads all of it back.
    let read = Modes { open: Allowances::read(Some(&modes.open.to_json())).unwrap(), ..Modes::default() };
    assert_eq!(read, modes);

    let mut closed = fresh();
    closed.forget_tab(1);
    assert_eq!(allowed(&closed), ["browser.test", "day.test", "always.test"]);
    let mut restarted = fresh();
    restarted.browser_was_closed();
    assert_eq!(allowed(&restarted), ["day.test", "always.test"]);
    let mut later = fresh();
    later.settle(NOW + DAY - 1);
    assert_eq!(allowed(&later).len(), 4);
    later.settle(NOW + DAY);
    assert_eq!(allowed(&later), ["tab.test", "browser.test", "always.test"]);
    let mut gone = fresh();
    gone.keep_tabs(&BTreeSet::from([2]));
    assert_eq!(allowed(&gone), ["browser.test", "day.test", "always.test"]);
}

#[test]
fn a_day_is_a_day_also_when_the_clock_was_set_back() {
    let mut modes = Modes::default();
    modes.choose(&site("day.test"), wish(1, Mode::Chat, Lasts::Day)).unwrap();
    let back = NOW - 365 * DAY;
    modes.settle(back);
    assert_eq!(modes.open.next_end(), Some(back + DAY));
    modes.settle(back + DAY);
    assert_eq!(mode(&modes, 1, "day.test"), Mode::Ask);
}

#[test]
fn a_conversation_is_not_cut_off() {
    let talking = || {
        let mut modes = Modes::default();
        modes.choose(&site("shop.test"), wish(1, Mode::Chat, Lasts::Day)).unwrap();
        modes.tabs.add_chat(1, &site("shop.test"), None);
        modes.conversation_began(1, &site("shop.test"));
        modes.settle(NOW + DAY);
        modes
    };
    let mut modes = talking();
    // In the tab of the conversation, and in no other.
    assert_eq!((mode(&modes, 1, "shop.test"), mode(&modes, 2, "shop.test")), (Mode::Chat, Mode::Ask));
    assert_eq!(modes.of(1, &site("shop.test")).lasts, Some(Lasts::Tab));
    assert_eq!(modes.tabs.chats().count(), 1);
    // The next page of the site is still the conversation's.
    modes.tab_shows(1, Some(&site("help.shop.test")));
    assert_eq!(mode(&modes, 1, "shop.test"), Mode::Chat);
    let read = Allowances::read(Some(&modes.open.to_json())).unwrap();
    assert_eq!(read, modes.open);

    for end in [
        |modes: &mut Modes| modes.conversation_ended(1),
        |modes: &mut Modes| modes.forget_tab(1),
        |modes: &mut Modes| modes.tab_shows(1, Some(&site("bank.test"))),
        |modes: &mut Modes| modes.choose(&site("shop.test"), wish(1, Mode::Ask, Lasts::Always)).unwrap(),
    ] {
        let mut modes = talking();
        end(&mut modes);
        modes.settle(NOW + DAY);
        assert_eq!(mode(&modes, 1, "shop.test"), Mode::Ask);
        assert_eq!(modes.tabs.chats().count(), 0);
        assert!(modes.open.is_empty());
    }
}

#[test]
fn an_end_without_a_conversation_ends_the_chat() {
    let mut modes = Modes::default();
    modes.choose(&site("shop.test"), wish(1, Mode::Allow, Lasts::Day)).unwrap();
    modes.conversation_began(1, &site("shop.test"));
    modes.conversation_ended(1);
    modes.settle(NOW + DAY);
    assert!(modes == Modes::default());
}

#[test]
fn a_private_windows_choice_is_its_own_and_ends_with_it() {
    let mut modes = Modes::default();
    modes.choose(&site("shop.test"), wish(1, Mode::Allow, Lasts::Always)).unwrap();
    modes.choose(&site("bank.test"), privately(8, Mode::Allow, Lasts::Always)).unwrap();
    modes.tabs.add_private(9);
    // What was chosen in ordinary windows holds there too; what is chosen here holds in no other.
    for tab in [8, 9] {
        assert_eq!((mode(&modes, tab, "shop.test"), mode(&modes, tab, "bank.test")), (Mode::Allow, Mode::Allow));
    }
    assert_eq!(mode(&modes, 1, "bank.test"), Mode::Ask);
    assert_eq!(modes.of(8, &site("bank.test")).lasts, Some(Lasts::Browser));
    let on_disk = modes.open.to_json();
    assert!(!on_disk.contains("bank.test"), "{on_disk}");
    // Taken back here, the ordinary choice still stands elsewhere.
    modes.choose(&site("shop.test"), privately(8, Mode::Ask, Lasts::Always)).unwrap();
    assert_eq!((mode(&modes, 9, "shop.test"), mode(&modes, 1, "shop.test")), (Mode::Ask, Mode::Allow));
    assert_eq!(modes.open.to_json(), on_disk);
    // And chosen anew.
    modes.choose(&site("shop.test"), privately(8, Mode::Chat, Lasts::Tab)).unwrap();
    assert_eq!((mode(&modes, 8, "shop.test"), mode(&modes, 9, "shop.test")), (Mode::Chat, Mode::Ask));
    let read = Allowances::read(Some(&modes.private.to_json())).unwrap();
    assert_eq!(read, modes.private);

    modes.forget_tab(8);
    modes.settle(NOW);
    assert_eq!(mode(&modes, 9, "bank.test"), Mode::Allow);
    modes.forget_tab(9);
    modes.settle(NOW);
    assert!(modes.private.is_empty());
    assert_eq!(mode(&modes, 1, "shop.test"), Mode::Allow);
}

#[test]
fn the_pop_out_window_is_treated_as_the_page_that_opened_it() {
    let mut modes = Modes::default();
    let window = "lpcdn.lpsnmedia.net";
    assert_eq!(mode(&modes, 5, window), Mode::Chat);
    modes.choose(&site("shop.test"), wish(1, Mode::Allow, Lasts::Tab)).unwrap();
    modes.tabs.opened_pop_out(5, Some(&site("www.shop.test")));
    modes.tabs.opened_pop_out(6, None);
    modes.settle(NOW);
    assert_eq!((mode(&modes, 5, window), mode(&modes, 6, window)), (Mode::Allow, Mode::Chat));
    modes.tab_shows(5, Some(&site(window)));
    assert_eq!(mode(&modes, 5, window), Mode::Allow);
    modes.tab_shows(5, Some(&site("shop.test")));
    assert_eq!(mode(&modes, 5, window), Mode::Chat);
    // Taken back there, it is taken back here.
    modes.tabs.opened_pop_out(5, Some(&site("shop.test")));
    modes.choose(&site("shop.test"), wish(1, Mode::Ask, Lasts::Always)).unwrap();
    modes.settle(NOW);
    assert_eq!(mode(&modes, 5, window), Mode::Chat);
}

#[test]
fn a_chats_tab_is_one_until_it_shows_another_site() {
    let mut modes = Modes::default();
    modes.choose(&site("shop.test"), wish(1, Mode::Chat, Lasts::Always)).unwrap();
    assert!(modes.tabs.add_chat(1, &site("shop.test"), Some("frames.test")));
    assert!(!modes.tabs.add_chat(1, &site("shop.test"), Some("frames.test")), "nothing new");
    assert!(!modes.tabs.add_chat(-1, &site("shop.test"), None), "no tab");
    modes.tab_shows(1, Some(&site("de.shop.test")));
    modes.settle(NOW);
    assert_eq!(modes.tabs.chats().count(), 1);
    let stored = serde_json::to_string(&modes.tabs).unwrap();
    assert_eq!(Tabs::read(Some(&stored)), modes.tabs);
    assert_eq!(Tabs::read(Some("nonsense")), Tabs::default());
    modes.tab_shows(1, Some(&site("myshop.test")));
    assert_eq!(modes.tabs.chats().count(), 0);
    modes.tabs.add_chat(1, &site("shop.test"), None);
    modes.choose(&site("shop.test"), wish(2, Mode::Ask, Lasts::Always)).unwrap();
    modes.settle(NOW);
    assert_eq!(modes.tabs.chats().count(), 0, "taken back is taken back at once");
}

#[test]
fn a_choice_for_one_name_is_for_its_subdomains_and_nobody_else() {
    // What a person would take for the same site, and for another.
    for (chosen, same, other) in [
        ("www.shop.test", &["shop.test", "de.shop.test"][..], &["myshop.test", "test"][..]),
        ("127.0.0.1", &[], &["127.0.0.2", "1.127.0.0.1.test"]),
        ("[::1]", &[], &["[::2]"]),
        ("localhost", &["app.localhost"], &["host"]),
        ("xn--bcher-kva.test", &["de.xn--bcher-kva.test"], &["xn--bcher-kvb.test", "bucher.test"]),
    ] {
        let mut modes = Modes::default();
        modes.choose(&site(chosen), wish(1, Mode::Allow, Lasts::Always)).unwrap();
        for host in same.iter().chain([&chosen]) {
            assert_eq!(mode(&modes, 2, host), Mode::Allow, "{host} by {chosen}");
        }
        for host in other {
            assert_eq!(mode(&modes, 2, host), Mode::Ask, "{host} by {chosen}");
        }
        let read = Allowances::read(Some(&modes.open.to_json())).unwrap();
        assert_eq!(read, modes.open);
    }
    assert_eq!(Site::of_page("http://localhost:8080/x"), Some(site("localhost")));
    assert_eq!(Site::of_page("file:///home/x/index.html"), None, "a file is no site");
}

#[test]
fn what_tabs_choose_counts_for_cookies_whose_tab_nobody_knows() {
    let mut modes = Modes::default();
    modes.choose(&site("shop.test"), wish(1, Mode::Chat, Lasts::Always)).unwrap();
    modes.choose(&site("shop.test"), wish(2, Mode::Allow, Lasts::Tab)).unwrap();
    modes.choose(&site("bank.test"), privately(8, Mode::Allow, Lasts::Tab)).unwrap();
    let chosen = |book: &Allowances, host: &str| book.chosen(&site(host)).map(|(_, choice)| choice.mode);
    assert_eq!(chosen(&modes.for_cookies(), "shop.test"), Some(Mode::Allow));
    assert_eq!(chosen(&modes.for_cookies(), "bank.test"), None, "the ordinary store knows nothing of private windows");
    assert_eq!(chosen(&modes.for_private_cookies(), "bank.test"), Some(Mode::Allow));
    assert_eq!(chosen(&modes.for_private_cookies(), "shop.test"), Some(Mode::Allow));
    assert_eq!(modes.anywhere(&site("bank.test")), Mode::Allow);
}

#[test]
fn nobody_chooses_for_so_many_tabs() {
    let mut modes = Modes::default();
    let tried = (0..1000).map(|tab| modes.choose(&site("shop.test"), wish(tab, Mode::Chat, Lasts::Tab))).filter(Result::is_ok).count();
    assert!((50..100).contains(&tried));
    // A choice that is there already can be changed, and taken back.
    modes.choose(&site("shop.test"), wish(0, Mode::Allow, Lasts::Tab)).unwrap();
    modes.choose(&site("shop.test"), wish(0, Mode::Ask, Lasts::Tab)).unwrap();
    assert_eq!(mode(&modes, 0, "shop.test"), Mode::Ask);
    assert_eq!(Span::of(Lasts::Day, 1, u64::MAX).until(), Some(u64::MAX));
}
