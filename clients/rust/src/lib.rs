#![doc = include_str!("../README.md")]

pub mod blocking;
mod blocking_operations;
mod call;
mod client;
mod enforce;
mod error;
mod exchange;
mod lines;
mod message;
mod model;
pub mod models;
mod operations;
mod pages;
mod patch;
mod refusal;
mod settings;
mod stream;
mod verdicts;

pub use call::{Answer, CallOptions};
pub use client::Client;
pub use enforce::{Action, Enforcement};
pub use error::{Error, ProblemError};
pub use message::Message;
pub use models::{CallContext, Decision, ProblemCode, ValidateItem, ValidateRequest, Verdict};
pub use pages::Pages;
pub use settings::Settings;
pub use stream::Results;
pub use verdicts::{BatchResult, ItemResult};
