//! Lists pools with `reqwest`, and what a signature takes.

use std::time::{Duration, SystemTime};

use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;
use sha2::{Digest, Sha256};

const HOST: &str = "modelarts.cn-north-4.myhuaweicloud.com";

#[derive(Deserialize)]
struct Pools {
    items: Vec<Pool>,
}

#[derive(Deserialize)]
struct Pool {
    metadata: Metadata,
}

#[derive(Deserialize)]
struct Metadata {
    name: String,
    labels: Labels,
}

#[derive(Deserialize)]
struct Labels {
    #[serde(rename = "os.modelarts/name")]
    name: String,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().unwrap_or_default();
    let (access_key, secret_key, project_id) = (next(), next(), next());
    let path = format!("/v2/{project_id}/pools");
    let date = sdk_date(SystemTime::now())?;
    let canonical = format!(
        "GET\n{path}/\n\nhost:{HOST}\nx-sdk-date:{date}\n\nhost;x-sdk-date\n{}",
        hex(&Sha256::digest(b""))
    );
    let string_to_sign = format!("SDK-HMAC-SHA256\n{date}\n{}", hex(&Sha256::digest(canonical)));
    let hmac = Hmac::<Sha256>::new_from_slice(secret_key.as_bytes())?;
    let signature = hex(&hmac.chain_update(string_to_sign).finalize().into_bytes());
    let authorization =
        format!("SDK-HMAC-SHA256 Access={access_key}, SignedHeaders=host;x-sdk-date, Signature={signature}");
    let client = reqwest::Client::builder().timeout(Duration::from_secs(30)).build()?;
    let request = client.get(format!("https://{HOST}{path}")).header("X-Sdk-Date", date);
    let response = request.header("Authorization", authorization).send().await?.error_for_status()?;
    for pool in response.json::<Pools>().await?.items {
        println!("{} {}", pool.metadata.name, pool.metadata.labels.name);
    }
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The time as `20250102T030405Z`, with the calendar by the well-known arithmetic on eras of 400 years.
fn sdk_date(now: SystemTime) -> Result<String, Box<dyn std::error::Error>> {
    let seconds = now.duration_since(SystemTime::UNIX_EPOCH)?.as_secs();
    let (days, second) = (seconds / 86_400 + 719_468, seconds % 86_400);
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
    Ok(format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z"))
}
