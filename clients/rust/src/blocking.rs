//! The client for threads: what [`crate::Client`] does, without `async`. Not for use within a task of tokio, where waiting is not allowed:
//! it panics there.
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;

use futures_core::Stream;
use tokio::runtime::{Builder, Runtime};

use crate::models::{ValidateItem, ValidateRequest, Verdict};
use crate::stream::Results;
use crate::{BatchResult, CallOptions, Enforcement, Error, Settings};

/// A client of the service, for threads. Copies of it share their connections; it may be used by many threads at once.
#[derive(Clone, Debug)]
pub struct Client {
    pub(crate) client: crate::Client,
    engine: Arc<Engine>,
}

/// One thread that looks after the connections.
#[derive(Debug)]
struct Engine(Option<Runtime>);

impl Engine {
    fn wait<T>(&self, what: impl Future<Output = T>) -> T {
        self.0.as_ref().expect("it is there until it is dropped").block_on(what)
    }
}

/// Without waiting: that is not allowed everywhere.
impl Drop for Engine {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

impl Client {
    /// # Errors
    /// [`Error::Configuration`].
    pub fn new(settings: Settings) -> Result<Self, Error> {
        let runtime = Builder::new_multi_thread().worker_threads(1).thread_name("countersign").enable_all().build();
        let runtime = runtime.map_err(|error| Error::Configuration(format!("there is no thread to be had: {error}")))?;
        Ok(Self { client: crate::Client::new(settings)?, engine: Arc::new(Engine(Some(runtime))) })
    }

    /// With the settings of the environment: `COUNTERSIGN_API_KEY` and `COUNTERSIGN_URL`.
    ///
    /// # Errors
    /// [`Error::Configuration`].
    pub fn from_env() -> Result<Self, Error> {
        Self::new(Settings::default())
    }

    /// As [`crate::Client::with`].
    #[must_use]
    pub fn with(&self, options: CallOptions) -> Self {
        Self { client: self.client.with(options), engine: self.engine.clone() }
    }

    /// As [`crate::Client::validate`].
    ///
    /// # Errors
    /// Where there is no verdict, whether or not the client fails open.
    pub fn validate(&self, call: &ValidateRequest) -> Result<Verdict, Error> {
        self.wait(self.client.validate(call))
    }

    /// As [`crate::Client::enforce`].
    pub fn enforce(&self, call: &ValidateRequest) -> Enforcement {
        self.wait(self.client.enforce(call))
    }

    /// As [`crate::Client::validate_batch`].
    ///
    /// # Errors
    /// Where the batch as a whole has no results.
    pub fn validate_batch(&self, items: &[ValidateItem]) -> Result<BatchResult, Error> {
        self.wait(self.client.validate_batch(items))
    }

    /// As [`crate::Client::stream`]. Items are taken on the thread that looks after the connections.
    pub fn stream<I>(&self, items: I) -> Each<Results>
    where
        I: IntoIterator<Item: Into<ValidateItem>, IntoIter: Send + 'static>,
    {
        self.each(self.client.stream(items))
    }

    pub(crate) fn wait<T>(&self, what: impl Future<Output = T>) -> T {
        self.engine.wait(what)
    }

    pub(crate) fn each<S>(&self, all: S) -> Each<S> {
        Each { all, engine: self.engine.clone() }
    }
}

/// A stream as an iterator.
#[must_use = "nothing is asked for before the first item is"]
pub struct Each<S> {
    all: S,
    engine: Arc<Engine>,
}

impl<S: Stream + Unpin> Iterator for Each<S> {
    type Item = S::Item;

    fn next(&mut self) -> Option<S::Item> {
        self.engine.wait(poll_fn(|context| Pin::new(&mut self.all).poll_next(context)))
    }
}
