//! Answers, all of them `no-store`, so that a test sees every load.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};

/// An answer of the stand-in.
pub(super) type Reply = Response<Body>;

fn of(kind: &'static str, body: impl Into<Body>) -> Reply {
    let mut reply = Response::new(body.into());
    set(&mut reply, header::CONTENT_TYPE, kind);
    reply
}

/// Sets a header; a value that is no header value is left out.
pub(super) fn set(reply: &mut Reply, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        reply.headers_mut().insert(name, value);
    }
}

/// Adds a cookie.
pub(super) fn cookie(reply: &mut Reply, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        reply.headers_mut().append(header::SET_COOKIE, value);
    }
}

pub(super) fn html(body: impl Into<Body>) -> Reply {
    of("text/html; charset=utf-8", body)
}

pub(super) fn script(body: impl Into<Body>) -> Reply {
    of("text/javascript; charset=utf-8", body)
}

pub(super) fn css(body: impl Into<Body>) -> Reply {
    of("text/css; charset=utf-8", body)
}

pub(super) fn json(value: &serde_json::Value) -> Reply {
    of("application/json", value.to_string())
}

/// `callback(value);`, or plain JSON when no callback was asked for. Only a plain name is a callback.
pub(super) fn jsonp(callback: Option<&str>, value: &serde_json::Value) -> Reply {
    match callback {
        Some(name) if name.bytes().all(|b| b.is_ascii_alphanumeric() || b"._".contains(&b)) => script(format!("{name}({value});")),
        _ => json(value),
    }
}

pub(super) fn events(body: &'static str) -> Reply {
    of("text/event-stream", body)
}

/// A small picture.
pub(super) fn picture() -> Reply {
    of(
        "image/svg+xml",
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24"><circle cx="12" cy="12" r="11" fill="#f5821f"/></svg>"##,
    )
}

/// A font of one letter.
pub(super) fn font() -> Reply {
    of("font/ttf", crate::site!("vendor/one-letter.ttf", bytes))
}

/// A tenth of a second of silence: 8-bit samples in a WAV file.
pub(super) fn silence() -> Reply {
    const RATE: u32 = 8000;
    const SAMPLES: u32 = RATE / 10;
    let mut wav = Vec::new();
    wav.extend(b"RIFF");
    wav.extend((36 + SAMPLES).to_le_bytes());
    wav.extend(b"WAVEfmt ");
    wav.extend(16u32.to_le_bytes());
    // PCM, one channel.
    wav.extend([1u16, 1].map(u16::to_le_bytes).concat());
    wav.extend([RATE, RATE].map(u32::to_le_bytes).concat());
    // One byte per frame, eight bits per sample.
    wav.extend([1u16, 8].map(u16::to_le_bytes).concat());
    wav.extend(b"data");
    wav.extend(SAMPLES.to_le_bytes());
    // The middle of an unsigned sample is silence.
    wav.resize(wav.len() + SAMPLES as usize, 128);
    of("audio/wav", wav)
}

pub(super) fn nothing() -> Reply {
    let mut reply = Response::new(Body::empty());
    *reply.status_mut() = StatusCode::NO_CONTENT;
    reply
}

pub(super) fn missing() -> Reply {
    let mut reply = of("text/plain; charset=utf-8", "The stand-in has no such page.\n");
    *reply.status_mut() = StatusCode::NOT_FOUND;
    reply
}

pub(super) fn unavailable() -> Reply {
    let mut reply = of("text/plain; charset=utf-8", "The stand-in plays dead.\n");
    *reply.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    reply
}
