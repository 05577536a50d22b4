use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use http::Method;

use crate::call::{Ask, OTHER_TIMEOUT};
use crate::enforce::{fail, follow};
use crate::exchange::{Http, http_for};
use crate::models::{BatchRequest, ValidateItem, ValidateRequest, Verdict};
use crate::settings::Setup;
use crate::verdicts::{Judgement, batch_of, judgement_of};
use crate::{BatchResult, CallOptions, Enforcement, Error, Settings};

const VERDICT_TIMEOUT: Duration = Duration::from_secs(2);

/// A client of the service, for tokio. Copies of it share their connections; it may be used by many tasks at once. A future that is dropped
/// stops its call.
#[derive(Clone)]
pub struct Client {
    pub(crate) shared: Arc<Shared>,
    pub(crate) options: CallOptions,
}

pub(crate) struct Shared {
    pub setup: Setup,
    pub http: Http,
}

impl Client {
    /// # Errors
    /// [`Error::Configuration`].
    pub fn new(settings: Settings) -> Result<Self, Error> {
        let setup = Setup::try_from(settings)?;
        let http = http_for(&setup)?;
        Ok(Self { shared: Arc::new(Shared { setup, http }), options: CallOptions::default() })
    }

    /// With the settings of the environment: `COUNTERSIGN_API_KEY` and `COUNTERSIGN_URL`.
    ///
    /// # Errors
    /// [`Error::Configuration`].
    pub fn from_env() -> Result<Self, Error> {
        Self::new(Settings::default())
    }

    /// The same client with options for the next call: `client.with(CallOptions { timeout, ..Default::default() }).get_key(id)`.
    #[must_use]
    pub fn with(&self, options: CallOptions) -> Self {
        Self { shared: self.shared.clone(), options }
    }

    /// Judges one message. A denial is a value.
    ///
    /// # Errors
    /// Where there is no verdict, whether or not the client fails open.
    pub async fn validate(&self, call: &ValidateRequest) -> Result<Verdict, Error> {
        self.judge(call).await.map(|judged| judged.verdict)
    }

    /// Judges one message and says what to do with it: pass on what is allowed, without what has to be cut out, or send the reply that is
    /// ready, or nothing. Without a verdict it refuses, unless [`Settings::fail_open`] was asked for and the service is down or slow;
    /// [`Settings::on_failure`] is told. Headers, tool, server and context of the call make the verdict a better one.
    pub async fn enforce(&self, call: &ValidateRequest) -> Enforcement {
        let setup = &self.shared.setup;
        let enforcement = match self.judge(call).await {
            Ok(judged) => follow(call, judged),
            Err(failure) => fail(call, failure, setup.fail_open),
        };
        if enforcement.failure.is_some() {
            // Who is told decides nothing.
            let _ = catch_unwind(AssertUnwindSafe(|| (setup.on_failure)(&enforcement)));
        }
        enforcement
    }

    /// Judges 1 to 100 items in one call; results are in their order, and one bad item fails alone.
    ///
    /// # Errors
    /// Where the batch as a whole has no results.
    pub async fn validate_batch(&self, items: &[ValidateItem]) -> Result<BatchResult, Error> {
        let ask = Ask::new(Method::POST, "/validate/batch", &[]).body(&BatchRequest { items: items.to_vec(), ..BatchRequest::default() });
        let answer = self.call(&ask, OTHER_TIMEOUT, |text| batch_of(&text.unwrap_or_default(), items.len())).await?;
        Ok(answer.value)
    }

    async fn judge(&self, call: &ValidateRequest) -> Result<Judgement, Error> {
        let ask = Ask::new(Method::POST, "/validate", &[]).body(call);
        let answer = self.call(&ask, VERDICT_TIMEOUT, |text| judgement_of(&text.unwrap_or_default())).await?;
        Ok(answer.value)
    }
}

/// Without the key.
impl fmt::Debug for Client {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Client").field("url", &self.shared.setup.url).finish_non_exhaustive()
    }
}
