//! A logical call: attempts and pauses, within one time.
use std::ops::Deref;
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderValue, IF_MATCH};
use http::{Method, Response};
use hyper::body::Incoming;
use serde_core::Serialize;
use serde_json::Value;
use tokio::time::{Instant, sleep, timeout_at};

use crate::exchange::{IDEMPOTENCY_KEY, REQUEST_ID, Sent, etag_of, exchange, header, object_of, parse_object};
use crate::model::Member;
use crate::models::ProblemCode;
use crate::settings::TIMEOUT_MAX;
use crate::{Client, Error};

pub(crate) const OTHER_TIMEOUT: Duration = Duration::from_secs(30);
const PAUSE_BASE: Duration = Duration::from_millis(100);
const PAUSE_MAX: Duration = Duration::from_secs(2);

/// Something for one call alone: [`Client::with`].
#[derive(Clone, Debug, Default)]
pub struct CallOptions {
    /// Instead of what the client has.
    pub timeout: Option<Duration>,
    /// Instead of a random one; the same for every attempt. Two calls with the same key are one to the service.
    pub idempotency_key: Option<String>,
    /// Makes a change only to the version with this ETag, where that may be left out.
    pub if_match: Option<String>,
}

/// What the service has answered, with what its headers say. It can be used as the value itself.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Answer<T> {
    /// The body; of an operation that may answer without one, the default value.
    pub value: T,
    /// Of the version that was answered, for a change of it.
    pub etag: Option<String>,
    /// What support asks for.
    pub request_id: Option<String>,
}

impl<T> Deref for Answer<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// What stands in OpenAPI, with the values of one call.
#[derive(Clone)]
pub(crate) struct Ask {
    method: Method,
    path: Result<String, Error>,
    query: Vec<(String, String)>,
    if_match: Option<String>,
    body: Option<Result<Bytes, Error>>,
    may_be_empty: bool,
    is_unrepeatable: bool,
}

impl Ask {
    /// Each `{}` of the template is a parameter.
    pub(crate) fn new(method: Method, template: &str, parameters: &[&str]) -> Self {
        let path = fill(template, parameters);
        Self { method, path, query: Vec::new(), if_match: None, body: None, may_be_empty: false, is_unrepeatable: false }
    }

    pub(crate) fn body(mut self, body: &impl Serialize) -> Self {
        self.body = Some(encode(body).map(Bytes::from));
        self
    }

    /// `query` is a model; it has a member for each parameter that is given.
    pub(crate) fn query(mut self, query: &impl Serialize) -> Self {
        if let Ok(Value::Object(members)) = serde_json::to_value(query) {
            let text = |value: Value| if let Value::String(text) = value { text } else { value.to_string() };
            self.query = members.into_iter().map(|(name, value)| (name, text(value))).collect();
        }
        self
    }

    pub(crate) fn cursor(mut self, cursor: &str) -> Self {
        self.query.push(("cursor".into(), cursor.into()));
        self
    }

    pub(crate) fn if_match(mut self, etag: &str) -> Self {
        self.if_match = Some(etag.into());
        self
    }

    /// The operation may answer without a body.
    pub(crate) fn may_be_empty(mut self) -> Self {
        self.may_be_empty = true;
        self
    }

    /// Nobody knows what a second one would do.
    pub(crate) fn unrepeatable(mut self) -> Self {
        self.is_unrepeatable = true;
        self
    }
}

/// `.` and `..` would be resolved, and lead to another operation.
fn fill(template: &str, parameters: &[&str]) -> Result<String, Error> {
    let mut path = String::new();
    for (i, part) in template.split("{}").enumerate() {
        if i > 0 {
            let parameter = parameters[i - 1];
            if matches!(parameter, "" | "." | "..") {
                return Err(Error::CallInvalid(format!("a parameter of a path must not be {parameter:?}")));
            }
            escape(parameter, &mut path);
        }
        path.push_str(part);
    }
    Ok(path)
}

/// RFC 3986, 2.3.
fn escape(text: &str, out: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(byte.into());
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
}

pub(crate) fn encode(value: &impl Serialize) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(value).map_err(|error| Error::CallInvalid(format!("what is to be sent is no JSON: {error}")))
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::getrandom(&mut bytes).expect("the system has random bytes");
    bytes
}

fn header_value(name: &str, text: &str) -> Result<HeaderValue, Error> {
    HeaderValue::from_str(text).map_err(|_| Error::CallInvalid(format!("{name} has a character that no header has")))
}

/// Headers of one logical call.
pub(crate) fn headers_of(method: &Method, options: &CallOptions) -> Result<HeaderMap, Error> {
    let mut headers = HeaderMap::new();
    if method == Method::POST {
        let key = options.idempotency_key.clone().unwrap_or_else(|| format!("{:032x}", u128::from_ne_bytes(random())));
        headers.insert(IDEMPOTENCY_KEY, header_value("idempotency_key", &key)?);
    }
    if let Some(etag) = &options.if_match {
        headers.insert(IF_MATCH, header_value("if_match", etag)?);
    }
    Ok(headers)
}

impl Client {
    /// Asks for an answer of one type.
    pub(crate) async fn ask<T: Member + Default>(&self, ask: Ask) -> Result<Answer<T>, Error> {
        self.call(&ask, OTHER_TIMEOUT, |text| {
            let Some(text) = text else { return Ok(T::default()) };
            let read = T::read(Value::Object(parse_object(&text)?));
            read.map_err(|_| Error::ResponseInvalid("the answer is not what the operation answers".into()))
        })
        .await
    }

    /// `read` is given the body of a success.
    pub(crate) async fn call<T>(
        &self,
        ask: &Ask,
        timeout: Duration,
        read: impl Fn(Option<Vec<u8>>) -> Result<T, Error>,
    ) -> Result<Answer<T>, Error> {
        let sent = self.compose(ask)?;
        let setup = &self.shared.setup;
        let timeout = self.options.timeout.or(setup.timeout).unwrap_or(timeout).min(TIMEOUT_MAX);
        let deadline = Instant::now() + timeout;
        let mut done = 0;
        loop {
            let attempt = timeout_at(deadline, self.attempt(&sent, ask.may_be_empty, &read)).await;
            let error = match attempt.unwrap_or(Err(Error::Timeout(timeout))) {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            if done >= setup.max_retries || !is_transient(&error, !ask.is_unrepeatable) {
                return Err(error);
            }
            let pause = pause_of(&error, done);
            if pause >= deadline.saturating_duration_since(Instant::now()) {
                return Err(error);
            }
            sleep(pause).await;
            done += 1;
        }
    }

    fn compose(&self, ask: &Ask) -> Result<Sent, Error> {
        let mut headers = headers_of(&ask.method, &self.options)?;
        if let Some(etag) = &ask.if_match {
            headers.insert(IF_MATCH, header_value("if_match", etag)?);
        }
        let mut url = format!("{}{}", self.shared.setup.url, ask.path.clone()?);
        for (i, (name, value)) in ask.query.iter().enumerate() {
            url.push(if i == 0 { '?' } else { '&' });
            escape(name, &mut url);
            url.push('=');
            escape(value, &mut url);
        }
        if ask.body.is_some() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        Ok(Sent { method: ask.method.clone(), url, headers, body: ask.body.clone().transpose()?.unwrap_or_default() })
    }

    async fn attempt<T>(
        &self,
        sent: &Sent,
        may_be_empty: bool,
        read: impl Fn(Option<Vec<u8>>) -> Result<T, Error>,
    ) -> Result<Answer<T>, Error> {
        let setup = &self.shared.setup;
        let response: Response<Incoming> = exchange(&self.shared.http, setup, sent.request(setup)?).await?;
        let etag = etag_of(response.headers());
        let request_id = header(response.headers(), &REQUEST_ID).map(Into::into);
        let value = read(object_of(setup, response, may_be_empty).await?)?;
        Ok(Answer { value, etag, request_id })
    }
}

fn is_transient(error: &Error, is_repeatable: bool) -> bool {
    match error {
        Error::Problem(problem) => matches!(problem.status, 408 | 429 | 500..) || problem.code == ProblemCode::IdempotencyInProgress,
        Error::Connection(_) => is_repeatable,
        _ => false,
    }
}

/// Full jitter: clients that failed together are not to come back together.
fn pause_of(error: &Error, done: u32) -> Duration {
    let most = PAUSE_MAX.min(PAUSE_BASE * 2u32.saturating_pow(done));
    let share = f64::from(u32::from_ne_bytes(random())) / f64::from(u32::MAX);
    most.mul_f64(share) + error.problem().and_then(|problem| problem.retry_after).unwrap_or_default()
}
