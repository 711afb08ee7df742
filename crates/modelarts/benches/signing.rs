//! Signing requests: `cargo bench --package modelarts`.
//!
//! `cargo xtask bench` compares it with hashing alone; this one is for work on the signer.

use divan::{AllocProfiler, Bencher};
use modelarts::{
    ProjectId,
    auth::{Credentials, jiff::Timestamp},
    raw::{
        authorize,
        reqwest::{Method, Request, Url},
    },
};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

const POOLS: &str = "https://modelarts.cn-north-4.myhuaweicloud.com/v2/0123456789abcdef0123456789abcdef/pools";

fn main() {
    divan::main();
}

/// No query, a canonical one, a canonical one with a space, and two that need normalizing: out of order, and with a space
/// as in forms.
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
