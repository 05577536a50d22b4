//! JSON Patch (RFC 6902) on text: what lies beside the way to an edit stays as it was written.
use std::collections::BTreeMap;

use serde_core::ser::{Serialize, Serializer};
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};

use crate::Message;
use crate::message::{Pairs, members_of, text_in};

/// Deeper than any message that is judged.
const DEPTH_MAX: usize = 128;
/// Copies of copies would double each time.
const COPIED_BYTES_MAX: usize = 16 << 20;
const NOTHING: &str = "there is nothing at a place";

type Outcome<T> = Result<T, &'static str>;

/// Taken apart as far as somebody has looked into it.
enum Node {
    Text(Box<RawValue>),
    Object(BTreeMap<String, Node>),
    List(Vec<Node>),
}

/// The message after all operations, in order. Their pointers begin with `root`, which stands for the message.
pub(crate) fn patched(root: &str, message: &Message, operations: &[Box<RawValue>]) -> Outcome<Message> {
    let text: Box<RawValue> = serde_json::from_str(message.as_str()).map_err(|_| "the message is no JSON")?;
    let mut tree = Node::Text(text);
    let mut copied = 0;
    for operation in operations {
        apply(root, &mut tree, operation.get(), &mut copied)?;
    }
    Ok(tree.into_text()?.into())
}

fn apply(root: &str, message: &mut Node, operation: &str, copied: &mut usize) -> Outcome<()> {
    let mut members = members_of(operation).ok_or("one is no operation")?;
    let place = |raw: Option<&Box<RawValue>>| place_of(root, raw.map(|raw| &**raw));
    let path = place(members.get("path"))?;
    let from = place(members.get("from"));
    let kind = text_in(members.get("op").map(|raw| &**raw)).unwrap_or_default();
    let value = members.remove("value").ok_or("a value is missing");
    match kind.as_str() {
        "add" => message.add(&path, Node::Text(value?)),
        "remove" => message.remove(&path).map(drop),
        "replace" => {
            *message.get(&path)? = Node::Text(value?);
            Ok(())
        }
        "test" => {
            let there = message.get(&path)?.to_text()?;
            if equal(&read(&there)?, &read(&value?)?) { Ok(()) } else { Err("a test failed") }
        }
        "copy" => {
            let text = message.get(&from?)?.to_text()?;
            *copied += text.get().len();
            if *copied > COPIED_BYTES_MAX { Err("there is too much to copy") } else { message.add(&path, Node::Text(text)) }
        }
        "move" => {
            let from = from?;
            if from.len() < path.len() && path.starts_with(&from) {
                return Err("one moves a place into itself");
            }
            if from.is_empty() {
                return Ok(());
            }
            let moved = message.remove(&from)?;
            message.add(&path, moved)
        }
        _ => Err("there is no such operation"),
    }
}

fn read(text: &RawValue) -> Outcome<Value> {
    serde_json::from_str(text.get()).map_err(|_| "a value is nested too deeply")
}

/// The tokens of a pointer (RFC 6901) within the message.
fn place_of(root: &str, pointer: Option<&RawValue>) -> Outcome<Vec<String>> {
    let text = text_in(pointer).ok_or("a place is no text")?;
    let within = text.strip_prefix('/').and_then(|text| text.strip_prefix(root)).ok_or("a place does not lie in the message")?;
    let Some(within) = within.strip_prefix('/') else {
        return if within.is_empty() { Ok(Vec::new()) } else { Err("a place does not lie in the message") };
    };
    let tokens: Vec<&str> = within.split('/').collect();
    if tokens.len() > DEPTH_MAX {
        return Err("a place is too deep");
    }
    tokens.into_iter().map(unescaped).collect()
}

fn unescaped(token: &str) -> Outcome<String> {
    if token.replace("~0", "").replace("~1", "").contains('~') {
        return Err("a place is no pointer");
    }
    Ok(token.replace("~1", "/").replace("~0", "~"))
}

/// Digits without leading zeros (RFC 6901, 4).
fn index_of(token: &str) -> Option<usize> {
    let is_index = token.bytes().all(|byte| byte.is_ascii_digit()) && (token == "0" || !token.starts_with('0'));
    if is_index { token.parse().ok() } else { None }
}

impl Node {
    /// One storey down.
    fn open(&mut self) -> Outcome<&mut Self> {
        if let Node::Text(text) = self {
            match text.get().as_bytes()[0] {
                b'{' => {
                    let Pairs(pairs) = serde_json::from_str(text.get()).map_err(|_| NOTHING)?;
                    let many = pairs.len();
                    let members: BTreeMap<_, _> = pairs.into_iter().map(|(name, text)| (name, Node::Text(text))).collect();
                    if members.len() != many {
                        return Err("an object names a member twice");
                    }
                    *self = Node::Object(members);
                }
                b'[' => {
                    let items: Vec<Box<RawValue>> = serde_json::from_str(text.get()).map_err(|_| NOTHING)?;
                    *self = Node::List(items.into_iter().map(Node::Text).collect());
                }
                _ => return Err(NOTHING),
            }
        }
        Ok(self)
    }

    fn get(&mut self, path: &[String]) -> Outcome<&mut Node> {
        let mut node = self;
        for token in path {
            node = match node.open()? {
                Node::Object(members) => members.get_mut(token),
                Node::List(items) => index_of(token).and_then(|index| items.get_mut(index)),
                Node::Text(_) => None,
            }
            .ok_or(NOTHING)?;
        }
        Ok(node)
    }

    fn add(&mut self, path: &[String], added: Node) -> Outcome<()> {
        let Some((last, parents)) = path.split_last() else {
            *self = added;
            return Ok(());
        };
        match self.get(parents)?.open()? {
            Node::Object(members) => drop(members.insert(last.clone(), added)),
            Node::List(items) => {
                let index = if last == "-" { Some(items.len()) } else { index_of(last) };
                items.insert(index.filter(|index| *index <= items.len()).ok_or(NOTHING)?, added);
            }
            Node::Text(_) => return Err(NOTHING),
        }
        Ok(())
    }

    fn remove(&mut self, path: &[String]) -> Outcome<Node> {
        let (last, parents) = path.split_last().ok_or("the whole message cannot be removed")?;
        match self.get(parents)?.open()? {
            Node::Object(members) => members.remove(last).ok_or(NOTHING),
            Node::List(items) => {
                let index = index_of(last).filter(|index| *index < items.len()).ok_or(NOTHING)?;
                Ok(items.remove(index))
            }
            Node::Text(_) => Err(NOTHING),
        }
    }

    fn to_text(&self) -> Outcome<Box<RawValue>> {
        to_raw_value(self).map_err(|_| "it is no JSON any more")
    }

    fn into_text(self) -> Outcome<Box<RawValue>> {
        if let Node::Text(text) = self { Ok(text) } else { self.to_text() }
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Node::Text(text) => text.serialize(serializer),
            Node::Object(members) => members.serialize(serializer),
            Node::List(items) => items.serialize(serializer),
        }
    }
}

/// RFC 6902, 4.6: numbers by their value.
fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, value)| b.get(name).is_some_and(|other| equal(value, other)))
        }
        _ => a == b,
    }
}
