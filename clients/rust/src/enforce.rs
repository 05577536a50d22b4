//! What an enforcement point does with a message, by its verdict or for want of one.
use serde_json::value::RawValue;

use crate::models::{Decision, ValidateRequest, Verdict};
use crate::patch::patched;
use crate::refusal::reply_to;
use crate::verdicts::Judgement;
use crate::{Error, Message};

/// What an enforcement point does with a message.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Pass this on, in the place of the message that was judged (the response where there is one): without what has to be cut out.
    Forward(Message),
    /// Send this to who waits for an answer, and pass nothing on: a ready JSON-RPC message with the original id, a list of them to a batch.
    Reply(Message),
    /// Pass nothing on; nobody waits for an answer.
    Drop,
}

/// What to do with a message, by its verdict or for want of one.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
#[must_use = "what is not allowed must not be passed on"]
pub struct Enforcement {
    /// What to do.
    pub action: Action,
    /// Nothing when there was none.
    pub verdict: Option<Verdict>,
    /// Why there was no verdict that could be followed; nothing when there was one.
    pub failure: Option<Error>,
    /// The message is let pass without a verdict.
    pub fail_open: bool,
}

pub(crate) fn follow(call: &ValidateRequest, judged: Judgement) -> Enforcement {
    let Judgement { verdict, modifications } = judged;
    if verdict.decision != Decision::Allow {
        let action = verdict.reply.clone().map_or_else(|| refuse(call, Some(&verdict), None), Action::Reply);
        return Enforcement { action, verdict: Some(verdict), failure: None, fail_open: false };
    }
    match edited(call, modifications.as_deref()) {
        Ok(message) => Enforcement { action: Action::Forward(message), verdict: Some(verdict), failure: None, fail_open: false },
        Err(why) => {
            let failure = Error::ModificationsInvalid(format!("the modifications of the verdict cannot be made: {why}"));
            let action = refuse(call, Some(&verdict), Some(&failure));
            Enforcement { action, verdict: Some(verdict), failure: Some(failure), fail_open: false }
        }
    }
}

/// For want of a verdict.
pub(crate) fn fail(call: &ValidateRequest, failure: Error, is_open: bool) -> Enforcement {
    let (_, message) = judged_of(call);
    let passed = message.filter(|_| is_open && may_open(&failure)).cloned();
    let fail_open = passed.is_some();
    let action = passed.map_or_else(|| refuse(call, None, Some(&failure)), Action::Forward);
    Enforcement { action, verdict: None, failure: Some(failure), fail_open }
}

/// Only where the service is down or slow: who wrote the message could bring the rest about, or somebody has set it up wrongly.
fn may_open(failure: &Error) -> bool {
    match failure {
        Error::Timeout(_) | Error::Connection(_) => true,
        Error::Problem(problem) => problem.status >= 500,
        _ => false,
    }
}

/// What is judged, and how pointers into it begin.
pub(crate) fn judged_of(call: &ValidateRequest) -> (&'static str, Option<&Message>) {
    match &call.response {
        Some(response) => ("response", Some(response)),
        None => ("request", call.request.as_ref()),
    }
}

fn edited(call: &ValidateRequest, modifications: Option<&RawValue>) -> Result<Message, &'static str> {
    let (root, message) = judged_of(call);
    let message = message.ok_or("there is no message")?;
    let Some(modifications) = modifications.filter(|edits| edits.get() != "null") else { return Ok(message.clone()) };
    let operations: Vec<Box<RawValue>> = serde_json::from_str(modifications.get()).map_err(|_| "they are no list")?;
    if operations.is_empty() {
        return Ok(message.clone());
    }
    let after = patched(root, message, &operations)?;
    if after.is_object() || (after.is_list() && message.is_list()) { Ok(after) } else { Err("it is no message any more") }
}

fn refuse(call: &ValidateRequest, verdict: Option<&Verdict>, failure: Option<&Error>) -> Action {
    reply_to(call, verdict, failure).map_or(Action::Drop, Action::Reply)
}
