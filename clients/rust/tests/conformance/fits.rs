//! What does not fit, in words.
use serde_json::{Value, json};

use crate::calls::{Seen, told};

pub fn misfits(one: &Value, seen: &Seen, key: &str) -> Vec<String> {
    let expected = &one["outcome"];
    let mut faults = Vec::new();
    match &seen.error {
        Some(error) => {
            let shown = format!("{error} {error:?} {error:#?}");
            if !key.is_empty() && shown.contains(key) {
                faults.push("the error shows the key".into());
            }
            faults.extend(error_misfit(expected, error));
        }
        None if expected.get("value").is_none() => faults.push(format!("no error but {}", brief(&seen.value))),
        None => faults.extend(value_misfits(one, &seen.value)),
    }
    if let Some(partial) = expected.get("partial") {
        faults.extend(misfit(partial, Some(&json!(seen.partial)), "partial", false));
    }
    if let Some(within) = expected.get("within_ms") {
        let took = u64::try_from(seen.took.as_millis()).expect("not too long");
        if took < within[0].as_u64().expect("ms") || took > within[1].as_u64().expect("ms") {
            faults.push(format!("took {took} ms"));
        }
    }
    faults
}

fn error_misfit(expected: &Value, error: &countersign::Error) -> Option<String> {
    let given = told(error);
    if let Some(problem) = expected.get("problem") {
        return misfit(&json!({ "problem": problem }), Some(&given), "", false);
    }
    let Some(kinds) = expected.get("error") else { return Some(format!("failed: {error}")) };
    let is_one = kinds == error.kind() || kinds.as_array().is_some_and(|kinds| kinds.iter().any(|kind| kind == error.kind()));
    if is_one { None } else { Some(format!("the error is {} ({error}), not {kinds}", error.kind())) }
}

fn value_misfits(one: &Value, given: &Value) -> Vec<String> {
    let mut expected = one["outcome"]["value"].clone();
    let mut faults = Vec::new();
    if one["call"]["operation"] == "enforce" {
        for name in ["message", "reply"] {
            if let Some(exact) = expected.as_object_mut().and_then(|members| members.remove(name)) {
                faults.extend(misfit(&exact, given.get(name), name, true));
            }
        }
    }
    faults.extend(misfit(&expected, Some(given), "", false));
    faults
}

fn brief(value: &Value) -> String {
    value.to_string().chars().take(300).collect()
}

/// `exact`: without any other member.
fn misfit(expected: &Value, given: Option<&Value>, at: &str, exact: bool) -> Option<String> {
    let wrong = || Some(format!("{at} is {}, not {}", brief(given.unwrap_or(&Value::Null)), brief(expected)));
    match (expected, given) {
        (Value::Null, None) if !exact => None,
        (_, None) => wrong(),
        (Value::Object(members), Some(Value::Object(others))) => {
            if exact && members.len() != others.len() {
                return wrong();
            }
            members.iter().find_map(|(name, value)| misfit(value, others.get(name), &format!("{at}/{name}"), exact))
        }
        (Value::Array(items), Some(Value::Array(others))) => {
            if items.len() != others.len() {
                return wrong();
            }
            items.iter().zip(others).enumerate().find_map(|(i, (item, other))| misfit(item, Some(other), &format!("{at}/{i}"), exact))
        }
        (Value::Number(number), Some(Value::Number(other))) if number.as_f64() == other.as_f64() => None,
        (expected, Some(given)) if expected == given => None,
        _ => wrong(),
    }
}
