//! The accounts that LivePerson's hosts know here, and what each is for. A number that is not here is as the shop's.

use super::log::Logged;

/// What goes wrong with an account's chats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Nothing.
    None,
    /// Every address that names the account answers 503.
    Everything,
    /// No address that names the account ever answers.
    Silence,
    /// Signing in answers 500.
    Identity,
    /// The conversation's connection is refused with 403, after it was opened.
    Connection,
    /// Monitoring answers 503.
    Monitoring,
}

/// An account's configuration.
#[derive(Clone, Copy, Debug)]
pub(super) struct Account {
    /// Its number.
    pub(super) number: &'static str,
    /// The engagement types that monitoring decides to show: 0 peeling corner, 1 overlay, 2 toaster, 3 slide-out, 5 embedded, 6 sticky.
    pub(super) engagements: &'static [u32],
    /// 1: an agent is there, 2: none is.
    pub(super) state: u32,
    /// Whether its renderer is of 2018, which does not say what it is going to draw.
    pub(super) old_renderer: bool,
    /// When an invitation goes away by itself. Milliseconds.
    pub(super) timeout: u32,
    /// What goes wrong.
    pub(super) fault: Fault,
}

const SHOP: Account =
    Account { number: super::SHOP_ACCOUNT, engagements: &[1, 5, 6], state: 1, old_renderer: false, timeout: 60_000, fault: Fault::None };

/// A site with one button, and an invitation.
pub(super) const ONE: &str = "20000001";
/// A site with every format.
pub(super) const SEVERAL: &str = "20000002";
/// A renderer of 2018.
pub(super) const OLD: &str = "20000003";
/// A site that opens its invitation by itself.
pub(super) const SCRIPTED: &str = "20000004";
/// A button at the window's edge only.
pub(super) const STICKY: &str = "20000005";
/// Nobody is there to chat: every button says so.
pub(super) const OFFLINE: &str = "20000006";
/// No engagement at all.
pub(super) const EMPTY: &str = "20000007";
/// An invitation only.
pub(super) const INVITING: &str = "20000008";
/// See [`Fault::Everything`] and the others.
pub(super) const DOWN: &str = "50000001";
pub(super) const SILENT: &str = "50000004";
pub(super) const UNKNOWN_TO_IDENTITY: &str = "50000002";
pub(super) const REFUSED: &str = "50000003";
pub(super) const UNWATCHED: &str = "50000005";

const ACCOUNTS: [Account; 13] = [
    Account { number: ONE, engagements: &[1, 5], ..SHOP },
    Account { number: SEVERAL, engagements: &[0, 1, 2, 3, 5, 6], timeout: 1500, ..SHOP },
    Account { number: OLD, old_renderer: true, ..SHOP },
    Account { number: SCRIPTED, engagements: &[1, 5], ..SHOP },
    Account { number: STICKY, engagements: &[6], ..SHOP },
    Account { number: OFFLINE, engagements: &[5, 6], state: 2, ..SHOP },
    Account { number: EMPTY, engagements: &[], ..SHOP },
    Account { number: INVITING, engagements: &[1], ..SHOP },
    Account { number: DOWN, fault: Fault::Everything, ..SHOP },
    Account { number: SILENT, fault: Fault::Silence, ..SHOP },
    Account { number: UNKNOWN_TO_IDENTITY, fault: Fault::Identity, ..SHOP },
    Account { number: REFUSED, fault: Fault::Connection, ..SHOP },
    Account { number: UNWATCHED, fault: Fault::Monitoring, ..SHOP },
];

/// The account of a number.
pub(super) fn of(number: &str) -> Account {
    ACCOUNTS.into_iter().find(|account| account.number == number).unwrap_or(SHOP)
}

/// The number in `/api/account/<number>/...`, wherever that starts in the path, or in `/api/js/<number>`.
pub(super) fn number_in(path: &str) -> Option<&str> {
    let (_, rest) = path.split_once("/api/account/").or_else(|| path.split_once("/api/js/"))?;
    let number = rest.split('/').next().unwrap_or_default();
    (!number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())).then_some(number)
}

/// What is wrong with the account that a request to LivePerson names.
pub(super) fn fault(asked: &Logged) -> Fault {
    if !asked.is_liveperson() {
        return Fault::None;
    }
    let number = number_in(&asked.path).map(str::to_owned).or_else(|| asked.param("site"));
    number.map_or(Fault::None, |number| of(&number).fault)
}
