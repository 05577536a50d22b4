//! Calls and answers with verdicts, looked at before anybody acts on them.
use serde_core::ser::{Serialize, Serializer};
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use crate::exchange::parse_object;
use crate::message::members_of;
use crate::model::Member;
use crate::models::{BatchSummary, CallContext, Problem, ValidateItem, ValidateRequest, Verdict};
use crate::{Error, Message};

impl ValidateRequest {
    /// To judge this message.
    pub fn of(request: impl Into<Message>) -> Self {
        Self { request: Some(request.into()), ..Self::default() }
    }

    /// Then the response is judged; the request gives its method and tool.
    #[must_use]
    pub fn with_response(mut self, response: impl Into<Message>) -> Self {
        self.response = Some(response.into());
        self
    }

    /// Who acts, and where from.
    #[must_use]
    pub fn with_context(mut self, context: CallContext) -> Self {
        self.context = Some(context);
        self
    }
}

impl From<ValidateRequest> for ValidateItem {
    fn from(call: ValidateRequest) -> Self {
        let ValidateRequest { request, response, tool, server, headers, context, options, other } = call;
        Self { id: None, request, response, tool, server, headers, context, options, other }
    }
}

/// What became of one item of a batch or a stream.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemResult {
    /// The item's `id`, else its index.
    pub item_id: String,
    /// A verdict, or an error that is this item's alone.
    pub outcome: Result<Verdict, Problem>,
}

impl ItemResult {
    /// The verdict, where there is one.
    pub fn verdict(&self) -> Option<&Verdict> {
        self.outcome.as_ref().ok()
    }
}

/// In the shape that the service has for it.
impl Serialize for ItemResult {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut shape = match &self.outcome {
            Ok(verdict) => json!(verdict),
            Err(problem) => json!({ "error": problem }),
        };
        shape["item_id"] = json!(self.item_id);
        shape.serialize(serializer)
    }
}

/// The answer to a batch, in the order of its items.
#[derive(Clone, Debug, PartialEq)]
pub struct BatchResult {
    /// One for each item.
    pub results: Vec<ItemResult>,
    /// How many of each decision.
    pub summary: BatchSummary,
}

/// A verdict beside what enforcing it needs as it was written.
pub(crate) struct Judgement {
    pub verdict: Verdict,
    pub modifications: Option<Box<RawValue>>,
}

pub(crate) fn judgement_of(text: &[u8]) -> Result<Judgement, Error> {
    let mut verdict = verdict_of(parse_object(text)?)?;
    let mut members = std::str::from_utf8(text).ok().and_then(members_of).unwrap_or_default();
    verdict.reply = members.remove("reply").map(Message::from).filter(|reply| reply.is_object() || reply.is_list());
    Ok(Judgement { verdict, modifications: members.remove("modifications") })
}

/// Only two members are insisted on: the rest may come and go with the version of the service.
fn verdict_of(members: Map<String, Value>) -> Result<Verdict, Error> {
    let no_verdict = || Error::ResponseInvalid("the answer is not a verdict".into());
    if !members.get("id").is_some_and(Value::is_string) || !members.get("decision").is_some_and(Value::is_string) {
        return Err(no_verdict());
    }
    Verdict::read(Value::Object(members)).map_err(|_| no_verdict())
}

pub(crate) fn item_result_of(mut members: Map<String, Value>) -> Result<ItemResult, Error> {
    let Some(Value::String(item_id)) = members.remove("item_id") else {
        return Err(Error::ResponseInvalid("the answer is not the result of an item".into()));
    };
    let outcome = match members.remove("error") {
        Some(error @ Value::Object(_)) => Err(Problem::read(error).unwrap_or_default()),
        _ => Ok(verdict_of(members)?),
    };
    Ok(ItemResult { item_id, outcome })
}

pub(crate) fn batch_of(text: &[u8], items: usize) -> Result<BatchResult, Error> {
    let mut members = parse_object(text)?;
    let Some(Value::Array(results)) = members.remove("results") else {
        return Err(Error::ResponseInvalid("the answer is not that of a batch".into()));
    };
    if results.len() != items {
        return Err(Error::ResponseInvalid(format!("there are {} results of {items} items", results.len())));
    }
    let result = |value| match value {
        Value::Object(members) => item_result_of(members),
        _ => Err(Error::ResponseInvalid("the answer is not the result of an item".into())),
    };
    let summary = members.remove("summary").and_then(|summary| BatchSummary::read(summary).ok()).unwrap_or_default();
    Ok(BatchResult { results: results.into_iter().map(result).collect::<Result<_, _>>()?, summary })
}
