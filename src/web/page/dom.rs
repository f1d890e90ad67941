//! The document: finding places in it, and filling them by text and attributes only.

use super::browser;
use super::text::message;
use std::collections::BTreeMap;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, HtmlTemplateElement};

/// Nothing, or what the browser threw.
pub(in crate::web) type Done = Result<(), JsValue>;

/// The page's document.
pub(in crate::web) fn document() -> Result<Document, JsValue> {
    web_sys::window().and_then(|window| window.document()).ok_or_else(|| JsValue::from_str("no document"))
}

/// The element with this id; the page's own document has it.
pub(in crate::web) fn by_id(id: &str) -> Result<Element, JsValue> {
    document()?.get_element_by_id(id).ok_or_else(|| JsValue::from_str(&format!("the page has no #{id}")))
}

/// The part of an element that `data-slot` names.
pub(in crate::web) fn slot(element: &Element, name: &str) -> Result<Element, JsValue> {
    let found = element.query_selector(&format!("[data-slot=\"{name}\"]"))?;
    found.ok_or_else(|| JsValue::from_str(&format!("the page has no slot {name} there")))
}

/// Sets an element's text. What stays the same is not touched: a screen reader would read it again.
pub(in crate::web) fn set_text(element: &Element, text: &str) {
    if element.text_content().as_deref() != Some(text) {
        element.set_text_content(Some(text));
    }
}

/// Shows an element or takes it away.
pub(in crate::web) fn show(element: &Element, shown: bool) -> Done {
    if element.has_attribute("hidden") == shown {
        element.toggle_attribute_with_force("hidden", !shown)?;
    }
    Ok(())
}

/// Shows an element with a text, or takes it away where there is none.
pub(in crate::web) fn show_text(element: &Element, text: Option<&str>) -> Done {
    set_text(element, text.unwrap_or_default());
    show(element, text.is_some())
}

/// Fills a name that is made of labels with dots, so that a long one breaks at the dots first.
pub(in crate::web) fn set_host(element: &Element, host: &str) -> Done {
    if element.text_content().as_deref() == Some(host) {
        return Ok(());
    }
    element.set_text_content(None);
    let document = document()?;
    for (n, label) in host.split('.').enumerate() {
        if n > 0 {
            element.append_child(document.create_text_node(".").as_ref())?;
            element.append_child(document.create_element("wbr")?.as_ref())?;
        }
        element.append_child(document.create_text_node(label).as_ref())?;
    }
    Ok(())
}

/// Listens to an element for as long as the page is open.
pub(in crate::web) fn on(id: &str, event: &str, listener: impl FnMut() + 'static) -> Done {
    let listener = Closure::<dyn FnMut()>::new(listener).into_js_value();
    by_id(id)?.add_event_listener_with_callback(event, listener.unchecked_ref())
}

/// What could not be done goes where a developer looks.
pub(in crate::web) fn logged(done: Done) {
    if let Err(error) = done {
        browser::log_error(&error);
    }
}

/// Gives everything below `root` the message that its `data-text` names.
pub(in crate::web) fn fill_messages(root: &web_sys::Node) -> Done {
    let mut next = root.first_child();
    while let Some(node) = next {
        if let Some(element) = node.dyn_ref::<Element>() {
            if let Some(key) = element.get_attribute("data-text") {
                set_text(element, &message(&key));
            }
            // What is inside a template is not below it, but beside it.
            if let Some(template) = element.dyn_ref::<HtmlTemplateElement>() {
                fill_messages(template.content().as_ref())?;
            }
        }
        fill_messages(&node)?;
        next = node.next_sibling();
    }
    Ok(())
}

/// A copy of what is in a template.
fn from_template(id: &str) -> Result<Element, JsValue> {
    let template = by_id(id)?.dyn_into::<HtmlTemplateElement>().map_err(JsValue::from)?;
    let first = template.content().first_element_child().ok_or_else(|| JsValue::from_str("an empty template"))?;
    Ok(first.clone_node_with_deep(true)?.unchecked_into())
}

/// A list that is made from a template and kept in step with what it shows.
pub(in crate::web) struct List<'a> {
    /// The list.
    pub(in crate::web) element: Element,
    /// Id of the template of an entry.
    pub(in crate::web) template: &'a str,
    /// The attribute that tells one entry from another.
    pub(in crate::web) key: &'a str,
}

impl List<'_> {
    /// Shows one entry for each thing, in their order. An entry that is there already stays, with what is unfolded and
    /// focused in it.
    pub(in crate::web) fn show<T>(&self, things: &[T], key: impl Fn(&T) -> String, fill: impl Fn(&Element, &T) -> Done) -> Done {
        let mut there = BTreeMap::new();
        let mut next = self.element.first_element_child();
        while let Some(entry) = next {
            next = entry.next_element_sibling();
            there.insert(entry.get_attribute(self.key).unwrap_or_default(), entry);
        }
        let mut wanted = Vec::with_capacity(things.len());
        for thing in things {
            let key = key(thing);
            let entry = match there.remove(&key) {
                Some(entry) => entry,
                None => {
                    let entry = from_template(self.template)?;
                    entry.set_attribute(self.key, &key)?;
                    entry
                }
            };
            fill(&entry, thing)?;
            wanted.push(entry);
        }
        there.into_values().for_each(|stale| stale.remove());
        // Moving an entry would take the focus from it, so only those are moved that are not in their place.
        let mut place = self.element.first_element_child();
        for entry in wanted {
            if place.as_ref() == Some(&entry) {
                place = entry.next_element_sibling();
            } else {
                self.element.insert_before(entry.as_ref(), place.as_ref().map(AsRef::as_ref))?;
            }
        }
        Ok(())
    }
}
