//! Streams: killed in the middle, slow, silent, abandoned.
mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use countersign::{Action, Client, Error, Message, ValidateItem, ValidateRequest};
use futures_util::stream::unfold;
use serde_json::json;
use support::Service;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::time::timeout;

/// As in `src/stream.rs`.
const IN_FLIGHT_MAX: usize = 1_000;
const RESULT: &str = "{\"item_id\":\"0\",\"id\":\"vrd_1\",\"decision\":\"allow\"}\n";

fn item() -> ValidateItem {
    let text = "x".repeat(200);
    ValidateRequest::of(
        json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": { "name": "note", "arguments": { "text": text } } }),
    )
    .into()
}

/// Without end; counts how many were taken.
fn endless(taken: &Arc<AtomicUsize>) -> impl Iterator<Item = ValidateItem> + Send + use<> {
    let taken = taken.clone();
    std::iter::repeat_with(move || {
        taken.fetch_add(1, SeqCst);
        item()
    })
}

/// The results that came are whole and in order, then an error that says how many they were; nothing hangs, nothing passes.
#[tokio::test]
async fn a_service_that_is_killed_in_the_middle() {
    let mut service = Service::start();
    let taken = Arc::new(AtomicUsize::new(0));
    let mut results = service.client.stream(endless(&taken));
    let mut came = 0;
    let error = loop {
        match results.next().await.expect("a result or an error") {
            Ok(result) => assert_eq!(result.item_id, came.to_string()),
            Err(error) => break error,
        }
        came += 1;
        assert!(taken.load(SeqCst) - came <= IN_FLIGHT_MAX, "{} taken, {came} answered", taken.load(SeqCst));
        if came == 2_000 {
            service.process.kill().expect("a process to be killed");
        }
    };
    println!("{error}");
    assert!(came >= 2_000);
    assert!(matches!(&error, Error::Connection(why) if why.starts_with(&format!("the stream ended after {came} results of "))), "{error}");
    assert!(results.next().await.is_none());
    let judged = service.client.enforce(&ValidateRequest::of(json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/list" }))).await;
    assert!(matches!(judged.action, Action::Reply(_)) && matches!(judged.failure, Some(Error::Connection(_))), "{judged:?}");
}

/// One that takes everything and says nothing is not given more than fits, and is given up.
#[tokio::test]
async fn a_service_that_never_answers() {
    let (listener, settings) = support::listen().await;
    tokio::spawn(async move {
        let (mut connection, _) = listener.accept().await.expect("a connection");
        while connection.read(&mut [0; 65_536]).await.is_ok_and(|many| many > 0) {}
    });
    let taken = Arc::new(AtomicUsize::new(0));
    let client = Client::new(settings.idle_timeout(Duration::from_secs(3))).expect("a client");
    let mut results = client.stream(endless(&taken));
    let error = results.next().await.expect("an error").expect_err("no result");
    assert_eq!(error, Error::Timeout(Duration::from_secs(3)));
    assert_eq!(taken.load(SeqCst), IN_FLIGHT_MAX);
}

/// Who rests for longer than the service may be silent has no time-out; who stops reading stops the items.
#[tokio::test]
async fn a_reader_that_rests_and_goes() {
    let (listener, settings) = support::listen().await;
    tokio::spawn(async move {
        let (mut connection, _) = listener.accept().await.expect("a connection");
        support::head(&mut connection).await;
        write(&mut connection, &format!("HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n\r\n{RESULT}")).await;
        for _ in 0..2 {
            tokio::time::sleep(Duration::from_millis(1_500)).await;
            write(&mut connection, RESULT).await;
        }
        while connection.read(&mut [0; 65_536]).await.is_ok_and(|many| many > 0) {}
    });
    let client = Client::new(settings.idle_timeout(Duration::from_secs(1))).expect("a client");
    let taken = Arc::new(AtomicUsize::new(0));
    let mut results = client.stream(endless(&taken));
    for _ in 0..3 {
        results.next().await.expect("a result").expect("no error");
        tokio::time::sleep(Duration::from_millis(1_600)).await;
    }
    assert_eq!(taken.load(SeqCst), IN_FLIGHT_MAX + 3);
    drop(results);
    let are_gone = async {
        while Arc::strong_count(&taken) > 1 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(Duration::from_secs(10), are_gone).await.expect("the items are still held");
}

/// Each item comes only after the result of the one before it: what is sent is not held back, nor what is answered.
#[tokio::test]
async fn items_that_wait_for_results() {
    let client = Client::from_env().expect("a live service: see clients/conformance/README.md");
    let (more, items) = mpsc::channel::<ValidateItem>(1);
    let mut results = client.stream_from(unfold(items, |mut items| async move { items.recv().await.map(|item| (item, items)) }));
    for at in 0..20 {
        more.send(item()).await.expect("a stream that takes");
        let result = results.next().await.expect("a result").expect("no error");
        assert_eq!(result.item_id, at.to_string());
    }
    drop(more);
    assert!(results.next().await.is_none());
}

/// Messages of several lines are one line of the stream.
#[tokio::test]
async fn a_message_of_several_lines() {
    let client = Client::from_env().expect("a live service: see clients/conformance/README.md");
    let message: Message = "{\n  \"jsonrpc\": \"2.0\",\r\n  \"id\": 1,\n  \"method\": \"ping\"\n}\n".parse().expect("JSON");
    let mut results = client.stream([ValidateRequest::of(message.clone()), ValidateRequest::of(message)]);
    for _ in 0..2 {
        let result = results.next().await.expect("a result").expect("no error");
        assert_eq!(result.verdict().map(|verdict| verdict.decision.as_str()), Some("allow"));
    }
    assert!(results.next().await.is_none());
}

/// An answer to more than was asked is none.
#[tokio::test]
async fn more_results_than_items() {
    let (listener, settings) = support::listen().await;
    tokio::spawn(async move {
        let (mut connection, _) = listener.accept().await.expect("a connection");
        support::head(&mut connection).await;
        write(&mut connection, &format!("HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n\r\n{RESULT}{RESULT}")).await;
    });
    let mut results = Client::new(settings).expect("a client").stream([item()]);
    results.next().await.expect("a result").expect("the first");
    let error = results.next().await.expect("an error").expect_err("no second");
    assert_eq!(error, Error::ResponseInvalid("there are more results than items".into()));
}

async fn write(connection: &mut TcpStream, text: &str) {
    connection.write_all(text.as_bytes()).await.expect("a reader");
}
