//! Signing: the whole of it against the two digests and one HMAC that nobody can do without.

use std::{hint::black_box, time::Duration};

use anyhow::{Context, Result, bail};
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use modelarts::{
    ProjectId,
    auth::{Credentials, signer},
};
use sha2::{Digest, Sha256};

use crate::{
    report,
    turns::{Turns, time},
};

const SECRET_KEY: &str = "benchsecretkey0000000000000000000000000";
const ACCESS_KEY: &str = "BENCHACCESSKEY000000";
const URL: &str = "https://modelarts.cn-north-4.myhuaweicloud.com/v2/0123456789abcdef0123456789abcdef/pools";
/// Three parameters of ListPools, with escapes in one.
const QUERY: &str = "labelSelector=os.modelarts%2Fname%3Dmy-pool&status=created&workspaceId=0";
/// The same with a space in it, as it is signed: not the `+` of forms.
const SPACE: &str = "labelSelector=os.modelarts%2Fname%3Dmy%20pool&status=created&workspaceId=0";
/// How many signatures are one measurement.
const BATCH: u32 = 200;

fn request(query: &str) -> Result<reqwest::Request> {
    let mut url: reqwest::Url = URL.parse()?;
    url.set_query(Some(query).filter(|query| !query.is_empty()));
    let mut request = reqwest::Request::new(reqwest::Method::GET, url);
    // As the generated client hands it over.
    let json = reqwest::header::HeaderValue::from_static("application/json");
    request.headers_mut().insert(reqwest::header::ACCEPT, json);
    Ok(request)
}

/// Signs `request` as the client does before each attempt.
fn sign(request: &mut reqwest::Request, credentials: &Credentials, project: &ProjectId, now: Timestamp) -> bool {
    modelarts::raw::authorize(request, credentials, Some(project), now).is_ok()
}

/// What hashing alone takes, of texts as long as those that are signed.
struct Floor {
    canonical: Vec<u8>,
    string_to_sign: Vec<u8>,
}

impl Floor {
    fn new(query: &str) -> Result<Self> {
        let request = request(query)?;
        let now = signer::sdk_date(Timestamp::now());
        let host = request.url().host_str().context("the url has a host")?.to_owned();
        let canonical = signer::CanonicalRequest::new(signer::SignableRequest {
            method: "GET",
            path: request.url().path(),
            query: request.url().query_pairs().collect(),
            headers: vec![
                ("host", &host),
                ("x-project-id", "0123456789abcdef0123456789abcdef"),
                ("x-sdk-date", &now),
            ],
            body: b"",
        })?;
        Ok(Self {
            canonical: canonical.as_str().as_bytes().to_vec(),
            string_to_sign: canonical.string_to_sign(&now).into_bytes(),
        })
    }

    fn hash(&self) -> bool {
        let body = Sha256::digest(black_box(b""));
        let canonical = Sha256::digest(black_box(&self.canonical));
        let signature = Hmac::<Sha256>::new_from_slice(black_box(SECRET_KEY.as_bytes()))
            .map(|hmac| hmac.chain_update(black_box(&self.string_to_sign)).finalize());
        black_box((body, canonical)).0[0] == 0xe3 && black_box(signature).is_ok()
    }
}

/// Signing without and with a query, against the floor.
pub fn run(budget: Duration) -> Result<()> {
    let credentials = Credentials::new(ACCESS_KEY, SECRET_KEY);
    let project: ProjectId = "0123456789abcdef0123456789abcdef".parse()?;
    for (name, query) in [("plain", ""), ("query", QUERY), ("space", SPACE)] {
        let floor = Floor::new(query)?;
        let fresh = request(query)?;
        let turns = Turns::run(budget, || {
            let mut requests: Vec<_> = (0..BATCH).filter_map(|_| fresh.try_clone()).collect();
            let floor = time(|| (0..BATCH).all(|_| floor.hash()));
            let signed = time(|| {
                let mut requests = requests.iter_mut();
                requests.all(|request| sign(request, &credentials, &project, Timestamp::now()))
            });
            [floor, signed]
        });
        let each = |contender| turns.least(contender) / f64::from(BATCH);
        report(&format!("signing.{name}.floor"), each(0));
        report(&format!("signing.{name}.modelarts"), each(1));
        report(&format!("signing.{name}.ratio"), each(1) / each(0));
    }
    Ok(())
}

/// Some signatures and nothing else, for a profiler that counts instructions.
pub fn repeat(what: &str, count: usize) -> Result<()> {
    let credentials = Credentials::new(ACCESS_KEY, SECRET_KEY);
    let project: ProjectId = "0123456789abcdef0123456789abcdef".parse()?;
    let (contender, query) = match what {
        "plain" | "plain-floor" => (what, ""),
        "query" | "query-floor" => (what, QUERY),
        "space" | "space-floor" => (what, SPACE),
        _ => bail!("nothing is signed as {what}"),
    };
    let floor = Floor::new(query)?;
    for _ in 0..count {
        let mut request = request(query)?;
        let done = match contender {
            "plain-floor" | "query-floor" | "space-floor" => floor.hash(),
            _ => sign(&mut request, &credentials, &project, Timestamp::now()),
        };
        black_box((done, request));
    }
    Ok(())
}
