//! Stands between an MCP client and a server that speaks on standard input and output, and judges what goes either way:
//! `countersign-gateway <command> [argument…]` in the place of the command.
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write, stdin, stdout};
use std::process::{ChildStdin, Command, ExitCode, Stdio};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;

use countersign::blocking::Client;
use countersign::{Action, Message, ValidateRequest};
use serde_json::Value;

/// Requests whose answers have not come, by their ids: an answer is judged beside its request.
type Asked = Arc<Mutex<HashMap<String, Message>>>;
/// Who leaves more of them unanswered is let go.
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
    let from_server = server.stdout.take().ok_or("no output")?;
    let to_server = ToServer(Arc::new(Mutex::new(server.stdin.take())));
    let asked = Asked::default();

    let (judge, known, out) = (client.clone(), asked.clone(), to_server.clone());
    thread::spawn(move || {
        let judged = each(stdin().lock(), |message| {
            let call = ValidateRequest::of(message);
            match judge.enforce(&call).action {
                Action::Forward(message) => {
                    remember(&known, &message)?;
                    out.write(&message)
                }
                Action::Reply(reply) => write(&mut stdout().lock(), &reply),
                Action::Drop => Ok(()),
            }
        });
        if let Err(error) = judged {
            eprintln!("countersign-gateway: {error}");
        }
        out.close();
    });
    each(BufReader::new(from_server), |message| {
        // What the server asks of the client has a method, and is judged and answered as a request.
        let is_answer = is_answer(&message);
        let request = id_of(&message)
            .filter(|_| is_answer)
            .and_then(|id| lock(&asked).remove(&id));
        let call = match request {
            Some(request) => ValidateRequest::of(request).with_response(message),
            None => ValidateRequest::of(message),
        };
        match client.enforce(&call).action {
            Action::Forward(message) => write(&mut stdout().lock(), &message),
            Action::Reply(reply) if is_answer => write(&mut stdout().lock(), &reply),
            Action::Reply(reply) => to_server.write(&reply),
            Action::Drop => Ok(()),
        }
    })?;
    // The server has ended; the client may still hold the input open.
    Ok(ExitCode::from(
        server
            .wait()?
            .code()
            .and_then(|code| u8::try_from(code).ok())
            .unwrap_or(1),
    ))
}

/// Until the client has ended.
#[derive(Clone)]
struct ToServer(Arc<Mutex<Option<ChildStdin>>>);

impl ToServer {
    fn write(&self, message: &Message) -> std::io::Result<()> {
        lock(&self.0)
            .as_mut()
            .map_or(Ok(()), |server| write(server, message))
    }

    fn close(&self) {
        *lock(&self.0) = None;
    }
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().expect("nobody panics with it")
}

fn remember(asked: &Asked, message: &Message) -> std::io::Result<()> {
    let Some(id) = id_of(message).filter(|_| !is_answer(message)) else {
        return Ok(());
    };
    let mut asked = lock(asked);
    if asked.len() >= ASKED_MAX {
        return Err(std::io::Error::other("too many requests have no answer"));
    }
    asked.insert(id, message.clone());
    Ok(())
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

/// A message is one line here, however it was written.
fn write(out: &mut impl Write, message: &Message) -> std::io::Result<()> {
    writeln!(out, "{}", message.as_str().replace(['\n', '\r'], " "))?;
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
