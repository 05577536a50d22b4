//! `/validate/batch` as a stream: one item a line out, one result a line in, both at once.
use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::SeqCst};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use futures_util::StreamExt as _;
use futures_util::task::AtomicWaker;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{Method, Response};
use http_body::{Body, Frame};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use tokio::time::{Sleep, sleep};

use crate::call::{encode, headers_of};
use crate::exchange::{connection, exchange, media_type_of, mind_packing, parse_object, request};
use crate::lines::Lines;
use crate::models::ValidateItem;
use crate::verdicts::item_result_of;
use crate::{Client, Error, ItemResult};

const NDJSON: &str = "application/x-ndjson";
/// Sent and not answered: as much as keeps the service busy, and no more than who reads can be behind.
const IN_FLIGHT_MAX: u64 = 1_000;
/// Single lines would cost a write each.
const PIECE_BYTES: usize = 16 << 10;

type Items = Pin<Box<dyn Stream<Item = ValidateItem> + Send>>;
type Asked = Pin<Box<dyn Future<Output = Result<Response<Incoming>, Error>> + Send>>;

impl Client {
    /// Judges as many items as come, in constant memory; results are in their order, each for the item at its place. It is never tried again
    /// by itself: an error is the last that is given, and the number of results before it says where to go on. No items, no request.
    ///
    /// Items are taken as they can be sent, on a thread of the runtime: where they have to be waited for, take [`Client::stream_from`].
    pub fn stream<I>(&self, items: I) -> Results
    where
        I: IntoIterator<Item: Into<ValidateItem>, IntoIter: Send + 'static>,
    {
        self.stream_from(futures_util::stream::iter(items))
    }

    /// [`Client::stream`] of items that come in their own time.
    pub fn stream_from(&self, items: impl Stream<Item: Into<ValidateItem>> + Send + 'static) -> Results {
        let flow = Arc::new(Flow::default());
        Results { client: self.clone(), stage: Stage::First(Box::pin(items.map(Into::into))), flow, silence: None, lines: Lines::default() }
    }
}

/// How far the two sides are.
#[derive(Default)]
struct Flow {
    sent: AtomicU64,
    answered: AtomicU64,
    /// Once there are no more items.
    has_ended: AtomicBool,
    /// Who sends waits for it.
    room: AtomicWaker,
    /// Who reads has the time run from then on.
    due: AtomicWaker,
}

impl Flow {
    fn in_flight(&self) -> u64 {
        self.sent.load(SeqCst) - self.answered.load(SeqCst)
    }
}

/// The body of the request.
struct Outgoing {
    first: Option<ValidateItem>,
    items: Items,
    flow: Arc<Flow>,
}

impl Outgoing {
    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<ValidateItem>> {
        self.flow.room.register(context.waker());
        if self.flow.in_flight() >= IN_FLIGHT_MAX {
            return Poll::Pending;
        }
        match self.first.take() {
            Some(first) => Poll::Ready(Some(first)),
            None => self.items.as_mut().poll_next(context),
        }
    }
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = Infallible;

    /// What is there goes together.
    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let mut piece = Vec::new();
        while piece.len() < PIECE_BYTES && !self.flow.has_ended.load(SeqCst) {
            match self.poll_item(context) {
                Poll::Ready(Some(item)) => {
                    piece.extend(line_of(&item));
                    self.flow.sent.fetch_add(1, SeqCst);
                }
                Poll::Ready(None) => self.flow.has_ended.store(true, SeqCst),
                Poll::Pending => break,
            }
        }
        self.flow.due.wake();
        match (piece.is_empty(), self.flow.has_ended.load(SeqCst)) {
            (false, _) => Poll::Ready(Some(Ok(Frame::data(piece.into())))),
            (true, true) => Poll::Ready(None),
            (true, false) => Poll::Pending,
        }
    }
}

/// Messages are the text that they were, perhaps of several lines; within JSON's strings there are no ends of lines.
fn line_of(item: &ValidateItem) -> impl Iterator<Item = u8> {
    let text = encode(item).expect("a model is JSON");
    text.into_iter().map(|byte| if matches!(byte, b'\n' | b'\r') { b' ' } else { byte }).chain([b'\n'])
}

enum Stage {
    First(Items),
    Asked(Asked),
    Reading(Incoming),
    Over,
}

/// Results of a stream: a [`Stream`], or [`Results::next`] by itself. Who drops it stops the stream.
#[must_use = "nothing is sent before the first result is asked for"]
pub struct Results {
    client: Client,
    stage: Stage,
    flow: Arc<Flow>,
    /// Runs while results are due and whoever reads them waits for them.
    silence: Option<Pin<Box<Sleep>>>,
    lines: Lines,
}

impl Unpin for Results {}

impl Results {
    /// The next result.
    pub async fn next(&mut self) -> Option<Result<ItemResult, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    fn ask(&self, first: ValidateItem, items: Items) -> Asked {
        let client = self.client.clone();
        let body = Outgoing { first: Some(first), items, flow: self.flow.clone() }.boxed_unsync();
        Box::pin(async move {
            let setup = &client.shared.setup;
            let mut headers = headers_of(&Method::POST, &client.options)?;
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(NDJSON));
            let request = request(setup, Method::POST, &format!("{}/validate/batch", setup.url), &headers, body)?;
            let response = exchange(&client.shared.http, setup, request).await?;
            mind_packing(response.headers())?;
            match media_type_of(response.headers()).as_str() {
                NDJSON => Ok(response),
                _ => Err(Error::ResponseInvalid("the answer is not a stream of results".into())),
            }
        })
    }

    fn poll_result(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<ItemResult, Error>>> {
        loop {
            match &mut self.stage {
                Stage::Over => return Poll::Ready(None),
                Stage::First(items) => match items.as_mut().poll_next(context) {
                    Poll::Pending => return Poll::Pending,
                    Poll::Ready(None) => return Poll::Ready(None),
                    Poll::Ready(Some(first)) => {
                        let Stage::First(items) = std::mem::replace(&mut self.stage, Stage::Over) else { continue };
                        self.stage = Stage::Asked(self.ask(first, items));
                    }
                },
                Stage::Asked(asked) => match asked.as_mut().poll(context) {
                    Poll::Pending => return self.poll_silence(context),
                    Poll::Ready(Err(error)) => return Poll::Ready(Some(Err(self.counted(error)))),
                    Poll::Ready(Ok(response)) => {
                        self.stage = Stage::Reading(response.into_body());
                        self.silence = None;
                    }
                },
                Stage::Reading(body) => {
                    match self.lines.next(self.client.shared.setup.response_bytes_max) {
                        Err(error) => return Poll::Ready(Some(Err(error))),
                        Ok(Some(line)) => return Poll::Ready(Some(self.result(&line))),
                        Ok(None) if self.lines.is_over() => return Poll::Ready(self.end().map(Err)),
                        Ok(None) => {}
                    }
                    match Pin::new(body).poll_frame(context) {
                        Poll::Pending => return self.poll_silence(context),
                        Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(self.counted(connection(&error))))),
                        Poll::Ready(Some(Ok(frame))) => self.lines.push(frame.into_data().unwrap_or_default()),
                        Poll::Ready(None) => self.lines.finish(),
                    }
                    self.silence = None;
                }
            }
        }
    }

    fn poll_silence(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<ItemResult, Error>>> {
        self.flow.due.register(context.waker());
        if self.flow.in_flight() == 0 && matches!(self.stage, Stage::Reading(_)) {
            self.silence = None;
            return Poll::Pending;
        }
        let most = self.client.shared.setup.idle_timeout;
        let silence = self.silence.get_or_insert_with(|| Box::pin(sleep(most)));
        silence.as_mut().poll(context).map(|()| Some(Err(Error::Timeout(most))))
    }

    fn result(&mut self, line: &[u8]) -> Result<ItemResult, Error> {
        let result = item_result_of(parse_object(line)?)?;
        if self.flow.in_flight() == 0 {
            return Err(Error::ResponseInvalid("there are more results than items".into()));
        }
        self.flow.answered.fetch_add(1, SeqCst);
        self.flow.room.wake();
        Ok(result)
    }

    /// A stream that ends early, however politely, is one that was cut.
    fn end(&self) -> Option<Error> {
        let is_whole = self.flow.has_ended.load(SeqCst) && self.flow.in_flight() == 0;
        if is_whole { None } else { Some(self.counted(Error::Connection("the answer came to its end".into()))) }
    }

    fn counted(&self, error: Error) -> Error {
        let Error::Connection(why) = error else { return error };
        let (answered, sent) = (self.flow.answered.load(SeqCst), self.flow.sent.load(SeqCst));
        Error::Connection(format!("the stream ended after {answered} results of {sent} items that were sent: {why}"))
    }
}

impl Stream for Results {
    type Item = Result<ItemResult, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let result = self.poll_result(context);
        match &result {
            Poll::Ready(Some(Ok(_))) => self.silence = None,
            Poll::Ready(_) => self.stage = Stage::Over,
            Poll::Pending => {}
        }
        result
    }
}
