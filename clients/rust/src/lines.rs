//! NDJSON, as it comes in any pieces.
use bytes::Bytes;

use crate::Error;

#[derive(Default)]
pub(crate) struct Lines {
    /// The beginning of a line whose end has not come.
    held: Vec<u8>,
    piece: Bytes,
    has_ended: bool,
}

impl Lines {
    /// Once [`Lines::next`] has nothing more.
    pub(crate) fn push(&mut self, piece: Bytes) {
        self.piece = piece;
    }

    /// There are no more pieces: what is held is the last line.
    pub(crate) fn finish(&mut self) {
        self.has_ended = true;
    }

    pub(crate) fn is_over(&self) -> bool {
        self.has_ended && self.held.is_empty()
    }

    /// A line without its end; empty ones are left out.
    pub(crate) fn next(&mut self, most: usize) -> Result<Option<Vec<u8>>, Error> {
        loop {
            let end = self.piece.iter().position(|byte| *byte == b'\n');
            let part = self.piece.split_to(end.unwrap_or(self.piece.len()));
            if part.len() > most - self.held.len() {
                return Err(Error::ResponseTooLarge(most));
            }
            self.held.extend_from_slice(&part);
            if end.is_none() && !self.has_ended {
                return Ok(None);
            }
            if end.is_some() {
                self.piece = self.piece.slice(1..);
            }
            let line = std::mem::take(&mut self.held);
            if !line.trim_ascii().is_empty() {
                return Ok(Some(line));
            }
            if end.is_none() {
                return Ok(None);
            }
        }
    }
}
