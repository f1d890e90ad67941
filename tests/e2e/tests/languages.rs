//! Languages in real browsers: their plural categories are those that the translations are checked against, and each of the
//! extension's languages is found by the browser.
#![cfg(test)]

mod common;
#[allow(dead_code, reason = "the build uses the rest")]
#[path = "../../../xtask/src/locales/language.rs"]
mod language;

use askfirst_e2e::browser::{Chromium, ChromiumOptions, in_language};
use askfirst_e2e::standin::StandIn;
use common::{dist, guarded, guarded_firefox};
use language::LANGUAGES;
use serde_json::{Value, json};

/// What a browser says of every language: the categories of its plurals, in CLDR's order.
fn question() -> String {
    let tags: Vec<&str> = LANGUAGES.iter().flat_map(|language| language.shipped.iter().map(|(_, tag)| *tag)).collect();
    format!(
        "const order = ['zero', 'one', 'two', 'few', 'many', 'other'];
         return {}.map((tag) => [tag, order.filter((one) => new Intl.PluralRules(tag).resolvedOptions().pluralCategories.includes(one)),
           Intl.PluralRules.supportedLocalesOf(tag).length])",
        json!(tags)
    )
}

fn assumed() -> Value {
    let each = LANGUAGES.iter().flat_map(|language| language.shipped.iter().map(|(_, tag)| json!([tag, language.plurals, 1])));
    each.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_plurals_are_the_browsers_own() {
    let (_web, browser) = guarded().await;
    assert_eq!(browser.ext_eval(&question()).await.expect("Chromium's plurals"), assumed());
    drop(browser);
    let (_web, browser) = guarded_firefox().await;
    assert_eq!(browser.ext_eval(&question()).await.expect("Firefox's plurals"), assumed());
    // The folder that Firefox takes for each of a visitor's languages, by its own rules.
    let folders = "const { ExtensionData } = ChromeUtils.importESModule('resource://gre/modules/Extension.sys.mjs');
        const { extension } = WebExtensionPolicy.getByID('askfirst@askfirst.example');
        const there = [...(await extension.promiseLocales()).keys()];
        return ['pt-BR', 'pt-PT', 'de-AT', 'en-GB', 'ko'].map((asked) =>
          Services.locale.negotiateLanguages([asked], there, 'en')[0])";
    let found = browser.in_chrome(folders).await.expect("Firefox's choice");
    let shipped = |folder: &str| dist("firefox").join("_locales").join(folder).is_dir();
    let or_english = |folder: &str, tag: &str| if shipped(folder) { tag.to_owned() } else { "en".to_owned() };
    assert_eq!(found, json!([or_english("pt_BR", "pt-BR"), or_english("pt_PT", "pt-PT"), or_english("de", "de"), "en", "en"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_popup_speaks_every_language_in_its_direction() {
    let web = StandIn::start().await.expect("the stand-in");
    for language in LANGUAGES {
        for (folder, tag) in language.shipped.iter().take(1) {
            if !dist("chromium").join("_locales").join(folder).is_dir() {
                continue;
            }
            let spoken = in_language(&dist("chromium"), folder).expect("a copy");
            let browser = Chromium::launch(ChromiumOptions::new(web.port()).with_extension(spoken.path())).await.expect("Chromium");
            common::ready(&browser).await;
            browser.goto("https://shop.test/").await.expect("the shop");
            let tab = browser.chrome_tab_id().await.expect("a tab");
            let popup = browser.popup_in_tab(tab).await.expect("the popup's page");
            popup.wait_for("document.body.dataset.state === 'held-back'").await.expect("held back");
            let root = popup.eval("return [document.documentElement.lang, document.documentElement.dir]").await.expect("the root");
            assert_eq!(root, json!([tag, language.direction]));
            // Every fixed message is there, and as wide as a narrow popup.
            let empty = popup
                .eval("return [...document.querySelectorAll('[data-text]')].filter((it) => !it.textContent).map((it) => it.dataset.text)");
            assert_eq!(empty.await.expect("messages"), json!([]), "{tag}");
            for width in [380, 320] {
                let size = json!({ "width": width, "height": 600, "deviceScaleFactor": 1, "mobile": false });
                popup.cdp("Emulation.setDeviceMetricsOverride", size).await.expect("a width");
                let wide = popup.eval("return document.documentElement.scrollWidth - document.documentElement.clientWidth").await;
                assert_eq!(wide.expect("widths"), 0, "{tag}: nothing stands out at the side of {width}");
            }
            popup.close().await.expect("closing");
        }
    }
}
