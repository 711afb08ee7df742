//! Answers of the metadata service: keys or an error, and neither shows a secret.
//!
//! The input is the answer to the request for keys.
#![no_main]

mod service;

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use modelarts::auth::{CredentialsProvider, Environment, Identity, MetadataProvider};
use tokio::runtime::{Builder, Runtime};

static SERVICE: LazyLock<(MetadataProvider, Runtime)> = LazyLock::new(|| {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let provider = MetadataProvider::new(&Environment::fixed::<&str, &str>([])).endpoint(service::start());
    (provider, runtime)
});

fuzz_target!(|input: &[u8]| {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", input.len());
    *service::ANSWER.lock().unwrap() = [head.as_bytes(), input].concat();
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
