//! Tests of one's own function against odd answers of the service, with a mock and without an account.
//!
//! ```console
//! $ cargo test --package modelarts --example odd_answers
//! ```

use modelarts::{Client, Error, NodeState};

/// Names of the pools that have a free node, and those of the pools that are in trouble.
async fn survey(client: &Client) -> Result<(Vec<String>, Vec<String>), Error> {
    let pools = client.list_all_pools(["0"]).await?.complete()?;
    let (free, rest): (Vec<_>, Vec<_>) = pools.iter().partition(|pool| pool.node_count(NodeState::Available) > 0);
    let names = |pools: Vec<&modelarts::Pool>| pools.iter().map(|pool| pool.display_name().to_owned()).collect();
    let troubled = rest.into_iter().filter(|pool| pool.phase().as_str().contains("Failed"));
    Ok((names(free), names(troubled.collect())))
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let (free, troubled) = survey(&Client::builder().build().await?).await?;
    println!("free: {}; in trouble: {}", free.join(", "), troubled.join(", "));
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "what a test does not expect fails it")]
mod tests {
    use std::time::Duration;

    use modelarts::{RetryPolicy, auth::Environment};
    use modelarts_httpmock::{MockModelArts, Operation, Reply, payloads};
    use serde_json::json;

    use super::*;

    /// A client of the mock, which retries at once.
    async fn client_of(mock: &MockModelArts) -> Client {
        let builder = Client::builder().environment(Environment::fixed(mock.environment()));
        let policy = RetryPolicy::new().base(Duration::ZERO);
        builder.retry_policy(policy).build().await.unwrap()
    }

    #[tokio::test]
    async fn the_documented_pool_is_free() {
        let mock = MockModelArts::start();
        let (free, troubled) = survey(&client_of(&mock).await).await.unwrap();
        assert_eq!((free, troubled), (vec!["auto-pool-os".to_owned()], vec![]));
    }

    #[tokio::test]
    async fn a_failed_pool_is_in_trouble_and_an_unknown_phase_is_not() {
        let mock = MockModelArts::start();
        mock.answer(
            Operation::LIST_POOLS,
            Reply::pools([("a", "CreationFailed"), ("b", "Hibernating"), ("c", "")]),
        );
        let (free, troubled) = survey(&client_of(&mock).await).await.unwrap();
        assert_eq!((free, troubled), (vec![], vec!["a".to_owned()]));
    }

    #[tokio::test]
    async fn an_object_in_place_of_a_list_and_missing_fields_are_tolerated() {
        let mock = MockModelArts::start();
        let node = json!({ "resources": { "available": { "flavor": "f", "count": 2 } } });
        mock.answer(
            Operation::LIST_POOLS,
            json!({ "items": [{ "metadata": { "name": "a" }, "status": node }, {}] }),
        );
        let (free, _) = survey(&client_of(&mock).await).await.unwrap();
        assert_eq!(free, ["a"]);
    }

    #[tokio::test]
    async fn a_busy_service_is_asked_again() {
        let mock = MockModelArts::start();
        let busy_twice = [
            payloads::ERROR_429_APIG_0308,
            payloads::ERROR_429_APIG_0308,
            payloads::LIST_POOLS_EMPTY,
        ];
        let answers = mock.answer_in_turn(Operation::LIST_POOLS, busy_twice);
        survey(&client_of(&mock).await).await.unwrap();
        answers.assert_calls(4); // the list of failed pools is the fourth
    }

    #[tokio::test]
    async fn a_page_of_a_gateway_is_an_error_that_says_so() {
        let mock = MockModelArts::start();
        mock.answer(Operation::LIST_POOLS, Reply::new(200, "<html>log in</html>"));
        let error = survey(&client_of(&mock).await).await.unwrap_err();
        assert!(
            error.is_decode() && error.to_string().contains("got html, not json"),
            "{error}"
        );
    }

    #[tokio::test]
    async fn keys_of_another_account_are_refused() {
        let mock = MockModelArts::start();
        mock.check_signatures("other-access-key", "other-secret-key");
        assert!(survey(&client_of(&mock).await).await.unwrap_err().is_unauthorized());
    }
}
