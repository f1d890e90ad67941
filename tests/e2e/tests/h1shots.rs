mod common;
use askfirst_e2e::browser::{Chromium, ChromiumOptions};
use askfirst_e2e::standin::StandIn;
use common::{dist, set_mode, view_when};
use serde_json::json;
#[tokio::test(flavor = "multi_thread")]
async fn shots() {
    for (dark, width) in [(false, 380), (true, 380), (false, 320)] {
        let web = StandIn::start().await.unwrap();
        let mut options = ChromiumOptions::new(web.port()).with_extension(dist("chromium"));
        options.dark = dark;
        let browser = Chromium::launch(options).await.unwrap();
        common::ready(&browser).await;
        for mode in ["ask", "allow"] {
            browser.goto("https://shop.test/cart").await.unwrap();
            browser.wait_for("window.__done").await.unwrap();
            let tab = browser.chrome_tab_id().await.unwrap();
            if mode == "allow" {
                set_mode(&browser, tab, "allow").await;
                browser.goto("https://shop.test/cart").await.unwrap();
                browser.wait_for("window.__lp && window.__lp.sent.ip > 1").await.unwrap();
            } else {
                view_when(&browser, tab, |view| view["verdict"] == "held-back").await;
                browser.eval("lpTag.sdes.push({ type: 'personal', personal: { firstname: 'Anna', contacts: [{ email: 'anna@a.test' }] } }); lpTag.sdes.send({ type: 'ctmrinfo', info: { customerId: 'C-1234', nonsense: '<b>x</b>' } }); lpTag.identities = [() => 1]").await.unwrap();
            }
            let popup = browser.popup_in_tab(tab).await.unwrap();
            popup.cdp("Page.bringToFront", json!({})).await.unwrap();
            popup.wait_for("document.querySelector('#reading[data-read]')").await.unwrap();
            popup
                .cdp(
                    "Emulation.setDeviceMetricsOverride",
                    json!({ "width": width, "height": 600, "deviceScaleFactor": 1, "mobile": false }),
                )
                .await
                .unwrap();
            let name =
                |n: &str| std::path::PathBuf::from(format!("/tmp/h1shots/{mode}-{}-{width}-{n}.png", if dark { "dark" } else { "light" }));
            popup.screenshot(&name("a")).await.unwrap();
            popup.eval("for (const it of document.querySelectorAll('#reading details, #attempts-fold, #groups > :first-child details, [data-role=monitoring] details')) it.open = true").await.unwrap();
            popup.wait_for("document.querySelector('#consent-list > *')").await.unwrap();
            let high = popup.eval("return document.documentElement.scrollHeight").await.unwrap().as_u64().unwrap();
            popup
                .cdp(
                    "Emulation.setDeviceMetricsOverride",
                    json!({ "width": width, "height": high.min(5000), "deviceScaleFactor": 1, "mobile": false }),
                )
                .await
                .unwrap();
            popup.screenshot(&name("all")).await.unwrap();
            popup.close().await.unwrap();
        }
    }
}
