//! How the models read what they do not know: members of another type, or of none, stay as they came.
use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::Message;

/// What a member can be; nobody outside can name it.
pub trait Member: Sized {
    /// Gives back what it cannot read.
    fn read(value: Value) -> Result<Self, Value>;

    /// Whether there is anything to write.
    fn is_given(&self) -> bool {
        true
    }
}

/// Reads the member into its field, or leaves it where it is.
pub(crate) fn take<T: Member>(members: &mut Map<String, Value>, name: &str, field: &mut T) {
    let Some(value) = members.remove(name) else { return };
    match T::read(value) {
        Ok(value) => *field = value,
        Err(value) => drop(members.insert(name.into(), value)),
    }
}

impl Member for Value {
    fn read(value: Value) -> Result<Self, Value> {
        Ok(value)
    }
}

/// What has no body.
impl Member for () {
    fn read(_: Value) -> Result<Self, Value> {
        Ok(())
    }
}

impl Member for String {
    fn read(value: Value) -> Result<Self, Value> {
        if let Value::String(text) = value { Ok(text) } else { Err(value) }
    }
}

impl Member for bool {
    fn read(value: Value) -> Result<Self, Value> {
        value.as_bool().ok_or(value)
    }
}

impl Member for i64 {
    fn read(value: Value) -> Result<Self, Value> {
        value.as_i64().ok_or(value)
    }
}

impl Member for f64 {
    fn read(value: Value) -> Result<Self, Value> {
        value.as_f64().ok_or(value)
    }
}

impl Member for Message {
    fn read(value: Value) -> Result<Self, Value> {
        Ok(value.into())
    }
}

impl Member for Map<String, Value> {
    fn read(value: Value) -> Result<Self, Value> {
        if let Value::Object(members) = value { Ok(members) } else { Err(value) }
    }
}

impl<T: Member> Member for BTreeMap<String, T> {
    fn read(value: Value) -> Result<Self, Value> {
        let Some(members) = value.as_object() else { return Err(value) };
        let read = members.iter().map(|(name, value)| Some((name.clone(), T::read(value.clone()).ok()?)));
        read.collect::<Option<Self>>().ok_or(value)
    }
}

impl<T: Member> Member for Vec<T> {
    fn read(value: Value) -> Result<Self, Value> {
        let Some(items) = value.as_array() else { return Err(value) };
        let read = items.iter().map(|item| T::read(item.clone()).ok());
        read.collect::<Option<Self>>().ok_or(value)
    }
}

impl<T: Member> Member for Option<T> {
    fn read(value: Value) -> Result<Self, Value> {
        if value.is_null() { Ok(None) } else { T::read(value).map(Some) }
    }

    fn is_given(&self) -> bool {
        self.is_some()
    }
}

/// An object with a field for each member that is known.
macro_rules! model {
    ($(#[$about:meta])* $name:ident: $($(#[$said:meta])* $field:ident: $type:ty = $member:literal,)*) => {
        $(#[$about])*
        #[derive(Clone, Debug, Default, PartialEq)]
        #[allow(missing_docs)]
        pub struct $name {
            $($(#[$said])* pub $field: $type,)*
            /// Members that this version has no field for, or a field of another type. They are sent, too.
            pub other: serde_json::Map<String, serde_json::Value>,
        }

        impl crate::model::Member for $name {
            fn read(value: serde_json::Value) -> Result<Self, serde_json::Value> {
                let serde_json::Value::Object(mut members) = value else { return Err(value) };
                let mut read = Self::default();
                $(crate::model::take(&mut members, $member, &mut read.$field);)*
                read.other = members;
                Ok(read)
            }
        }

        impl serde_core::Serialize for $name {
            fn serialize<S: serde_core::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde_core::ser::SerializeMap as _;
                let mut map = serializer.serialize_map(None)?;
                $(if crate::model::Member::is_given(&self.$field) && !self.other.contains_key($member) {
                    map.serialize_entry($member, &self.$field)?;
                })*
                for (name, value) in &self.other {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }

        crate::model::deserialize!($name, "an object");
    };
}

/// Text with names for what is known of it.
macro_rules! names {
    ($(#[$about:meta])* $name:ident: $first:ident = $text:literal, $($variant:ident = $other:literal,)*) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        #[allow(missing_docs)]
        pub enum $name {
            $first,
            $($variant,)*
            /// A value that this version does not know.
            Unlisted(String),
        }

        impl $name {
            /// As it is written.
            pub fn as_str(&self) -> &str {
                match self {
                    Self::$first => $text,
                    $(Self::$variant => $other,)*
                    Self::Unlisted(text) => text,
                }
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $text => Self::$first,
                    $($other => Self::$variant,)*
                    _ => Self::Unlisted(text.into()),
                }
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                text.as_str().into()
            }
        }

        /// The only value where there is one, else no text.
        impl Default for $name {
            fn default() -> Self {
                let all: &[&str] = &[$text, $($other,)*];
                if all.len() == 1 { Self::$first } else { Self::Unlisted(String::new()) }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str(self.as_str())
            }
        }

        impl crate::model::Member for $name {
            fn read(value: serde_json::Value) -> Result<Self, serde_json::Value> {
                if let serde_json::Value::String(text) = value { Ok(text.into()) } else { Err(value) }
            }
        }

        impl serde_core::Serialize for $name {
            fn serialize<S: serde_core::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        crate::model::deserialize!($name, "a text");
    };
}

/// One of several models, told apart by a member.
macro_rules! kinds {
    ($(#[$about:meta])* $name:ident by $member:literal: $($variant:ident($type:ident) = $text:literal,)*) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        #[allow(missing_docs)]
        pub enum $name {
            $($variant(Box<$type>),)*
            /// Of a kind that this version does not know.
            Unlisted(serde_json::Value),
        }

        $(impl From<$type> for $name {
            fn from(value: $type) -> Self {
                Self::$variant(Box::new(value))
            }
        })*

        impl Default for $name {
            fn default() -> Self {
                Self::Unlisted(serde_json::Value::Null)
            }
        }

        impl crate::model::Member for $name {
            fn read(value: serde_json::Value) -> Result<Self, serde_json::Value> {
                Ok(match value.get($member).and_then(serde_json::Value::as_str) {
                    $(Some($text) => Self::$variant(Box::new(crate::model::Member::read(value)?)),)*
                    _ => Self::Unlisted(value),
                })
            }
        }

        impl serde_core::Serialize for $name {
            fn serialize<S: serde_core::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => value.serialize(serializer),)*
                    Self::Unlisted(value) => value.serialize(serializer),
                }
            }
        }

        crate::model::deserialize!($name, "an object");
    };
}

macro_rules! deserialize {
    ($name:ident, $expected:literal) => {
        impl<'de> serde_core::Deserialize<'de> for $name {
            fn deserialize<D: serde_core::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = serde_json::Value::deserialize(deserializer)?;
                crate::model::Member::read(value).map_err(|_| serde_core::de::Error::custom(concat!("not ", $expected)))
            }
        }
    };
}

pub(crate) use {deserialize, kinds, model, names};
