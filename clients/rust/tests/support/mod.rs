//! What the tests talk to: the service itself, and servers that do what it would not.
#![allow(dead_code)]
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use countersign::{Client, Settings};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// The service with a store in a folder of its own, in a process of its own.
pub struct Service {
    pub process: Child,
    pub client: Client,
    folder: PathBuf,
}

impl Service {
    pub fn start() -> Self {
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
        let folder = std::env::temp_dir().join(format!("countersign-rust-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let mut command = Command::new(root.join("node_modules/.bin/node"));
        command.arg("src/main.ts").current_dir(&root).env_clear().env("PATH", std::env::var("PATH").expect("a PATH"));
        command.envs([("HOST", "127.0.0.1"), ("PORT", "0"), ("LOG_LEVEL", "warn")]).env("DATA_DIR", &folder).stdout(Stdio::piped());
        let mut process = command.spawn().expect("node, by npm ci");
        let mut lines = BufReader::new(process.stdout.take().expect("its output")).lines().map_while(Result::ok);
        let (mut port, mut key) = (None, None);
        while port.is_none() || key.is_none() {
            let line = lines.next().expect("a service that starts");
            port = port.or_else(|| line.strip_prefix("countersign ").and_then(port_in));
            key = key.or_else(|| line.find("cs_live_").map(|at| line[at..at + 57].to_string()));
        }
        // A pipe that nobody reads would stop it.
        std::thread::spawn(move || lines.for_each(drop));
        let settings = Settings::new().key(key.expect("a key")).url(format!("http://127.0.0.1:{}", port.expect("a port")));
        Self { process, client: Client::new(settings).expect("a client"), folder }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// ` on 127.0.0.1:8080: …`
fn port_in(line: &str) -> Option<u16> {
    let (_, rest) = line.split_once(" on ")?;
    rest.split(':').nth(1)?.parse().ok()
}

pub async fn listen() -> (TcpListener, Settings) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    (listener, Settings::new().key("cs_test_conformance").url(url).max_retries(0))
}

/// The head of a request, and what of the body came with it.
pub async fn head(connection: &mut TcpStream) -> Vec<u8> {
    let mut text = Vec::new();
    while !text.windows(4).any(|end| end == b"\r\n\r\n") {
        let mut piece = [0; 4096];
        let many = connection.read(&mut piece).await.expect("a request");
        assert!(many > 0, "the client hung up");
        text.extend_from_slice(&piece[..many]);
    }
    text
}

/// Answers one request with this body.
pub fn answer(listener: TcpListener, headers: &'static str, body: &'static str) {
    tokio::spawn(async move {
        let (mut connection, _) = listener.accept().await.expect("a connection");
        head(&mut connection).await;
        let text = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n{headers}\r\n\r\n{body}", body.len());
        connection.write_all(text.as_bytes()).await.expect("an answer");
        // Until the client has read it.
        let _ = connection.read(&mut [0; 1]).await;
    });
}
