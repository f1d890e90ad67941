//! Identity and the conversation itself.

use std::sync::Arc;

use axum::extract::ws::{Message, WebSocket};
use serde_json::{Value, json};

use super::log::{Kind, Log, Logged};
use super::reply::{self, Reply};

/// The answer, if it is a call of the identity service.
pub(super) fn answer(host: &str, asked: &Logged) -> Option<Reply> {
    if !host.ends_with(".idp.liveperson.net") || asked.method != "POST" {
        return None;
    }
    if asked.path.ends_with("/anonymous/authorize") {
        Some(reply::json(&json!({ "token": "stand-in.anonymous.token" })))
    } else if asked.path.ends_with("/authenticate") {
        Some(reply::json(&json!({ "id_token": "stand-in.identity.token" })))
    } else {
        None
    }
}

/// Talks with one visitor: accepts the connection, opens a conversation, and echoes what is said.
/// Each message is logged as a request of kind [`Kind::Message`] with the message as its body.
pub(super) async fn converse(mut socket: WebSocket, opened: Logged, log: Arc<Log>) {
    while let Some(Ok(message)) = socket.recv().await {
        let Message::Text(text) = message else {
            continue;
        };
        log.push(Logged { kind: Kind::Message, body: text.to_string(), ..opened.clone() });
        let asked: Value = serde_json::from_str(&text).unwrap_or_default();
        for answer in answers(&asked) {
            let sent = socket.send(Message::text(answer.to_string())).await;
            if sent.is_err() {
                return;
            }
        }
    }
}

fn answers(asked: &Value) -> Vec<Value> {
    let reply = |kind: &str, body: Value| {
        let id = asked.get("id").cloned().unwrap_or_default();
        json!({ "kind": "resp", "reqId": id, "code": 200, "type": kind, "body": body })
    };
    match asked.get("type").and_then(Value::as_str) {
        Some("InitConnection") => vec![reply("InitConnectionResponse", json!({}))],
        Some("cm.ConsumerRequestConversation") => vec![reply("cm.RequestConversationResponse", json!({ "conversationId": "c-1" }))],
        Some("ms.PublishEvent") => {
            let said = asked.pointer("/body/event/message").cloned().unwrap_or_default();
            vec![
                reply("ms.PublishEventResponse", json!({ "sequence": 1 })),
                json!({
                    "kind": "notification",
                    "type": "ms.MessagingEventNotification",
                    "body": { "originator": "AGENT", "event": { "message": format!("You said: {}", said.as_str().unwrap_or_default()) } },
                }),
            ]
        }
        // A page of the stand-in that only tries whether a websocket opens.
        None => vec![json!({ "kind": "echo", "body": asked })],
        Some(other) => vec![reply(other, json!({}))],
    }
}
