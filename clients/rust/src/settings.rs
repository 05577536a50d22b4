use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderValue, Uri};

use crate::{Action, Enforcement, Error};

const URL_DEFAULT: &str = "http://localhost:8080";
const RETRIES_MAX: u32 = 10;
/// Above it, no clock can tell when that is.
pub(crate) const TIMEOUT_MAX: Duration = Duration::from_secs(24 * 86_400);

type Told = dyn Fn(&Enforcement) + Send + Sync;

/// What a client is told once. What is not said is taken from the environment (`COUNTERSIGN_API_KEY`, `COUNTERSIGN_URL`), or as it says below.
#[derive(Clone)]
#[must_use]
pub struct Settings {
    key: Option<String>,
    is_public: bool,
    url: Option<String>,
    timeout: Option<Duration>,
    idle_timeout: Duration,
    max_retries: u32,
    response_bytes_max: usize,
    fail_open: bool,
    on_failure: Arc<Told>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            key: None,
            is_public: false,
            url: None,
            timeout: None,
            idle_timeout: Duration::from_secs(60),
            max_retries: 2,
            response_bytes_max: 16 << 20,
            fail_open: false,
            on_failure: Arc::new(warn),
        }
    }
}

impl Settings {
    /// Those of the environment.
    pub fn new() -> Self {
        Self::default()
    }

    /// The API key.
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self.is_public = false;
        self
    }

    /// For what is public, such as [`crate::Client::sign_up`].
    pub fn without_key(mut self) -> Self {
        self.is_public = true;
        self
    }

    /// Where the service is; without it and `COUNTERSIGN_URL`, `http://localhost:8080`. It may have a path.
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.url = Some(url.into());
        self
    }

    /// For a whole call with its retries and pauses; by default 2 s for single verdicts, 30 s for the rest.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// How long a stream may be silent; a minute by default.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = timeout;
        self
    }

    /// How often a call is tried again after the first attempt, 0 to 10; 2 by default.
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.max_retries = retries;
        self
    }

    /// Bounds an answer, and each line of a stream; 16 MiB by default.
    pub fn response_bytes_max(mut self, bytes: usize) -> Self {
        self.response_bytes_max = bytes;
        self
    }

    /// Lets `enforce` pass messages on unjudged while the service is down or slow. By default it refuses them.
    pub fn fail_open(mut self) -> Self {
        self.fail_open = true;
        self
    }

    /// Is told of every enforcement that had no verdict to follow; by default a warning of [`tracing`], on standard error where nobody has
    /// subscribed to that. What it does decides nothing: a panic in it is caught.
    pub fn on_failure(mut self, tell: impl Fn(&Enforcement) + Send + Sync + 'static) -> Self {
        self.on_failure = Arc::new(tell);
        self
    }
}

/// Without the key.
impl fmt::Debug for Settings {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Settings").field("url", &self.url).field("fail_open", &self.fail_open).finish_non_exhaustive()
    }
}

/// Settings that have been looked at.
pub(crate) struct Setup {
    /// `Bearer …`
    pub credentials: Option<HeaderValue>,
    /// Without a slash at its end.
    pub url: String,
    pub is_encrypted: bool,
    pub timeout: Option<Duration>,
    pub idle_timeout: Duration,
    pub max_retries: u32,
    pub response_bytes_max: usize,
    pub fail_open: bool,
    pub on_failure: Arc<Told>,
}

impl TryFrom<Settings> for Setup {
    type Error = Error;

    fn try_from(given: Settings) -> Result<Self, Error> {
        let times = [given.timeout.unwrap_or(given.idle_timeout), given.idle_timeout];
        if times.iter().any(|time| time.is_zero() || *time > TIMEOUT_MAX) {
            return Err(wrong("a time-out must be above 0, and 24 days at most"));
        }
        if given.max_retries > RETRIES_MAX {
            return Err(wrong("the number of retries must be from 0 to 10"));
        }
        if given.response_bytes_max == 0 {
            return Err(wrong("the bytes of an answer must be above 0"));
        }
        let url = given.url.or_else(|| variable("COUNTERSIGN_URL")).unwrap_or_else(|| URL_DEFAULT.into());
        let (url, is_encrypted) = address_of(&url)?;
        let credentials = if given.is_public { None } else { Some(credentials_of(given.key.or_else(|| variable("COUNTERSIGN_API_KEY")))?) };
        Ok(Self {
            credentials,
            url,
            is_encrypted,
            timeout: given.timeout,
            idle_timeout: given.idle_timeout,
            max_retries: given.max_retries,
            response_bytes_max: given.response_bytes_max,
            fail_open: given.fail_open,
            on_failure: given.on_failure,
        })
    }
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn wrong(message: &str) -> Error {
    Error::Configuration(message.into())
}

fn credentials_of(key: Option<String>) -> Result<HeaderValue, Error> {
    let Some(key) = key.filter(|key| !key.is_empty()) else {
        return Err(wrong("there is no API key: set COUNTERSIGN_API_KEY, or give it by Settings::key"));
    };
    let bad = || wrong("the API key has a character that no API key has");
    if !key.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(bad());
    }
    let mut value = HeaderValue::try_from(format!("Bearer {key}")).map_err(|_| bad())?;
    value.set_sensitive(true);
    Ok(value)
}

/// Without a slash at its end, and whether it is encrypted.
fn address_of(text: &str) -> Result<(String, bool), Error> {
    let bad = || wrong("the URL of the service must be http:// or https://, without credentials, query and fragment");
    let uri: Uri = text.parse().map_err(|_| bad())?;
    let scheme = uri.scheme_str().unwrap_or_default();
    let host = uri.authority().map(|authority| authority.as_str()).unwrap_or_default();
    if !matches!(scheme, "http" | "https") || host.is_empty() || host.contains('@') || text.contains(['?', '#']) {
        return Err(bad());
    }
    Ok((text.trim_end_matches('/').into(), scheme == "https"))
}

fn warn(judged: &Enforcement) {
    let (Some(failure), done) = (&judged.failure, done_with(judged)) else { return };
    if tracing::dispatcher::has_been_set() {
        tracing::warn!(error = %failure, fail_open = judged.fail_open, "countersign: no verdict, {done}");
    } else {
        eprintln!("countersign: no verdict, {done}: {failure}");
    }
}

fn done_with(judged: &Enforcement) -> &'static str {
    match judged.action {
        Action::Forward(_) => "let pass",
        Action::Reply(_) => "refused",
        Action::Drop => "dropped",
    }
}
