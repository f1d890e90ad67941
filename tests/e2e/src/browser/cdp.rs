//! A small client of Chromium's own protocol: for extension pages, popups and workers, which WebDriver does not reach.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;
use futures_util::stream::SplitSink;
use futures_util::{SinkExt, StreamExt};
use http_body_util::{BodyExt, Empty};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::sync::{Mutex as AsyncMutex, oneshot};
use tokio::task::JoinHandle;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

/// A call unanswered for so long will not be answered.
const ANSWER: Duration = Duration::from_secs(20);

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;
type Pending = Arc<Mutex<HashMap<u64, oneshot::Sender<Value>>>>;

/// A connection to one target: the browser, a page, a worker.
pub(super) struct Cdp {
    out: AsyncMutex<SplitSink<Socket, Message>>,
    next: AtomicU64,
    pending: Pending,
    events: Arc<Mutex<Vec<Value>>>,
    reader: JoinHandle<()>,
}

impl Cdp {
    pub(super) async fn connect(address: &str) -> anyhow::Result<Self> {
        // A picture of a page is one message.
        let mut limits = WebSocketConfig::default();
        limits.max_message_size = None;
        limits.max_frame_size = None;
        let (socket, _) = tokio_tungstenite::connect_async_with_config(address, Some(limits), false)
            .await
            .with_context(|| format!("could not connect to {address}"))?;
        let (out, mut incoming) = socket.split();
        let pending = Pending::default();
        let events = Arc::new(Mutex::new(Vec::new()));
        let (waiting, seen) = (Arc::clone(&pending), Arc::clone(&events));
        let reader = tokio::spawn(async move {
            while let Some(Ok(message)) = incoming.next().await {
                let Some(got) = message.to_text().ok().and_then(|text| serde_json::from_str::<Value>(text).ok()) else {
                    continue;
                };
                match got.get("id").and_then(Value::as_u64) {
                    Some(id) => {
                        let caller = lock(&waiting).remove(&id);
                        // The caller may have given up.
                        let _ = caller.map(|caller| caller.send(got));
                    }
                    None => lock(&seen).push(got),
                }
            }
            // Whoever still waits learns that the target is gone.
            lock(&waiting).clear();
        });
        Ok(Self { out: AsyncMutex::new(out), next: AtomicU64::new(1), pending, events, reader })
    }

    pub(super) async fn call(&self, method: &str, params: Value) -> anyhow::Result<Value> {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let (tell, answer) = oneshot::channel();
        lock(&self.pending).insert(id, tell);
        let text = json!({ "id": id, "method": method, "params": params }).to_string();
        self.out.lock().await.send(Message::text(text)).await.with_context(|| format!("{method}: the target is gone"))?;
        let answer = tokio::time::timeout(ANSWER, answer)
            .await
            .with_context(|| format!("{method}: no answer in {ANSWER:?}"))?
            .with_context(|| format!("{method}: the target went away"))?;
        if let Some(error) = answer.get("error") {
            anyhow::bail!("{method}: {error}");
        }
        Ok(answer.get("result").cloned().unwrap_or_default())
    }

    /// Runs the body of an async function and gives what it returns.
    pub(super) async fn eval(&self, body: &str) -> anyhow::Result<Value> {
        self.eval_in(None, body).await
    }

    /// The same in another of the page's worlds, by its number.
    pub(super) async fn eval_in(&self, world: Option<&Value>, body: &str) -> anyhow::Result<Value> {
        let mut how = json!({
            "expression": format!("(async () => {{ {body} }})()"),
            "awaitPromise": true,
            "returnByValue": true,
            "userGesture": true,
        });
        if let (Some(world), Some(how)) = (world, how.as_object_mut()) {
            how.insert("contextId".to_owned(), world.clone());
        }
        let answer = self.call("Runtime.evaluate", how).await?;
        if let Some(thrown) = answer.get("exceptionDetails") {
            let text = thrown.pointer("/exception/description").or_else(|| thrown.get("text"));
            anyhow::bail!("{} in: {body}", text.and_then(Value::as_str).unwrap_or("an error"));
        }
        Ok(answer.pointer("/result/value").cloned().unwrap_or_default())
    }

    /// The events of one name so far, as their parameters.
    pub(super) fn events(&self, method: &str) -> Vec<Value> {
        lock(&self.events)
            .iter()
            .filter(|event| event.get("method").and_then(Value::as_str) == Some(method))
            .filter_map(|event| event.get("params").cloned())
            .collect()
    }
}

impl Drop for Cdp {
    fn drop(&mut self) {
        self.reader.abort();
    }
}

/// One of the debugger's lists: `json/list`, `json/version`.
pub(super) async fn fetch(debugger: &str, list: &str) -> anyhow::Result<Value> {
    let client = Client::builder(TokioExecutor::new()).build_http::<Empty<axum::body::Bytes>>();
    let answer = client
        .get(format!("http://{debugger}/{list}").parse()?)
        .await
        .with_context(|| format!("the debugger at {debugger} does not answer"))?;
    let body = answer.into_body().collect().await?.to_bytes();
    serde_json::from_slice(&body).context("the debugger's answer is not JSON")
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
