//! Every region has its outcome, independent of the others.

use std::time::Duration;

use modelarts::{Error, ErrorKind, auth::Environment};
use modelarts_httpmock::MockModelArts;

use program::{Target, Totals, collect, demo_environment, parse_target};

#[allow(dead_code, reason = "nothing calls `main`")]
#[path = "../../../examples/collect_regions.rs"]
mod program;

fn targets(texts: &[&str]) -> Vec<Target> {
    texts.iter().map(|text| parse_target(text).unwrap()).collect()
}

async fn outcomes(targets: &[Target], environment: &Environment) -> Vec<Result<Totals, Error>> {
    collect(targets, environment, Duration::from_secs(25)).await
}

#[tokio::test]
async fn a_region_that_fails_does_not_affect_the_others() {
    let targets = targets(&["cn-north-4=first", "af-south-1=second", "ap-southeast-3=third"]);
    let mocks: Vec<_> = targets.iter().map(|_| MockModelArts::start()).collect();
    let environment = demo_environment(&targets, &mocks);
    let outcomes = outcomes(&targets, &environment).await;
    assert_eq!(outcomes.len(), 3);
    for outcome in [&outcomes[0], &outcomes[2]] {
        assert_eq!(outcome.as_ref().unwrap(), &[1, 2, 2]);
    }
    assert!(outcomes[1].as_ref().unwrap_err().is_forbidden());
}

#[tokio::test]
async fn each_region_is_asked_about_its_own_project() {
    let targets = targets(&["cn-north-4=first", "cn-north-9=second"]);
    let mocks = [MockModelArts::start_empty(), MockModelArts::start_empty()];
    let environment = demo_environment(&targets, &mocks);
    let asked: Vec<_> = ["first", "second"].iter().zip(&mocks).collect();
    let asked = asked.into_iter().map(|(project, mock)| {
        mock.server(|server| {
            server.reset();
            server.mock(|when, then| {
                when.path(format!("/v2/{project}/pools"));
                then.status(200).body("{}");
            })
        })
    });
    let asked: Vec<_> = asked.collect();
    let outcomes = outcomes(&targets, &environment).await;
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    for mock in asked {
        mock.assert_calls(1);
    }
}

#[tokio::test]
async fn an_unknown_region_and_a_target_without_project_are_errors() {
    let keys = [("HUAWEICLOUD_SDK_AK", "key"), ("HUAWEICLOUD_SDK_SK", "secret")];
    let outcomes = outcomes(&targets(&["nowhere=first"]), &Environment::fixed(keys)).await;
    assert_eq!(outcomes[0].as_ref().unwrap_err().kind(), ErrorKind::Configuration);
    for text in ["cn-north-4", "cn-north-4=", "cn-north-4=a/b"] {
        assert!(parse_target(text).is_err(), "{text}");
    }
}
