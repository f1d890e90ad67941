//! From a request to the room that answers it.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::connect_info::IntoMakeServiceWithConnectInfo;
use axum::extract::{ConnectInfo, FromRequestParts, State, WebSocketUpgrade};
use axum::http::request::Parts;
use axum::http::{HeaderName, Method, Request, header};

use super::accounts::{self, Fault};
use super::listen::Peer;
use super::log::{Kind, Logged};
use super::reply::{self, Reply};
use super::world::World;
use super::{chat, chats, cloak, cookies, monitor, sites, vendor, ways};

/// Bodies longer than this are not kept in the log; the largest that a page here sends is a chat line.
const BODY_LIMIT: usize = 64 * 1024;

/// One service for all hosts.
pub(super) fn service(world: Arc<World>) -> IntoMakeServiceWithConnectInfo<Router, Peer> {
    Router::new().fallback(answer).with_state(world).into_make_service_with_connect_info()
}

async fn answer(State(world): State<Arc<World>>, ConnectInfo(peer): ConnectInfo<Peer>, request: Request<Body>) -> Reply {
    let (mut parts, body) = request.into_parts();
    let body = to_bytes(body, BODY_LIMIT).await.unwrap_or_default();
    let asked = logged(&parts, peer, &body);
    world.log.push(asked.clone());
    let fault = accounts::fault(&asked);
    if fault == Fault::Silence {
        // Until the browser gives up.
        std::future::pending::<()>().await;
    }
    let mut reply = if fault == Fault::Everything {
        reply::unavailable()
    } else if asked.kind == Kind::Websocket {
        match WebSocketUpgrade::from_request_parts(&mut parts, &()).await {
            Ok(upgrade) if asked.is_liveperson() => {
                let opened = asked.clone();
                upgrade.on_upgrade(move |socket| chat::converse(socket, opened, world))
            }
            _ => reply::missing(),
        }
    } else if parts.method == Method::OPTIONS {
        reply::nothing()
    } else {
        dispatch(&asked, &world)
    };
    reply::set(&mut reply, header::CACHE_CONTROL, "no-store");
    if asked.is_liveperson() {
        open_to_all(&mut reply, &parts, &asked);
    }
    reply
}

fn dispatch(asked: &Logged, world: &World) -> Reply {
    // A name with its trailing dot is the same host.
    let host = asked.host.trim_end_matches('.');
    sites::answer(host, asked)
        .or_else(|| chats::answer(host, asked))
        .or_else(|| cloak::answer(host, asked))
        .or_else(|| ways::answer(host, asked))
        .or_else(|| cookies::answer(host, asked))
        .or_else(|| monitor::answer(host, asked, world.revision()))
        .or_else(|| chat::answer(host, asked))
        .or_else(|| vendor::answer(host, asked, world.revision()))
        .unwrap_or_else(reply::missing)
}

fn logged(parts: &Parts, peer: Peer, body: &[u8]) -> Logged {
    let text = |name: HeaderName| {
        let value = parts.headers.get(name)?.to_str().ok()?;
        Some(value.to_owned())
    };
    // Through the proxy, plain HTTP names the host in the request line too; the header is always there.
    let host = text(header::HOST).unwrap_or_default().to_lowercase();
    let host = host.split(':').next().unwrap_or_default().to_owned();
    let upgrade = text(header::UPGRADE).is_some_and(|to| to.eq_ignore_ascii_case("websocket"));
    Logged {
        host,
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        method: parts.method.to_string(),
        tls: peer.tls,
        kind: if upgrade { Kind::Websocket } else { Kind::Http },
        cookie: text(header::COOKIE),
        referer: text(header::REFERER),
        origin: text(header::ORIGIN),
        dest: text(HeaderName::from_static("sec-fetch-dest")),
        lp_url: text(HeaderName::from_static("lp-url")),
        body: String::from_utf8_lossy(body).into_owned(),
    }
}

/// LivePerson's hosts answer any origin, with credentials.
fn open_to_all(reply: &mut Reply, parts: &Parts, asked: &Logged) {
    let origin = asked.origin.as_deref().unwrap_or("*");
    reply::set(reply, header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    reply::set(reply, header::ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
    reply::set(reply, header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PUT, DELETE");
    if let Some(wanted) = parts.headers.get(header::ACCESS_CONTROL_REQUEST_HEADERS) {
        reply.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_HEADERS, wanted.clone());
    }
}
