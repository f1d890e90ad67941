//! Identity and the conversation itself.

use std::sync::Arc;

use axum::extract::ws::{Message, WebSocket};
use axum::http::StatusCode;
use serde_json::{Value, json};

use super::accounts::{self, Fault};
use super::log::{Kind, Logged};
use super::reply::{self, Reply};
use super::world::{Talk, World, identifier};
use crate::site;

/// What every token of this identity service begins with.
const TOKEN: &str = "stand-in.";
/// The word at which the agent ends the conversation.
const FAREWELL: &str = "bye";

/// The answer, if it is a call of the identity service.
pub(super) fn answer(host: &str, asked: &Logged) -> Option<Reply> {
    if !host.ends_with(".idp.liveperson.net") {
        return None;
    }
    if asked.path == "/postmessage/postmessage.min.html" {
        return Some(reply::html(site!("vendor/identity-frame.html")));
    }
    if asked.method != "POST" {
        return None;
    }
    let answer = if asked.path.ends_with("/anonymous/authorize") {
        json!({ "token": format!("{TOKEN}{}", identifier()) })
    } else if asked.path.ends_with("/authenticate") {
        let asked: Value = serde_json::from_str(&asked.body).unwrap_or_default();
        json!({ "id_token": format!("{TOKEN}jwt.{}", asked.get("authCode").and_then(Value::as_str).unwrap_or_default()) })
    } else {
        return None;
    };
    let mut reply = reply::json(&answer);
    if accounts::fault(asked) == Fault::Identity {
        *reply.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    }
    Some(reply)
}

/// Talks with one visitor: signs in, opens a conversation with the first message or goes on with the last, answers each line,
/// and ends it at "bye". Each message is logged as a request of kind [`Kind::Message`] with the message as its body.
pub(super) async fn converse(mut socket: WebSocket, opened: Logged, world: Arc<World>) {
    let is_refused = accounts::fault(&opened) == Fault::Connection;
    let mut visitor = Visitor { world: Arc::clone(&world), token: String::new(), is_refused };
    while let Some(Ok(message)) = socket.recv().await {
        let Message::Text(text) = message else {
            continue;
        };
        world.log.push(Logged { kind: Kind::Message, body: text.to_string(), ..opened.clone() });
        let asked: Value = serde_json::from_str(&text).unwrap_or_default();
        for answer in visitor.answers(&asked) {
            let sent = socket.send(Message::text(answer.to_string())).await;
            if sent.is_err() {
                return;
            }
        }
    }
}

/// One visitor on one socket.
struct Visitor {
    world: Arc<World>,
    /// Who it is, once signed in.
    token: String,
    is_refused: bool,
}

impl Visitor {
    fn answers(&mut self, asked: &Value) -> Vec<Value> {
        let answer = |code: u16, kind: &str, body: Value| {
            let id = asked.get("id").cloned().unwrap_or_default();
            json!({ "kind": "resp", "reqId": id, "code": code, "type": kind, "body": body })
        };
        let reply = |kind: &str, body: Value| answer(200, kind, body);
        let token = asked.pointer("/headers/0/jwt").and_then(Value::as_str).unwrap_or_default();
        match asked.get("type").and_then(Value::as_str) {
            Some("GetClock") => vec![reply("GetClockResponse", json!({ "currentTime": 1_700_000_000_000_u64 }))],
            Some("InitConnection") if self.is_refused => vec![answer(403, "InitConnectionResponse", json!({ "msg": "refused" }))],
            Some("InitConnection") if !token.starts_with(TOKEN) => {
                vec![answer(401, "InitConnectionResponse", json!({ "msg": "who is it?" }))]
            }
            Some("InitConnection") => {
                token.clone_into(&mut self.token);
                vec![reply("InitConnectionResponse", json!({}))]
            }
            Some("cqm.SubscribeExConversations") => {
                let changes: Vec<Value> = self.world.talks().get(&self.token).map(|talk| change(&talk.id, "OPEN")).into_iter().collect();
                vec![reply("cqm.SubscribeExConversationsResponse", json!({ "subscriptionId": "s-1" })), changed(&changes)]
            }
            Some("cm.ConsumerRequestConversation") => {
                let id = identifier();
                self.world.talks().insert(self.token.clone(), Talk { id: id.clone(), lines: Vec::new() });
                vec![reply("cm.RequestConversationResponse", json!({ "conversationId": id })), changed(&[change(&id, "OPEN")])]
            }
            Some("ms.SubscribeMessagingEvents") => {
                let lines = self.world.talks().get(&self.token).map(|talk| talk.lines.clone()).unwrap_or_default();
                let events = lines.iter().map(|(own, text)| event(*own, text));
                std::iter::once(reply("ms.SubscribeMessagingEventsResponse", json!({}))).chain(events).collect()
            }
            Some("ms.PublishEvent") => {
                let said = asked.pointer("/body/event/message").and_then(Value::as_str).unwrap_or_default();
                let mut all = vec![reply("ms.PublishEventResponse", json!({ "sequence": 1 }))];
                all.extend(self.said(said));
                all
            }
            Some("cm.UpdateConversationField") => {
                let mut all = vec![reply("cm.UpdateConversationFieldResponse", json!({}))];
                all.extend(self.end());
                all
            }
            // A page of the stand-in that only tries whether a websocket opens.
            None => vec![json!({ "kind": "echo", "body": asked })],
            Some(other) => vec![reply(&format!("{other}Response"), json!({}))],
        }
    }

    /// What the agent says to that.
    fn said(&self, text: &str) -> Vec<Value> {
        let answer = if text == FAREWELL { "Goodbye.".to_owned() } else { format!("You said: {text}") };
        if let Some(talk) = self.world.talks().get_mut(&self.token) {
            talk.lines.extend([(true, text.to_owned()), (false, answer.clone())]);
        }
        let end = if text == FAREWELL { self.end() } else { None };
        std::iter::once(event(false, &answer)).chain(end).collect()
    }

    fn end(&self) -> Option<Value> {
        let talk = self.world.talks().remove(&self.token)?;
        Some(changed(&[change(&talk.id, "CLOSE")]))
    }
}

fn event(own: bool, text: &str) -> Value {
    let originator = if own { "CONSUMER" } else { "AGENT" };
    let body = json!({ "originator": originator, "event": { "type": "ContentEvent", "message": text } });
    json!({ "kind": "notification", "type": "ms.MessagingEventNotification", "body": body })
}

fn change(id: &str, state: &str) -> Value {
    json!({ "type": "UPSERT", "result": { "convId": id, "conversationDetails": { "state": state } } })
}

fn changed(changes: &[Value]) -> Value {
    json!({ "kind": "notification", "type": "cqm.ExConversationChangeNotification", "body": { "changes": changes } })
}
