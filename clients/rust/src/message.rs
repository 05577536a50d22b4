use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use serde_core::de::{MapAccess, Visitor};
use serde_core::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};

use crate::Error;

/// A JSON-RPC message, or (MCP 2025-03-26 only) a batch of them, as the text that it is: what is judged is what is passed on, and no number
/// loses a digit. From text by [`str::parse`], from a [`Value`] by [`From`].
#[derive(Clone, Debug)]
pub struct Message(Box<RawValue>);

impl Message {
    /// Its JSON.
    pub fn as_str(&self) -> &str {
        self.0.get()
    }

    /// Read; numbers beyond 64 bits are rounded, and of members of one name the last is taken.
    ///
    /// # Errors
    /// [`Error::CallInvalid`] where it is nested too deeply to be a [`Value`].
    pub fn to_value(&self) -> Result<Value, Error> {
        serde_json::from_str(self.as_str()).map_err(invalid)
    }

    pub(crate) fn is_object(&self) -> bool {
        self.as_str().starts_with('{')
    }

    pub(crate) fn is_list(&self) -> bool {
        self.as_str().starts_with('[')
    }
}

fn invalid(error: serde_json::Error) -> Error {
    Error::CallInvalid(format!("what is to be judged is no JSON: {error}"))
}

impl FromStr for Message {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        serde_json::from_str(text).map(Self).map_err(invalid)
    }
}

impl From<Value> for Message {
    fn from(value: Value) -> Self {
        Self::from(&value)
    }
}

impl From<&Value> for Message {
    fn from(value: &Value) -> Self {
        Self(to_raw_value(value).expect("a value is JSON"))
    }
}

impl From<Box<RawValue>> for Message {
    fn from(raw: Box<RawValue>) -> Self {
        Self(raw)
    }
}

impl fmt::Display for Message {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// Of their texts.
impl PartialEq for Message {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Serialize for Message {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Message {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Box::<RawValue>::deserialize(deserializer).map(Self)
    }
}

/// Members in their order, those of one name too.
pub(crate) struct Pairs(pub Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Each;
        impl<'de> Visitor<'de> for Each {
            type Value = Pairs;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = members.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Each)
    }
}

/// Of those of one name the last; nothing for what is no object.
pub(crate) fn members_of(text: &str) -> Option<HashMap<String, Box<RawValue>>> {
    serde_json::from_str(text).ok().map(|Pairs(pairs)| pairs.into_iter().collect())
}

/// A JSON text that is a string.
pub(crate) fn text_in(raw: Option<&RawValue>) -> Option<String> {
    serde_json::from_str(raw?.get()).ok()
}
