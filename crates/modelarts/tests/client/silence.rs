//! HTTP/2 over TLS: a connection that all requests share, and that falls silent.
//!
//! The certificate and its key are in `tls/`, made by
//! `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 36500 -subj /CN=localhost
//! -addext subjectAltName=IP:127.0.0.1 -addext basicConstraints=critical,CA:FALSE -keyout key.pem -out certificate.pem`.

use std::{
    net::TcpListener,
    sync::atomic::{AtomicUsize, Ordering::SeqCst},
    thread,
};

use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
    },
};

use super::*;

fn file(name: &str) -> String {
    format!("{}/tests/client/tls/{name}.pem", env!("CARGO_MANIFEST_DIR"))
}

/// A service over HTTP/2, whose connections fall silent when it is told: they acknowledge whatever arrives, and answer
/// nothing. Later connections answer everything.
struct Silencing {
    url: String,
    connections: Arc<AtomicUsize>,
    silent: Arc<AtomicUsize>,
}

impl Silencing {
    fn start() -> Self {
        let certificate = CertificateDer::from_pem_file(file("certificate")).unwrap();
        let key = PrivateKeyDer::from_pem_file(file("key")).unwrap();
        let config = ServerConfig::builder().with_no_client_auth();
        let mut config = config.with_single_cert(vec![certificate], key).unwrap();
        config.alpn_protocols = vec![b"h2".to_vec()];
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let url = format!("https://{}", listener.local_addr().unwrap());
        let (connections, silent) = (Arc::<AtomicUsize>::default(), Arc::<AtomicUsize>::default());
        let (counter, silenced) = (connections.clone(), silent.clone());
        thread::spawn(move || {
            runtime().block_on(async move {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                while let Ok((stream, _)) = listener.accept().await {
                    let number = counter.fetch_add(1, SeqCst);
                    let (acceptor, silenced) = (acceptor.clone(), silenced.clone());
                    // One that does not trust the certificate hangs up.
                    tokio::spawn(async move {
                        if let Ok(stream) = acceptor.accept(stream).await {
                            serve(stream, || number < silenced.load(SeqCst)).await;
                        }
                    });
                }
            });
        });
        Self {
            url,
            connections,
            silent,
        }
    }

    /// Silences the connections that there are, and returns their number.
    fn silence(&self) -> usize {
        let connections = self.connections.load(SeqCst);
        self.silent.store(connections, SeqCst);
        connections
    }
}

/// Serves a connection.
async fn serve(stream: tokio_rustls::server::TlsStream<tokio::net::TcpStream>, is_silent: impl Fn() -> bool) {
    let mut connection = h2::server::handshake(stream).await.unwrap();
    let mut unanswered = Vec::new();
    while let Some(Ok((_, mut respond))) = connection.accept().await {
        if is_silent() {
            unanswered.push(respond);
            continue;
        }
        let response = http::Response::builder().header(ID.0, ID.1).body(()).unwrap();
        let mut body = respond.send_response(response, false).unwrap();
        body.send_data(QUOTAS.into(), true).unwrap();
    }
}

/// Runs in a process of its own, since a process has one set of certificates that it trusts.
#[test]
#[cfg(target_os = "linux")]
fn a_connection_that_fell_silent_is_not_used_again() {
    let name = "silence::a_connection_that_fell_silent_is_not_used_again";
    // The variable names the certificates to trust, on Linux.
    if !proxies::has_variable(name, "SSL_CERT_FILE", &file("certificate")) {
        return;
    }
    runtime().block_on(async {
        let server = Silencing::start();
        // Clients for plain HTTP on loopback load no certificates, and must not share that with this one.
        let http = modelarts::HttpClient::new();
        let plain = builder("http://127.0.0.1:1").http_client(http.clone());
        plain.build().await.unwrap();
        // A busy machine may need more attempts than the test does.
        let client = builder(&server.url)
            .http_client(http)
            .timeout(Duration::from_secs(1))
            .retry_policy(quick().max_attempts(9));
        let client = client.build().await.unwrap();
        client.show_os_quota().await.unwrap();
        for _ in 0..2 {
            let silenced = server.silence();
            let calls = (0..5).map(|_| client.show_os_quota().into_future());
            for response in calls.collect::<tokio::task::JoinSet<_>>().join_all().await {
                assert!(response.unwrap().attempts() > 1);
            }
            assert!(server.connections.load(SeqCst) > silenced);
            client.show_os_quota().await.unwrap();
        }
    });
}

/// Also on loopback, and besides those of the operating system.
#[tokio::test]
async fn a_certificate_that_the_settings_name_is_trusted() {
    let server = Silencing::start();
    let certificate = std::fs::read(file("certificate")).unwrap();
    let http = modelarts::HttpClient::new().root_certificates(certificate.clone());
    call_with(builder(&server.url).http_client(http.clone())).await.unwrap();
    // A client certificate is sent if the server asks for one, and must have its key.
    let key = std::fs::read(file("key")).unwrap();
    let named = http.clone().client_certificate(certificate.clone(), key);
    call_with(builder(&server.url).http_client(named)).await.unwrap();
    let keyless = http.client_certificate(certificate, "");
    let error = builder(&server.url).http_client(keyless).build().await.unwrap_err();
    assert!(
        error.is_configuration() && error.to_string().starts_with("cannot set up the http client: "),
        "{error}"
    );
}

/// Neither is cured by another attempt.
#[tokio::test]
async fn a_certificate_that_is_not_valid_and_a_host_that_does_not_exist_are_not_tried_again() {
    let server = Silencing::start();
    // No name server is asked for a label that is too long.
    let nowhere = format!("{}.invalid", "a".repeat(64));
    for url in [server.url, format!("https://{nowhere}"), format!("http://{nowhere}")] {
        let error = assert_fails(builder(&url).allow_plain_http(true), Connect, None, 1).await;
        assert!(!error.is_retryable() && error.is_connect(), "{error:?}");
    }
}
