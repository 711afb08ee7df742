//! Lists pools with `modelarts`.

use modelarts::{Client, auth::Credentials};

#[tokio::main]
async fn main() -> Result<(), modelarts::Error> {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().unwrap_or_default();
    let keys = Credentials::new(next(), next());
    let client = Client::builder().region("cn-north-4").project_id(next()).credentials(keys);
    for pool in client.build().await?.list_pools().await? {
        println!("{} {}", pool.id(), pool.display_name());
    }
    Ok(())
}
