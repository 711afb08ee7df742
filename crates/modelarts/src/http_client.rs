//! Settings of the HTTP client.

use std::{
    fmt,
    sync::{Arc, Mutex, OnceLock},
    time::Duration,
};

use reqwest::{Client, ClientBuilder, Proxy};

/// A client, and how many were replaced before it because a connection fell silent.
pub(crate) type Numbered = (usize, Client);

/// The HTTP client that requests go through: its settings, or a [`reqwest::Client`] of your own.
///
/// Clients for several regions can share one, and with it connections, DNS and the certificates of the operating system,
/// which take a while to load. Clones share it, too; a setter makes a new one.
///
/// ```no_run
/// use std::time::Duration;
/// use modelarts::{Client, HttpClient};
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let http = HttpClient::new()
///     .proxy("http://proxy.example.com:3128")
///     .root_certificates(std::fs::read("company-ca.pem")?)
///     .user_agent("nightly-check/1.2")
///     .connect_timeout(Duration::from_secs(3));
/// for region in ["cn-north-4", "cn-east-3"] {
///     let client = Client::builder().region(region).http_client(http.clone()).build().await?;
///     println!("{region}: {} pools", client.list_pools().await?.len());
/// }
/// # Ok(())
/// # }
/// ```
///
/// Whatever the settings, redirects are not followed, since they would take a signature to another host, and requests to
/// loopback use no proxy. Mistakes, such as a proxy that is no URL, are errors of
/// [`ClientBuilder::build`](crate::ClientBuilder::build).
///
/// # A client of your own
///
/// `From<reqwest::Client>` takes one that you have built, for settings that have no method here. All of HTTP is then
/// yours: user agent, proxies (also for loopback), connect timeout, TLS, pool, and HTTP/2. **Turn redirects off**
/// (`redirect(Policy::none())`): this crate does not see one that is followed, and the security token would go along. The
/// methods of this type are refused beside it. Timeouts, retries, signatures and the cap on bodies remain those of
/// [`modelarts::Client`](crate::Client).
#[derive(Clone, Default)]
#[must_use = "it takes effect through `ClientBuilder::http_client`"]
pub struct HttpClient {
    proxy: Option<Option<String>>,
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    root_certificates: Vec<Vec<u8>>,
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    client_certificate: Option<[Vec<u8>; 2]>,
    user_agent: Option<String>,
    connect_timeout: Option<Duration>,
    max_idle: Option<usize>,
    own: Option<Client>,
    /// What the settings were made into: for other machines, and for loopback with and without TLS.
    pub(crate) built: Arc<[OnceLock<Arc<Mutex<Numbered>>>; 3]>,
}

impl HttpClient {
    /// The default settings: proxies from the environment, the certificates of the operating system.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the URL of the proxy, instead of those that `HTTPS_PROXY`, `HTTP_PROXY` and `ALL_PROXY` name. It may hold a
    /// user name and a password. `NO_PROXY` does not apply to it.
    pub fn proxy(self, url: impl Into<String>) -> Self {
        self.with(|http| http.proxy = Some(Some(url.into())))
    }

    /// Uses no proxy, whatever the environment says.
    pub fn no_proxy(self) -> Self {
        self.with(|http| http.proxy = Some(None))
    }

    /// Trusts these certificates in PEM form, one or several, besides those of the operating system.
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub fn root_certificates(self, pem: impl Into<Vec<u8>>) -> Self {
        self.with(|http| http.root_certificates.push(pem.into()))
    }

    /// Sets the certificate that the client shows, with its chain, and its key (PKCS #8), both in PEM form.
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub fn client_certificate(self, certificate: impl Into<Vec<u8>>, key: impl Into<Vec<u8>>) -> Self {
        self.with(|http| http.client_certificate = Some([certificate.into(), key.into()]))
    }

    /// Sets what follows the name of this crate in `User-Agent`, such as `nightly-check/1.2`.
    pub fn user_agent(self, suffix: impl Into<String>) -> Self {
        self.with(|http| http.user_agent = Some(suffix.into()))
    }

    /// Sets the timeout of connecting, TLS included. The default is 10 seconds.
    pub fn connect_timeout(self, timeout: Duration) -> Self {
        self.with(|http| http.connect_timeout = Some(timeout))
    }

    /// Sets the number of idle connections that are kept open for each host. The default is that of
    /// [`max_in_flight`](crate::ClientBuilder::max_in_flight).
    pub fn max_idle_connections(self, max_idle: usize) -> Self {
        self.with(|http| http.max_idle = Some(max_idle))
    }

    fn with(mut self, set: impl FnOnce(&mut Self)) -> Self {
        set(&mut self);
        self.built = Arc::default();
        self
    }

    /// The client of one's own, or what is wrong with it.
    pub(crate) fn own(&self) -> Result<Option<&Client>, &'static str> {
        let is_set = self.proxy.is_some() || self.user_agent.is_some();
        let is_set = is_set || self.connect_timeout.is_some() || self.max_idle.is_some();
        #[cfg(any(feature = "rustls", feature = "native-tls"))]
        let is_set = is_set || !self.root_certificates.is_empty() || self.client_certificate.is_some();
        match &self.own {
            Some(_) if is_set => Err("a client of your own has its own settings; make them when you build it"),
            own => Ok(own.as_ref()),
        }
    }

    /// Whether the environment decides about the proxy.
    pub(crate) fn has_proxy_of_environment(&self) -> bool {
        self.proxy.is_none()
    }

    /// Makes the settings on a builder that identifies itself as `user_agent`.
    pub(crate) fn configure(&self, mut builder: ClientBuilder, user_agent: &str) -> reqwest::Result<ClientBuilder> {
        builder = match &self.proxy {
            None => builder,
            Some(None) => builder.no_proxy(),
            Some(Some(url)) => builder.proxy(Proxy::all(url)?),
        };
        #[cfg(any(feature = "rustls", feature = "native-tls"))]
        for pem in &self.root_certificates {
            builder = builder.tls_certs_merge(reqwest::Certificate::from_pem_bundle(pem)?);
        }
        #[cfg(any(feature = "rustls", feature = "native-tls"))]
        if let Some([certificate, key]) = &self.client_certificate {
            // The TLS of the operating system is the default of the HTTP library if both are there.
            #[cfg(feature = "native-tls")]
            let identity = reqwest::Identity::from_pkcs8_pem(certificate, key)?;
            #[cfg(not(feature = "native-tls"))]
            let identity = reqwest::Identity::from_pem(&[certificate.as_slice(), b"\n", key].concat())?;
            builder = builder.identity(identity);
        }
        if let Some(suffix) = &self.user_agent {
            builder = builder.user_agent(format!("{user_agent} {suffix}"));
        }
        if let Some(timeout) = self.connect_timeout {
            builder = builder.connect_timeout(timeout);
        }
        if let Some(max_idle) = self.max_idle {
            builder = builder.pool_max_idle_per_host(max_idle);
        }
        Ok(builder)
    }
}

impl From<Client> for HttpClient {
    fn from(own: Client) -> Self {
        Self {
            own: Some(own),
            ..Self::default()
        }
    }
}

/// Omits the settings, some of which may be secret.
impl fmt::Debug for HttpClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpClient").finish_non_exhaustive()
    }
}
