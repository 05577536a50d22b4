use std::fmt;
use std::time::Duration;

use crate::models::{Fault, ProblemCode};

/// Why a call came to nothing. The key is in none of them.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// The service, or what stands before it, answered with something else than 2xx.
    Problem(Box<ProblemError>),
    /// The time of a whole call, or of a silent stream, is over.
    Timeout(Duration),
    /// A fault of the network, after the retries; or a stream that ended before its last result.
    Connection(String),
    /// Reading stopped at this many bytes.
    ResponseTooLarge(usize),
    /// A success that is not what the operation answers.
    ResponseInvalid(String),
    /// Within an enforcement: the edits of an allowed message cannot be made.
    ModificationsInvalid(String),
    /// No key, or a setting that cannot be.
    Configuration(String),
    /// What is to be sent is no JSON, or a parameter none that can be; nothing was sent.
    CallInvalid(String),
}

impl Error {
    /// What the service has said, where it has refused.
    pub fn problem(&self) -> Option<&ProblemError> {
        if let Self::Problem(problem) = self { Some(problem) } else { None }
    }

    /// A name for metrics: `problem`, `timeout`, `connection`, `response_too_large`, `response_invalid`, `modifications_invalid`,
    /// `configuration` or `call_invalid`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Problem(_) => "problem",
            Self::Timeout(_) => "timeout",
            Self::Connection(_) => "connection",
            Self::ResponseTooLarge(_) => "response_too_large",
            Self::ResponseInvalid(_) => "response_invalid",
            Self::ModificationsInvalid(_) => "modifications_invalid",
            Self::Configuration(_) => "configuration",
            Self::CallInvalid(_) => "call_invalid",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Problem(problem) => problem.fmt(out),
            Self::Timeout(time) => write!(out, "there was no answer within {time:?}"),
            Self::ResponseTooLarge(most) => write!(out, "the answer is larger than the limit of {most} bytes"),
            Self::Connection(why)
            | Self::ResponseInvalid(why)
            | Self::ModificationsInvalid(why)
            | Self::Configuration(why)
            | Self::CallInvalid(why) => out.write_str(why),
        }
    }
}

impl std::error::Error for Error {}

/// A refusal by the service (RFC 9457), or by what stands before it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ProblemError {
    /// Of HTTP.
    pub status: u16,
    /// One of the documented ones, one that this version does not know, or `HTTP_<status>` where the answer was no problem.
    pub code: ProblemCode,
    /// In a few words.
    pub title: String,
    /// In a sentence.
    pub detail: String,
    /// All faults at once.
    pub errors: Vec<Fault>,
    /// What support asks for.
    pub request_id: Option<String>,
    /// How long the service wants to be left alone.
    pub retry_after: Option<Duration>,
}

impl fmt::Display for ProblemError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}: {}", self.status, self.code, self.detail)?;
        for fault in &self.errors {
            write!(out, "; {}: {}", fault.pointer, fault.detail)?;
        }
        match &self.request_id {
            Some(id) => write!(out, " ({id})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for ProblemError {}

impl From<ProblemError> for Error {
    fn from(problem: ProblemError) -> Self {
        Self::Problem(Box::new(problem))
    }
}
