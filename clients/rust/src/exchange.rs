//! One request and one answer: no retries here.
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{
    ACCEPT, AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER, USER_AGENT,
};
use http::{Method, Request, Response};
use http_body::Body;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use rustls::crypto::ring::default_provider;
use rustls::{ClientConfig, RootCertStore};
use serde_json::{Map, Value};

use crate::models::Fault;
use crate::settings::Setup;
use crate::{Error, ProblemError};

pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("request-id");
pub(crate) const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
const AGENT: HeaderValue = HeaderValue::from_static(concat!("countersign-rust/", env!("CARGO_PKG_VERSION")));
const ACCEPTED: HeaderValue = HeaderValue::from_static("application/json, application/problem+json, application/x-ndjson");
const IDLE_CONNECTIONS_MAX: usize = 64;
const IDLE_CONNECTION_TIME: Duration = Duration::from_secs(60);
/// Nobody waits that long.
const RETRY_AFTER_MAX: Duration = Duration::from_secs(10 * 365 * 86_400);

pub(crate) type Content = UnsyncBoxBody<Bytes, std::convert::Infallible>;
pub(crate) type Http = hyper_util::client::legacy::Client<HttpsConnector<HttpConnector>, Content>;

/// For a service without TLS the certificates of the system are not read: nobody is redirected to another.
pub(crate) fn http_for(setup: &Setup) -> Result<Http, Error> {
    let mut connector = HttpConnector::new();
    connector.enforce_http(false);
    connector.set_nodelay(true);
    let builder = HttpsConnectorBuilder::new();
    let builder = if setup.is_encrypted {
        let trusted = builder.with_provider_and_native_roots(default_provider());
        trusted.map_err(|error| Error::Configuration(format!("there are no certificates to trust: {error}")))?
    } else {
        let bare = ClientConfig::builder_with_provider(default_provider().into()).with_safe_default_protocol_versions();
        let bare = bare.map_err(|error| Error::Configuration(error.to_string()))?;
        builder.with_tls_config(bare.with_root_certificates(RootCertStore::empty()).with_no_client_auth())
    };
    Ok(hyper_util::client::legacy::Client::builder(TokioExecutor::new())
        .pool_max_idle_per_host(IDLE_CONNECTIONS_MAX)
        .pool_idle_timeout(IDLE_CONNECTION_TIME)
        .pool_timer(TokioTimer::new())
        .build(builder.https_or_http().enable_http1().wrap_connector(connector)))
}

/// A request as it goes out, the same for every attempt.
pub(crate) struct Sent {
    pub method: Method,
    pub url: String,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Sent {
    pub(crate) fn request(&self, setup: &Setup) -> Result<Request<Content>, Error> {
        request(setup, self.method.clone(), &self.url, &self.headers, Full::new(self.body.clone()).boxed_unsync())
    }
}

pub(crate) fn request(setup: &Setup, method: Method, url: &str, headers: &HeaderMap, body: Content) -> Result<Request<Content>, Error> {
    let request = Request::builder().method(method).uri(url).body(body);
    let mut request = request.map_err(|error| Error::CallInvalid(format!("there is no such request: {error}")))?;
    *request.headers_mut() = headers.clone();
    request.headers_mut().insert(ACCEPT, ACCEPTED);
    request.headers_mut().insert(USER_AGENT, AGENT);
    if let Some(credentials) = &setup.credentials {
        request.headers_mut().insert(AUTHORIZATION, credentials.clone());
    }
    Ok(request)
}

/// The answer when it is 2xx.
pub(crate) async fn exchange(http: &Http, setup: &Setup, request: Request<Content>) -> Result<Response<Incoming>, Error> {
    let response = http.request(request).await.map_err(|error| connection(&error))?;
    if response.status().is_success() { Ok(response) } else { Err(problem_of(setup, response).await?) }
}

/// What a library says is in its causes.
pub(crate) fn connection(error: &(dyn std::error::Error + 'static)) -> Error {
    let mut text = format!("the connection to the service failed: {error}");
    let mut cause = error.source();
    while let Some(deeper) = cause {
        text.push_str(": ");
        text.push_str(&deeper.to_string());
        cause = deeper.source();
    }
    Error::Connection(text)
}

pub(crate) fn media_type_of(headers: &HeaderMap) -> String {
    let text = header(headers, &CONTENT_TYPE).unwrap_or_default();
    text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

pub(crate) fn header<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

pub(crate) fn etag_of(headers: &HeaderMap) -> Option<String> {
    header(headers, &ETAG).map(Into::into)
}

/// Packing is never asked for.
pub(crate) fn mind_packing(headers: &HeaderMap) -> Result<(), Error> {
    match header(headers, &CONTENT_ENCODING) {
        None | Some("identity") => Ok(()),
        Some(_) => Err(Error::ResponseInvalid("the answer is packed".into())),
    }
}

/// The whole body; reading stops above the limit.
pub(crate) async fn text_of(mut body: Incoming, most: usize) -> Result<Vec<u8>, Error> {
    if body.size_hint().lower() > most as u64 {
        return Err(Error::ResponseTooLarge(most));
    }
    let mut text = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| connection(&error))?;
        let Some(data) = frame.data_ref() else { continue };
        if data.len() > most - text.len() {
            return Err(Error::ResponseTooLarge(most));
        }
        text.extend_from_slice(data);
    }
    Ok(text)
}

/// The JSON object that was answered, as text; nothing where the answer may be empty and is.
pub(crate) async fn object_of(setup: &Setup, response: Response<Incoming>, may_be_empty: bool) -> Result<Option<Vec<u8>>, Error> {
    mind_packing(response.headers())?;
    let media_type = media_type_of(response.headers());
    let text = text_of(response.into_body(), setup.response_bytes_max).await?;
    if may_be_empty && text.is_empty() {
        return Ok(None);
    }
    if media_type != "application/json" {
        return Err(Error::ResponseInvalid("the answer is not JSON".into()));
    }
    Ok(Some(text))
}

pub(crate) fn parse_object(text: &[u8]) -> Result<Map<String, Value>, Error> {
    match serde_json::from_slice(text) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(_) => Err(Error::ResponseInvalid("the answer is not a JSON object".into())),
        Err(error) => Err(Error::ResponseInvalid(format!("the answer is not JSON: {error}"))),
    }
}

/// Where the body of a refusal cannot be understood its status still counts; a fault of the network while it is read is one.
async fn problem_of(setup: &Setup, response: Response<Incoming>) -> Result<Error, Error> {
    let (parts, body) = response.into_parts();
    let status = parts.status;
    let mut members = Map::new();
    if media_type_of(&parts.headers).ends_with("json") && mind_packing(&parts.headers).is_ok() {
        match text_of(body, setup.response_bytes_max).await {
            Ok(text) => members = parse_object(&text).unwrap_or_default(),
            Err(Error::ResponseTooLarge(_)) => {}
            Err(error) => return Err(error),
        }
    }
    let text = |name: &str| members.get(name).and_then(Value::as_str).map(String::from);
    let problem = ProblemError {
        status: status.as_u16(),
        code: text("code").unwrap_or_else(|| format!("HTTP_{}", status.as_u16())).into(),
        title: text("title").unwrap_or_else(|| status.canonical_reason().unwrap_or_default().into()),
        detail: text("detail").unwrap_or_else(|| format!("the answer was {} and no problem of Countersign's", status.as_u16())),
        errors: members.get("errors").and_then(Value::as_array).into_iter().flatten().filter_map(fault_of).collect(),
        request_id: text("request_id").or_else(|| header(&parts.headers, &REQUEST_ID).map(Into::into)),
        retry_after: header(&parts.headers, &RETRY_AFTER).and_then(|value| retry_after_of(value, SystemTime::now())),
    };
    Ok(problem.into())
}

fn fault_of(value: &Value) -> Option<Fault> {
    let text = |name: &str| value.get(name)?.as_str().map(String::from);
    Some(Fault { pointer: text("pointer")?, detail: text("detail")?, ..Fault::default() })
}

/// RFC 9110, 10.2.3: seconds or an HTTP date; nothing where it says nothing.
fn retry_after_of(value: &str, now: SystemTime) -> Option<Duration> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(value.parse().map_or(RETRY_AFTER_MAX, Duration::from_secs).min(RETRY_AFTER_MAX));
    }
    let at = httpdate::parse_http_date(value).ok()?;
    Some(at.duration_since(now).unwrap_or_default().min(RETRY_AFTER_MAX))
}
