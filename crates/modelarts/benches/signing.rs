//! Signing requests: `cargo bench --package modelarts`.

use std::hint::black_box;

use divan::{AllocProfiler, Bencher};
use hmac::{Hmac, KeyInit, Mac};
use modelarts::{
    ProjectId, Timestamp,
    auth::Credentials,
    raw::{
        authorize,
        reqwest::{Method, Request, Url},
    },
};
use sha2::{Digest, Sha256};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

const POOLS: &str = "https://modelarts.cn-north-4.myhuaweicloud.com/v2/0123456789abcdef0123456789abcdef/pools";

fn main() {
    divan::main();
}

/// The floor: two SHA-256 and one HMAC of texts as long as those of a request without a query.
#[divan::bench]
fn hashing(bencher: Bencher<'_, '_>) {
    let (canonical, string_to_sign) = ([b'a'; 263], [b'a'; 97]);
    bencher.bench(|| {
        let hmac = Hmac::<Sha256>::new_from_slice(black_box(b"SK"));
        let signature = hmac.map(|hmac| hmac.chain_update(black_box(string_to_sign)).finalize());
        (
            Sha256::digest(black_box(b"")),
            Sha256::digest(black_box(canonical)),
            signature,
        )
    });
}

/// No query, one in signed form, one with a space in that form, and two that have to be rewritten: out of order, and with a
/// space as forms encode it.
#[divan::bench(args = [
    "",
    "?status=created&workspaceId=0",
    "?labelSelector=os.modelarts%2Fname%3Dmy%20pool&status=created",
    "?status=created&labelSelector=os.modelarts%2Fname%3Dmy%20pool",
    "?labelSelector=os.modelarts%2Fname%3Dmy+pool&status=created",
])]
fn sign(bencher: Bencher<'_, '_>, query: &str) {
    let credentials = Credentials::new("AK", "SK");
    let project: Option<ProjectId> = "0123456789abcdef0123456789abcdef".parse().ok();
    let Ok(url) = Url::parse(&format!("{POOLS}{query}")) else {
        return;
    };
    let bencher = bencher.with_inputs(|| Request::new(Method::GET, url.clone()));
    bencher.bench_values(|mut request| {
        let signed = authorize(&mut request, &credentials, project.as_ref(), Timestamp::now());
        (signed, request)
    });
}
