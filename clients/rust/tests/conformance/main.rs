//! Plays `clients/conformance`, with the client for tasks and with that for threads; what is done here stands in its README.
mod calls;
mod fits;

use std::collections::HashMap;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use calls::Seen;
use countersign::Settings;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

const KEY: &str = "cs_test_conformance";
/// Cases wait for each other's pauses otherwise.
const AT_ONCE: usize = 16;

#[derive(Clone, Copy)]
enum Face {
    Tasks,
    Threads,
}

impl Face {
    fn label(self) -> &'static str {
        if matches!(self, Face::Tasks) { "rust" } else { "rust-blocking" }
    }

    fn perform(self, runtime: &Runtime, call: &Value, settings: Settings) -> Seen {
        match self {
            Face::Tasks => runtime.block_on(calls::tasks::perform(call, settings)),
            Face::Threads => calls::threads::perform(call, settings),
        }
    }
}

fn main() -> ExitCode {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../conformance");
    let player = std::env::var("CONFORMANCE_PLAYER").expect("CONFORMANCE_PLAYER: see clients/conformance/README.md");
    let runtime = Runtime::new().expect("a runtime");
    let cases: Vec<Value> = case_files(&folder).iter().flat_map(|file| read(file)).collect();
    let all: Vec<(Face, &Value)> =
        [Face::Tasks, Face::Threads].into_iter().flat_map(|face| cases.iter().map(move |one| (face, one))).collect();
    let (next, failed) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let tell = |face: Face, name: &str, faults: Vec<String>| {
        if !faults.is_empty() {
            failed.fetch_add(1, SeqCst);
            println!("FAIL {name} ({}): {}", face.label(), faults.join("; "));
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some((face, one)) = all.get(next.fetch_add(1, SeqCst)) {
                    tell(*face, text(&one["name"]), play(*face, &runtime, &player, one));
                }
            });
        }
    });
    let steps = read(&folder.join("live.json"));
    for face in [Face::Tasks, Face::Threads] {
        let mut saved = HashMap::from([("run".to_string(), run_name())]);
        for raw in &steps {
            let one = filled(raw, &saved);
            tell(face, &format!("live: {}", text(&one["name"])), step(face, &runtime, &one, &mut saved));
        }
    }
    let (count, failed) = (all.len() + 2 * steps.len(), failed.into_inner());
    println!("conformance: {} passed, {failed} failed", count - failed);
    if failed == 0 && !cases.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn case_files(folder: &Path) -> Vec<PathBuf> {
    let files = std::fs::read_dir(folder).expect("the folder of the cases").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<PathBuf> = files.filter(|file| file.extension().is_some_and(|end| end == "json")).collect();
    files.retain(|file| !file.ends_with("live.json"));
    files.sort();
    files
}

fn read(file: &Path) -> Vec<Value> {
    serde_json::from_str(&std::fs::read_to_string(file).expect("a file of cases")).expect("cases")
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

/// Eight letters, of this moment.
fn run_name() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("now").as_nanos();
    format!("{:08x}", now & 0xffff_ffff)
}

fn settings_of(given: &Value, mut settings: Settings) -> Settings {
    let ms = |name: &str| given[name].as_u64().map(Duration::from_millis);
    if let Some(key) = given["key"].as_str() {
        settings = settings.key(key);
    }
    if let Some(timeout) = ms("timeout_ms") {
        settings = settings.timeout(timeout);
    }
    if let Some(timeout) = ms("idle_timeout_ms") {
        settings = settings.idle_timeout(timeout);
    }
    if let Some(retries) = given["max_retries"].as_u64() {
        settings = settings.max_retries(retries.try_into().expect("few retries"));
    }
    if let Some(bytes) = given["response_bytes_max"].as_u64() {
        settings = settings.response_bytes_max(bytes.try_into().expect("bytes"));
    }
    if given["fail_mode"] == "open" { settings.fail_open() } else { settings }
}

fn play(face: Face, runtime: &Runtime, player: &str, one: &Value) -> Vec<String> {
    let label = format!("{}@{}", text(&one["name"]), face.label());
    let given = &one["client"];
    let key = given["key"].as_str().unwrap_or(KEY);
    let suffix = given["url_suffix"].as_str().unwrap_or_default();
    let url = given["url"].as_str().map_or_else(|| format!("{player}/cases/{label}{suffix}"), Into::into);
    let seen = face.perform(runtime, &one["call"], settings_of(given, Settings::new().key(key).url(url)));
    let mut faults = fits::misfits(one, &seen, key);
    let told = get(player, &format!("/seen/{label}"));
    faults.extend(told["faults"].as_array().expect("faults").iter().map(|fault| text(fault).to_string()));
    if told["attempts"] != one["attempts"] {
        faults.push(format!("{} attempts, not {}", told["attempts"], one["attempts"]));
    }
    faults
}

/// HTTP 1.0 has neither pieces nor a connection that goes on.
fn get(player: &str, path: &str) -> Value {
    let mut connection = TcpStream::connect(player.trim_start_matches("http://")).expect("the player");
    write!(connection, "GET {path} HTTP/1.0\r\n\r\n").expect("a request");
    let mut answer = String::new();
    connection.read_to_string(&mut answer).expect("an answer");
    let (_, body) = answer.split_once("\r\n\r\n").expect("a body");
    serde_json::from_str(body).expect("JSON")
}

fn filled(raw: &Value, saved: &HashMap<String, String>) -> Value {
    let mut step = raw.to_string();
    for (name, value) in saved {
        let quoted = json!(value).to_string();
        step = step.replace(&format!("${{{name}}}"), &quoted[1..quoted.len() - 1]);
    }
    serde_json::from_str(&step).expect("a step")
}

fn step(face: Face, runtime: &Runtime, one: &Value, saved: &mut HashMap<String, String>) -> Vec<String> {
    let own = std::env::var("COUNTERSIGN_API_KEY").expect("COUNTERSIGN_API_KEY");
    let key = one["client"]["key"].as_str().unwrap_or(&own);
    let give_up = Instant::now() + Duration::from_millis(one["until_ms"].as_u64().unwrap_or_default());
    loop {
        let settings = settings_of(&one["client"], Settings::new().timeout(Duration::from_secs(30)));
        let seen = face.perform(runtime, &one["call"], settings);
        let mut faults = fits::misfits(one, &seen, key);
        if !faults.is_empty() && Instant::now() < give_up {
            std::thread::sleep(Duration::from_millis(100));
            continue;
        }
        for (name, at) in one["save"].as_object().into_iter().flatten() {
            let value = if at == "etag" { seen.etag.clone() } else { seen.value.pointer(text(at)).and_then(Value::as_str).map(Into::into) };
            match value {
                Some(value) => drop(saved.insert(name.clone(), value)),
                None => faults.push(format!("there is no {name} to be saved")),
            }
        }
        return faults;
    }
}
