//! The client's own reply, as the service writes it.
use serde_json::value::RawValue;
use serde_json::{Value, json};

use crate::enforce::judged_of;
use crate::message::{members_of, text_in};
use crate::models::{ValidateRequest, Verdict};
use crate::{Error, Message};

/// Outside of the codes that JSON-RPC and MCP keep for themselves; the service has the same.
const REFUSED: i32 = -32003;

struct Refusal<'a> {
    code: &'a str,
    verdict: Option<&'a str>,
}

/// Nothing where no answer is due.
pub(crate) fn reply_to(call: &ValidateRequest, verdict: Option<&Verdict>, failure: Option<&Error>) -> Option<Message> {
    let said = verdict.and_then(|verdict| verdict.reasons.first()).map(|reason| reason.code.as_str()).filter(|code| !code.is_empty());
    let code = if failure.is_some() { "NO_VERDICT" } else { said.unwrap_or("REFUSED") };
    let refusal = Refusal { code, verdict: verdict.map(|verdict| verdict.id.as_str()) };
    let (_, message) = judged_of(call);
    let message = message?;
    let method = call.request.as_ref().and_then(|request| text_in(members_of(request.as_str())?.get("method").map(|raw| &**raw)));
    let text = if message.is_list() { answers_to(message, method, &refusal) } else { answer_to(message.as_str(), method, &refusal) };
    text?.parse().ok()
}

fn answers_to(batch: &Message, method: Option<String>, refusal: &Refusal<'_>) -> Option<String> {
    let messages: Vec<Box<RawValue>> = serde_json::from_str(batch.as_str()).ok()?;
    let answers: Vec<String> = messages.iter().filter_map(|one| answer_to(one.get(), method.clone(), refusal)).collect();
    if answers.is_empty() { None } else { Some(format!("[{}]", answers.join(","))) }
}

/// The method that a message of a batch names itself goes first.
fn answer_to(message: &str, method: Option<String>, Refusal { code, verdict }: &Refusal<'_>) -> Option<String> {
    let members = members_of(message)?;
    let id = members.get("id")?.get();
    if !id.starts_with(|first: char| first == '"' || first == '-' || first.is_ascii_digit()) {
        return None;
    }
    let text = match verdict {
        Some(verdict) => format!("Refused by security policy: {code} ({verdict})"),
        None => format!("Refused by security policy: {code}"),
    };
    let method = members.get("method").map_or(method, |own| text_in(Some(own)));
    let (name, said) = if method.as_deref() == Some("tools/call") {
        ("result", json!({ "resultType": "complete", "content": [{ "type": "text", "text": text }], "isError": true }))
    } else {
        let data: Value = verdict.map_or_else(|| json!({ "code": code }), |verdict| json!({ "code": code, "verdict": verdict }));
        ("error", json!({ "code": REFUSED, "message": text, "data": data }))
    };
    // The id is the text that it was: no number loses a digit.
    Some(format!(r#"{{"jsonrpc":"2.0","id":{id},"{name}":{said}}}"#))
}
