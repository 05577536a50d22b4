//! Stands between an MCP client and a server that speaks on standard input and output, and judges what goes either way:
//! `countersign-gateway <command> [argument…]` in the place of the command.
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write, stdin, stdout};
use std::process::{Command, ExitCode, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;

use countersign::blocking::Client;
use countersign::{Action, Message, ValidateRequest};
use serde_json::Value;

/// Requests whose answers have not come, by their ids: an answer is judged beside its request.
type Asked = Arc<Mutex<HashMap<String, Message>>>;
/// Who has more under way is not answered in this life.
const ASKED_MAX: usize = 10_000;

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("countersign-gateway: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let client = Client::from_env()?;
    let mut words = std::env::args().skip(1);
    let program = words.next().ok_or("no command")?;
    let mut server = Command::new(program)
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let (mut to_server, from_server) = (
        server.stdin.take().ok_or("no input")?,
        server.stdout.take().ok_or("no output")?,
    );
    let asked = Asked::default();

    let (judge, known) = (client.clone(), asked.clone());
    let requests = thread::spawn(move || {
        each(stdin().lock(), |message| {
            let action = judge.enforce(&ValidateRequest::of(message)).action;
            if let Action::Forward(message) = &action
                && let Some(id) = id_of(message).filter(|_| !is_answer(message))
            {
                let mut known = known.lock().expect("nobody panics with it");
                if known.len() >= ASKED_MAX {
                    return Err(std::io::Error::other("too many requests have no answer"));
                }
                known.insert(id, message.clone());
            }
            pass(action, &mut to_server)
        })
    });
    each(BufReader::new(from_server), |message| {
        // What the server asks of the client has a method, and is judged as a request.
        let request = if is_answer(&message) {
            id_of(&message).and_then(|id| asked.lock().expect("nobody panics with it").remove(&id))
        } else {
            None
        };
        let call = match request {
            Some(request) => ValidateRequest::of(request).with_response(message),
            None => ValidateRequest::of(message),
        };
        if let Action::Forward(message) | Action::Reply(message) = client.enforce(&call).action {
            write(&mut stdout().lock(), &message)?;
        }
        Ok(())
    })?;
    // The server has ended; the client may still wait with its input open.
    let code = server
        .wait()?
        .code()
        .and_then(|code| u8::try_from(code).ok())
        .unwrap_or(1);
    drop(requests);
    Ok(ExitCode::from(code))
}

/// One message a line; what is no JSON is passed on to nobody.
fn each(
    lines: impl BufRead,
    mut take: impl FnMut(Message) -> std::io::Result<()>,
) -> std::io::Result<()> {
    for line in lines.lines() {
        match line?.parse() {
            Ok(message) => take(message)?,
            Err(error) => eprintln!("countersign-gateway: {error}"),
        }
    }
    Ok(())
}

fn pass(action: Action, to_server: &mut impl Write) -> std::io::Result<()> {
    match action {
        Action::Forward(message) => write(to_server, &message),
        Action::Reply(reply) => write(&mut stdout().lock(), &reply),
        Action::Drop => Ok(()),
    }
}

fn write(out: &mut impl Write, message: &Message) -> std::io::Result<()> {
    writeln!(out, "{message}")?;
    out.flush()
}

/// As text: `1` and `"1"` are two.
fn id_of(message: &Message) -> Option<String> {
    message
        .to_value()
        .ok()?
        .get("id")
        .filter(|id| id.is_string() || id.is_number())
        .map(Value::to_string)
}

fn is_answer(message: &Message) -> bool {
    message
        .to_value()
        .is_ok_and(|value| value.get("method").is_none())
}
