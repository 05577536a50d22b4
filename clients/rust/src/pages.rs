//! Lists come in pages.
use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use serde_json::Value;

use crate::call::{Ask, OTHER_TIMEOUT};
use crate::exchange::parse_object;
use crate::model::Member;
use crate::{Client, Error};

type Asked<T> = Pin<Box<dyn Future<Output = Result<Page<T>, Error>> + Send>>;

struct Page<T> {
    items: VecDeque<T>,
    next: Option<String>,
}

/// All items of a list, newest first; the next page is asked for when it is needed. An error is the last that is given. A [`Stream`], or
/// [`Pages::next`] by itself.
#[must_use = "nothing is asked for before the first item is"]
pub struct Pages<T> {
    client: Client,
    ask: Ask,
    items: VecDeque<T>,
    /// To which the page that is asked for belongs.
    cursor: Option<String>,
    asked: Option<Asked<T>>,
    is_over: bool,
    /// After the items.
    failure: Option<Error>,
}

impl<T> Unpin for Pages<T> {}

impl Client {
    pub(crate) fn pages<T>(&self, ask: Ask) -> Pages<T> {
        Pages { client: self.clone(), ask, items: VecDeque::new(), cursor: None, asked: None, is_over: false, failure: None }
    }
}

impl<T: Member + Send + 'static> Pages<T> {
    /// The next item.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    fn page(&self) -> Asked<T> {
        let ask = self.cursor.iter().fold(self.ask.clone(), |ask, cursor| ask.cursor(cursor));
        let client = self.client.clone();
        Box::pin(async move { Ok(client.call(&ask, OTHER_TIMEOUT, |text| page_of(&text.unwrap_or_default())).await?.value) })
    }

    /// A cursor that leads to itself would never end.
    fn turn(&mut self, page: Result<Page<T>, Error>) {
        let next = match page {
            Ok(Page { items, next }) => {
                self.items = items;
                next
            }
            Err(error) => {
                self.failure = Some(error);
                None
            }
        };
        if next.is_some() && next == self.cursor {
            self.failure = Some(Error::ResponseInvalid("the cursor of the page leads to the page itself".into()));
        }
        self.is_over = next.is_none() || self.failure.is_some();
        self.cursor = next;
    }
}

impl<T: Member + Send + 'static> Stream for Pages<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.items.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            if self.is_over {
                return Poll::Ready(self.failure.take().map(Err));
            }
            let mut asked = self.asked.take().unwrap_or_else(|| self.page());
            let Poll::Ready(page) = asked.as_mut().poll(context) else {
                self.asked = Some(asked);
                return Poll::Pending;
            };
            self.turn(page);
        }
    }
}

fn page_of<T: Member>(text: &[u8]) -> Result<Page<T>, Error> {
    let mut members = parse_object(text)?;
    let invalid = |why: &str| Error::ResponseInvalid(format!("the answer is not a page: {why}"));
    let Some(Value::Array(data)) = members.remove("data") else { return Err(invalid("its data is no list")) };
    let next = match members.remove("next_cursor") {
        Some(Value::String(next)) => Some(next),
        None | Some(Value::Null) => None,
        Some(_) => return Err(invalid("its cursor is no text")),
    };
    let items = data.into_iter().map(|item| T::read(item).map_err(|_| invalid("one of its items is none")));
    Ok(Page { items: items.collect::<Result<_, _>>()?, next })
}
