//! Answers of the metadata service: keys or an error, and neither shows a secret.
//!
//! The input is the answer to the request for keys.
#![no_main]

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    sync::{LazyLock, Mutex},
    thread,
};

use libfuzzer_sys::fuzz_target;
use modelarts::auth::{CredentialsProvider, Environment, Identity, MetadataProvider};
use tokio::runtime::{Builder, Runtime};

/// What the server answers next.
static ANSWER: Mutex<Vec<u8>> = Mutex::new(Vec::new());

static SERVICE: LazyLock<(MetadataProvider, Runtime)> = LazyLock::new(|| {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        listener
            .incoming()
            .for_each(|connection| drop(thread::spawn(|| serve(connection.unwrap()))))
    });
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let provider = MetadataProvider::new(&Environment::fixed::<&str, &str>([])).endpoint(url);
    (provider, runtime)
});

fn serve(mut connection: TcpStream) {
    connection.set_nodelay(true).unwrap();
    let (mut request, mut chunk) = (Vec::new(), [0; 4096]);
    while let Ok(read @ 1..) = connection.read(&mut chunk) {
        request.extend_from_slice(&chunk[..read]);
        if request.ends_with(b"\r\n\r\n") {
            request.clear();
            let answer = ANSWER.lock().unwrap();
            let mut response = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", answer.len()).into_bytes();
            response.extend_from_slice(&answer);
            if connection.write_all(&response).is_err() {
                return;
            }
        }
    }
}

fuzz_target!(|input: &[u8]| {
    *ANSWER.lock().unwrap() = input.to_vec();
    let (provider, runtime) = &*SERVICE;
    match runtime.block_on(provider.provide()) {
        Ok(credentials) => {
            let Identity::Keys(keys) = &credentials.identity else {
                panic!("{credentials:?}")
            };
            assert!(keys.security_token().is_some() && credentials.expires_at.is_some());
            let shown = format!("{credentials:?}{credentials:#?}");
            let secret = keys.secret_key().expose();
            assert!(secret.len() < 12 || !shown.contains(secret), "{shown}");
        }
        // Whatever the answer holds, the reason is one of ours.
        Err(error) => {
            let shown = format!("{error}{error:?}");
            let text = String::from_utf8_lossy(input);
            let quoted = text.split_whitespace().find(|word| word.len() > 12 && shown.contains(*word));
            assert_eq!(quoted, None, "{shown}");
        }
    }
});
