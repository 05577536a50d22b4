//! What a case asks for, and what came of it.
use std::time::Duration;

use countersign::{Action, Answer, Enforcement, Error};
use serde_core::Serialize;
use serde_json::{Value, json};

#[derive(Default)]
pub struct Seen {
    pub value: Value,
    pub error: Option<Error>,
    /// What a list or a stream had given before it failed.
    pub partial: Vec<Value>,
    pub etag: Option<String>,
    pub took: Duration,
}

fn plain(value: impl Serialize) -> Value {
    serde_json::to_value(value).expect("JSON")
}

/// The same calls of both clients: their methods have the same names.
macro_rules! face {
    ($face:ident: $client:ty, [$($async:tt)?], [$($wait:tt)*]) => {
        pub mod $face {
            use std::sync::Arc;
            use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
            use std::time::Instant;

            use countersign::models::*;
            use countersign::{Error, Settings};
            use serde_json::{Value, json};

            use super::{Seen, enforced, items_of, keep, model, plain, streamed};

            pub $($async)? fn perform(call: &Value, settings: Settings) -> Seen {
                let reports = Arc::new(AtomicUsize::new(0));
                let counted = reports.clone();
                let mut seen = Seen::default();
                let client = match <$client>::new(settings.on_failure(move |_| _ = counted.fetch_add(1, SeqCst))) {
                    Ok(client) => client,
                    Err(error) => return Seen { error: Some(error), ..seen },
                };
                let started = Instant::now();
                match ask(&client, call, &reports, &mut seen) $($wait)* {
                    Ok(value) => seen.value = value,
                    Err(error) => seen.error = Some(error),
                }
                seen.took = started.elapsed();
                seen
            }

            $($async)? fn ask(client: &$client, call: &Value, reports: &AtomicUsize, seen: &mut Seen) -> Result<Value, Error> {
                let arguments = &call["arguments"];
                let text = |name: &str| arguments[name].as_str().unwrap_or_default();
                let (id, if_match, body) = (text("id"), text("if_match"), &arguments["body"]);
                match call["operation"].as_str().expect("an operation") {
                    "validate" => client.validate(&model(arguments)) $($wait)* .map(plain),
                    "enforce" => {
                        let judged = client.enforce(&model(arguments)) $($wait)*;
                        Ok(enforced(judged, reports.load(SeqCst)))
                    }
                    "validate_batch" => {
                        let result = client.validate_batch(&model::<Vec<_>>(&arguments["items"])) $($wait)* ?;
                        Ok(json!({ "results": result.results, "summary": result.summary }))
                    }
                    "stream" => {
                        let mut results = client.stream(items_of(arguments));
                        while let Some(result) = results.next() $($wait)* {
                            seen.partial.push(plain(result?));
                        }
                        Ok(streamed(arguments, &seen.partial))
                    }
                    "list_keys" => {
                        let mut pages = client.list_keys(&model(&super::without_take(arguments)));
                        while let Some(item) = pages.next() $($wait)* {
                            seen.partial.push(plain(item?));
                            if arguments["take"] == seen.partial.len() {
                                break;
                            }
                        }
                        Ok(json!({ "items": seen.partial }))
                    }
                    "list_audit" => {
                        let mut pages = client.list_audit(&model(&super::without_take(arguments)));
                        while let Some(item) = pages.next() $($wait)* {
                            seen.partial.push(plain(item?));
                        }
                        Ok(json!({ "items": seen.partial }))
                    }
                    "create_key" => client.create_key(&model::<KeyWish>(body)) $($wait)* .map(|answer| keep(answer, seen)),
                    "get_key" => client.get_key(id) $($wait)* .map(|answer| keep(answer, seen)),
                    "revoke_key" => client.revoke_key(id) $($wait)* .map(|answer| keep(answer, seen)),
                    "get_usage" => client.get_usage() $($wait)* .map(|answer| keep(answer, seen)),
                    "create_policy" => client.create_policy(&model::<PolicyText>(body)) $($wait)* .map(|answer| keep(answer, seen)),
                    "get_policy" => client.get_policy(id) $($wait)* .map(|answer| keep(answer, seen)),
                    "replace_policy" => {
                        client.replace_policy(id, if_match, &model::<PolicyText>(body)) $($wait)* .map(|answer| keep(answer, seen))
                    }
                    "delete_policy" => client.delete_policy(id, if_match) $($wait)* .map(|answer| keep(answer, seen)),
                    "get_audit" => client.get_audit(id) $($wait)* .map(|answer| keep(answer, seen)),
                    other => panic!("no such operation: {other}"),
                }
            }
        }
    };
}

face! { tasks: countersign::Client, [async], [.await] }
face! { threads: countersign::blocking::Client, [], [] }

fn model<T: for<'de> serde_core::Deserialize<'de>>(value: &Value) -> T {
    serde_json::from_str(&value.to_string()).expect("what the case gives is what the client takes")
}

fn without_take(query: &Value) -> Value {
    let mut query = query.clone();
    query.as_object_mut().expect("a query").remove("take");
    query
}

fn items_of(arguments: &Value) -> impl Iterator<Item = countersign::ValidateItem> + Send + use<> {
    let items: Vec<countersign::ValidateItem> = model(&arguments["items"]);
    let times = arguments["repeat"].as_u64().unwrap_or(1);
    (0..times).flat_map(move |_| items.clone())
}

fn streamed(arguments: &Value, results: &[Value]) -> Value {
    if arguments["repeat"].is_null() {
        return json!({ "results": results });
    }
    json!({ "count": results.len(), "first": results.first(), "last": results.last() })
}

fn keep<T: Serialize>(answer: Answer<T>, seen: &mut Seen) -> Value {
    seen.etag = answer.etag;
    plain(answer.value)
}

fn enforced(judged: Enforcement, reports: usize) -> Value {
    let (action, message, reply) = match judged.action {
        Action::Forward(message) => ("forward", Some(message), None),
        Action::Reply(reply) => ("reply", None, Some(reply)),
        Action::Drop => ("drop", None, None),
    };
    let failure = judged.failure.as_ref().map(told);
    json!({
        "action": action, "message": message, "reply": reply, "verdict": judged.verdict,
        "failure": failure, "fail_open": judged.fail_open, "reports": reports,
    })
}

pub fn told(error: &Error) -> Value {
    let Some(problem) = error.problem() else { return json!({ "error": error.kind() }) };
    json!({ "problem": {
        "status": problem.status, "code": problem.code, "request_id": problem.request_id, "errors": problem.errors,
        "retry_after_ms": problem.retry_after.map(|after| u64::try_from(after.as_millis()).expect("not too long")),
    } })
}
