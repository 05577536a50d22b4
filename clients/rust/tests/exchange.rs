//! What the cases of `clients/conformance` cannot say: digits, encryption, panics, futures that may move.
mod support;

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use countersign::models::{PolicyText, RateLimitsPatch};
use countersign::{Action, Client, Error, Message, Settings, ValidateRequest};
use rustls::ServerConfig;
use rustls::crypto::ring::default_provider;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio_rustls::TlsAcceptor;

const VERDICT: &str = r#"{"id":"vrd_1","decision":"allow"}"#;
/// Neither number fits into 64 bits.
const DIGITS: &str =
    r#"{"jsonrpc": "2.0", "id": 12345678901234567890123, "method": "x", "params": {"a": 1.10, "b": "secret", "c": 1e400}}"#;

fn call(message: &str) -> ValidateRequest {
    ValidateRequest::of(message.parse::<Message>().expect("JSON"))
}

#[tokio::test]
async fn what_is_forwarded_is_the_text_that_was_judged() {
    let (listener, settings) = support::listen().await;
    support::answer(listener, "Content-Type: application/json", VERDICT);
    let judged = Client::new(settings).expect("a client").enforce(&call(DIGITS)).await;
    assert_eq!(judged.action, Action::Forward(DIGITS.parse().expect("JSON")), "{judged:?}");
}

#[tokio::test]
async fn what_is_not_edited_keeps_its_digits() {
    let (listener, settings) = support::listen().await;
    let edit = r#"{"id":"vrd_1","decision":"allow","modifications":[{"op":"replace","path":"/request/params/b","value":"[REDACTED]"}]}"#;
    support::answer(listener, "Content-Type: application/json", edit);
    let judged = Client::new(settings).expect("a client").enforce(&call(DIGITS)).await;
    let Action::Forward(message) = judged.action else { panic!("{judged:?}") };
    for kept in [r#""id":12345678901234567890123"#, r#""a":1.10"#, r#""c":1e400"#, r#""b":"[REDACTED]""#] {
        assert!(message.as_str().contains(kept), "{message}");
    }
}

#[tokio::test]
async fn a_reply_has_the_id_that_was_given() {
    let (listener, settings) = support::listen().await;
    support::answer(listener, "Content-Type: application/json", r#"{"id":"vrd_1","decision":"deny"}"#);
    let judged = Client::new(settings).expect("a client").enforce(&call(DIGITS)).await;
    let Action::Reply(reply) = judged.action else { panic!("{judged:?}") };
    assert!(reply.as_str().starts_with(r#"{"jsonrpc":"2.0","id":12345678901234567890123,"error""#), "{reply}");
}

/// Two readers may differ in which of the two they take: it is refused rather than edited in one of them.
#[tokio::test]
async fn a_member_that_stands_twice_is_not_edited() {
    let (listener, settings) = support::listen().await;
    let edit = r#"{"id":"vrd_1","decision":"allow","modifications":[{"op":"replace","path":"/request/params/a","value":"b"}]}"#;
    support::answer(listener, "Content-Type: application/json", edit);
    let judged = Client::new(settings).expect("a client").enforce(&call(r#"{"id":1,"method":"x","params":{"a":"s1","a":"s2"}}"#)).await;
    assert!(matches!((&judged.action, &judged.failure), (Action::Reply(_), Some(Error::ModificationsInvalid(_)))), "{judged:?}");
}

/// Whatever could be made of them in another place.
#[tokio::test]
async fn edits_of_anything_but_the_message() {
    for place in
        ["", "/", "request", "/other", "/other/x", "/requests/x", "/request~1x", "/request/x~2", "/response/x", "/request/params/-"]
    {
        let (listener, settings) = support::listen().await;
        let body = json!({ "id": "vrd_1", "decision": "allow", "modifications": [{ "op": "add", "path": place, "value": { "id": 1, "method": "y" } }] });
        support::answer(listener, "Content-Type: application/json", body.to_string().leak());
        let judged = Client::new(settings).expect("a client").enforce(&call(r#"{"id":1,"method":"x","params":7}"#)).await;
        assert!(
            matches!((&judged.action, &judged.failure), (Action::Reply(_), Some(Error::ModificationsInvalid(_)))),
            "{place}: {judged:?}"
        );
    }
}

/// Copies of copies would fill the memory.
#[tokio::test]
async fn edits_that_double_come_to_an_end() {
    let (listener, settings) = support::listen().await;
    let mut edits = vec![r#"{"op":"add","path":"/request/l","value":"0123456789"}"#.to_string()];
    edits.extend((0..60).map(|i| format!(r#"{{"op":"copy","from":"/request","path":"/request/l{i}"}}"#)));
    let body = format!(r#"{{"id":"vrd_1","decision":"allow","modifications":[{}]}}"#, edits.join(","));
    support::answer(listener, "Content-Type: application/json", body.leak());
    let judged = Client::new(settings).expect("a client").enforce(&call(r#"{"id":1,"method":"x"}"#)).await;
    assert!(matches!(judged.failure, Some(Error::ModificationsInvalid(_))), "{judged:?}");
}

#[tokio::test]
async fn a_packed_answer_was_not_asked_for() {
    let (listener, settings) = support::listen().await;
    support::answer(listener, "Content-Type: application/json\r\nContent-Encoding: gzip", VERDICT);
    let error = Client::new(settings).expect("a client").validate(&call(DIGITS)).await.expect_err("no verdict");
    assert_eq!(error, Error::ResponseInvalid("the answer is packed".into()));
}

/// Who is told of a failure decides nothing.
#[tokio::test]
async fn a_panic_of_who_is_told() {
    let settings = Settings::new().key("cs_test_conformance").url("http://127.0.0.1:2").max_retries(0);
    let client = Client::new(settings.on_failure(|_| panic!("of the test"))).expect("a client");
    let judged = client.enforce(&call(DIGITS)).await;
    assert!(matches!(judged.action, Action::Reply(_)), "{judged:?}");
}

#[test]
fn settings_that_cannot_be() {
    let good = || Settings::new().key("cs_test_conformance").url("https://127.0.0.1:1/base/");
    assert!(Client::new(good()).is_ok());
    let zero = std::time::Duration::ZERO;
    for bad in [
        good().key("cs test"),
        good().key("cs_\u{e4}"),
        good().url("http://user@host"),
        good().url("http://host/?a=1"),
        good().url("http://host/#a"),
        good().url("host:80"),
        good().url("/path"),
        good().timeout(zero),
        good().idle_timeout(std::time::Duration::MAX),
        good().max_retries(11),
        good().response_bytes_max(0),
    ] {
        let shown = format!("{bad:?}");
        let error = Client::new(bad).expect_err(&shown);
        assert_eq!(error.kind(), "configuration");
        assert!(!format!("{shown}{error:?}").contains("cs_"), "{shown} {error:?}");
    }
}

#[tokio::test]
async fn parameters_that_would_lead_elsewhere() {
    let client = Client::new(Settings::new().key("cs_test_conformance").url("http://127.0.0.1:2")).expect("a client");
    for id in ["", ".", ".."] {
        assert_eq!(client.get_key(id).await.expect_err("no key").kind(), "call_invalid");
    }
    let error = client.delete_policy("pol_1", "a\nb").await.expect_err("no such header");
    assert_eq!(error.kind(), "call_invalid");
}

/// Null says something else than nothing does, and what has no field is sent too.
#[test]
fn what_models_write() {
    let limits = RateLimitsPatch { principal: Some(None), ..RateLimitsPatch::default() };
    assert_eq!(serde_json::to_string(&limits).expect("JSON"), r#"{"principal":null}"#);
    let text = r#"{"name":7,"document":{},"to_come":[1]}"#;
    let policy: PolicyText = serde_json::from_str(text).expect("a policy");
    assert_eq!(serde_json::to_value(&policy).expect("JSON"), serde_json::from_str::<serde_json::Value>(text).expect("JSON"));
    assert_eq!(policy.other.get("name"), Some(&json!(7)));
}

/// Calls may go on in another task.
#[test]
fn futures_may_move() {
    fn moves<T: Send>(_: &T) {}
    let client = Client::new(Settings::new().key("cs_test_conformance")).expect("a client");
    let call = call(DIGITS);
    moves(&client.enforce(&call));
    moves(&client.get_usage());
    moves(&client.stream([call.clone()]));
    moves(&client.list_keys(&Default::default()));
}

/// A server with a certificate of `tests/tls`, which only who is told so trusts (`SSL_CERT_FILE`, as of the system).
#[test]
fn certificates() {
    for (trusted, expected) in [("tests/tls/trusted.pem", "allow"), ("tests/tls/certificate.pem", "connection")] {
        let mut again = Command::new(std::env::current_exe().expect("this program"));
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(trusted);
        again.args(["--exact", "encrypted", "--ignored", "--nocapture"]).env("SSL_CERT_FILE", file).env("EXPECTED", expected);
        let done = again.output().expect("a run");
        assert!(done.status.success(), "{trusted}: {}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    }
}

#[tokio::test]
#[ignore = "asked for by `certificates`, with what it trusts in the environment"]
async fn encrypted() {
    let (listener, settings) = support::listen().await;
    let port = listener.local_addr().expect("an address").port();
    tokio::spawn(async move {
        let (connection, _) = listener.accept().await.expect("a connection");
        let Ok(mut connection) = acceptor().accept(connection).await else { return };
        let mut text = [0; 65_536];
        let _ = connection.read(&mut text).await;
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nContent-Type: application/json\r\n\r\n{VERDICT}", VERDICT.len());
        connection.write_all(answer.as_bytes()).await.expect("a reader");
        let _ = connection.read(&mut text).await;
    });
    let client = Client::new(settings.url(format!("https://localhost:{port}"))).expect("a client");
    let came = match client.validate(&call(DIGITS)).await {
        Ok(verdict) => verdict.decision.to_string(),
        Err(error) => format!("{} {error}", error.kind()),
    };
    assert!(came.starts_with(&std::env::var("EXPECTED").expect("EXPECTED")), "{came}");
}

fn acceptor() -> TlsAcceptor {
    let file = |name: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tls").join(name);
    let certificate = CertificateDer::from_pem_file(file("certificate.pem")).expect("a certificate");
    let key = PrivateKeyDer::from_pem_file(file("key.pem")).expect("a key");
    let config = ServerConfig::builder_with_provider(default_provider().into()).with_safe_default_protocol_versions().expect("versions");
    TlsAcceptor::from(Arc::new(config.with_no_client_auth().with_single_cert(vec![certificate], key).expect("a pair")))
}
