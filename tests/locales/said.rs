//! What is said of a view: units, numbers, and who did it.

use super::*;

#[test]
fn lifetimes_are_told_in_the_largest_unit_that_is_exact() {
    assert_eq!(lasting::lifetime(Lifetime::Days(365)), Lasting::Units(1, "year"));
    assert_eq!(lasting::lifetime(Lifetime::Days(730)), Lasting::Units(2, "year"));
    assert_eq!(lasting::lifetime(Lifetime::Days(1)), Lasting::Units(1, "day"));
    assert_eq!(lasting::lifetime(Lifetime::Days(400)), Lasting::Units(400, "day"));
    assert_eq!(lasting::lifetime(Lifetime::Days(0)), Lasting::Units(0, "day"));
}

#[test]
fn what_was_asked_for_is_told_in_the_unit_that_fits() {
    const DAY: u64 = 86_400;
    for (seconds, number, unit) in [
        (0, 0, "second"),
        (59, 59, "second"),
        (100, 100, "second"),
        (60, 1, "minute"),
        (5_400, 90, "minute"),
        (3_600, 1, "hour"),
        (DAY, 1, "day"),
        (DAY + DAY / 2, 36, "hour"),
        (30 * DAY - 2, 30, "day"),
        (365 * DAY + 7, 1, "year"),
        (400 * DAY, 400, "day"),
        (730 * DAY, 2, "year"),
        (2_912_000 * DAY, 7_978, "year"),
        (u64::MAX, u32::MAX, "year"),
    ] {
        assert_eq!(lasting::asked(Asked::Seconds(seconds)), Some(Lasting::Units(number, unit)), "{seconds}");
    }
    assert_eq!(lasting::asked(Asked::Session), Some(Lasting::Message("lifetime_session")));
    assert_eq!(lasting::asked(Asked::Unknown), None);
}

#[test]
fn what_was_to_be_kept_is_never_counted_as_requests() {
    let views = views_without_requests(Verdict::HeldBack, Mode::Ask);
    let held: Vec<&str> = views
        .iter()
        .take(4)
        .map(|view| match headline(view) {
            Headline::Happened { total, counts, .. } if total.number == 2 => counts,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(held, [counted::TOTAL_STOPPED, counted::TOTAL_WRITES, counted::TOTAL_SESSION, counted::TOTAL_REMOVED]);
    // Requests that were blocked come before all of it.
    for mut view in views_without_requests(Verdict::HeldBack, Mode::Ask) {
        view.blocked = 5;
        assert!(matches!(headline(&view), Headline::Happened { total, counts: counted::TOTAL_BLOCKED, .. } if total.number == 5));
    }
    for verdict in [Verdict::Partly, Verdict::LetThrough] {
        let views = views_without_requests(verdict, Mode::Allow);
        let allowed = views.last().map(headline);
        assert!(matches!(allowed, Some(Headline::Happened { counts: counted::TOTAL_KEPT, .. })), "{verdict:?} {allowed:?}");
    }
}

#[test]
fn who_tried_is_said_as_far_as_it_is_known() {
    let said =
        [(AttemptBy::Script, Some("a.test")), (AttemptBy::Script, None), (AttemptBy::Server, None), (AttemptBy::Found, Some("a.test"))];
    assert_eq!(said.map(|(by, host)| words::by(by, host)), ["by_script_from", "by_script", "by_server", "by_found"]);
    for outcome in OUTCOMES {
        assert_eq!(serde_json::to_value(outcome).unwrap(), words::outcome_name(outcome));
    }
    for class in Class::ALL {
        assert_eq!(serde_json::to_value(class).unwrap(), words::class_name(class));
    }
    let many = Counted { number: 10_000, more: true };
    assert_eq!(words::stem(many, counted::TIMES, counted::MORE_TIMES), counted::MORE_TIMES);
}

#[test]
fn the_large_number_counts_what_it_says() {
    let total = |verdict, blocked| match headline(&view(verdict, Mode::Ask, Role::Tag, blocked)) {
        Headline::Happened { total, counts, .. } => (total.number, counts),
        Headline::Nothing { title, .. } => panic!("{title}"),
    };
    assert_eq!(total(Verdict::HeldBack, 2), (2, counted::TOTAL_BLOCKED));
    assert_eq!(total(Verdict::Partly, 2), (2, counted::TOTAL_BLOCKED));
    assert_eq!(total(Verdict::Partly, 0), (1, counted::TOTAL_SENT));
    assert_eq!(total(Verdict::LetThrough, 0), (1, counted::TOTAL_SENT));
    assert_eq!(total(Verdict::Tried, 0), (3, counted::TOTAL_TRIED));
    for verdict in VERDICTS {
        // The state that the pages and tests go by is the name that the view is written with.
        assert_eq!(serde_json::to_value(verdict).unwrap(), words::state(verdict));
    }
}

#[test]
fn no_state_of_a_chat_has_a_dead_button_and_each_is_said() {
    let mut texts = BTreeSet::new();
    for state in STATES {
        let said = talk::talk(&chatting(state)).unwrap();
        assert!(texts.insert(said.text), "{state:?} has words of its own");
        assert_eq!(serde_json::to_value(state).unwrap(), talk::state(state));
        assert!(!said.waits || state == ChatState::Starting);
        assert_eq!(said.reload, state == ChatState::Failed);
        // Under way, the page has the button; else there is one here.
        assert_eq!(said.button.is_none(), matches!(state, ChatState::Offered | ChatState::Open), "{state:?}");
    }
    let mut view = chatting(ChatState::Held);
    assert_eq!(talk::talk(&view).unwrap().button, Some("start_chat"));
    view.mode = Mode::Allow;
    assert_eq!(talk::talk(&view), None, "what is allowed needs no asking");
    assert_eq!(talk::talk(&View::without_visit(PageKind::Web, None, Mode::Ask, None)), None);
}

#[test]
fn what_is_in_force_is_said_with_its_end() {
    let mut view = view(Verdict::Chat, Mode::Chat, Role::Tag, 1);
    assert_eq!(choosing::in_force(&view), None);
    for (lasts, until, said) in [
        (Lasts::Tab, None, Some((words::IN_FORCE_TAB, None))),
        (Lasts::Browser, None, Some((words::IN_FORCE_BROWSER, None))),
        (Lasts::Day, Some(5.0), Some((words::IN_FORCE_DAY, Some(5.0)))),
        (Lasts::Day, None, None),
        (Lasts::Always, None, Some((words::IN_FORCE_ALWAYS, None))),
    ] {
        (view.lasts, view.until) = (Some(lasts), until);
        assert_eq!(choosing::in_force(&view), said, "{lasts:?}");
    }
    view.mode = Mode::Ask;
    assert_eq!(choosing::in_force(&view), None, "the default is nobody's choice");
    // Where another mode is the default, Ask first is a choice, and the default is said to be one.
    view.default_mode = Mode::Chat;
    assert_eq!(choosing::in_force(&view), Some((words::IN_FORCE_ALWAYS, None)));
    (view.mode, view.lasts) = (Mode::Chat, None);
    assert_eq!(choosing::in_force(&view), Some((words::IN_FORCE_DEFAULT, None)));
    view.chosen_for = Some("shop.test".to_owned());
    assert_eq!(choosing::in_force(&view), None);
    for (lasts, value) in choosing::LASTS {
        assert_eq!(serde_json::to_value(lasts).unwrap(), value);
    }
}

#[test]
fn a_chat_that_was_asked_for_is_counted_by_what_was_sent_and_said_to_be_there_where_it_is() {
    let said = |blocked, state: Option<ChatState>| {
        let mut view = view(Verdict::Chat, Mode::Chat, Role::Messaging, blocked);
        view.chat = state.map(|state| ChatView { state, deployment: None });
        match headline(&view) {
            Headline::Happened { sentence, total, counts: counted::TOTAL_SENT, .. } => (sentence, total.number),
            other => panic!("{other:?}"),
        }
    };
    for state in [None, Some(ChatState::Offered), Some(ChatState::Open)] {
        assert_eq!(said(2, state), ("verdict_chat", 1), "{state:?}");
    }
    for state in [ChatState::Starting, ChatState::Ended, ChatState::NoAgent, ChatState::Unreachable, ChatState::Failed] {
        assert_eq!(said(2, Some(state)), ("verdict_chat_let", 1), "{state:?}");
    }
    assert_eq!(said(0, None), ("verdict_chat_alone", 1), "what was not tried was not held back");
}
