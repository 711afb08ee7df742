//! Every region has its outcome, independent of the others.

use std::time::Duration;

use modelarts::{Error, ErrorKind, auth::Environment};
use modelarts_httpmock::{MockModelArts, MockServerExt};

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
async fn a_region_is_asked_about_its_own_project_and_a_failure_does_not_affect_the_others() {
    let targets = targets(&["cn-north-4=first", "af-south-1=second", "ap-southeast-3=third"]);
    let mocks: Vec<_> = targets.iter().map(|_| MockModelArts::start_empty()).collect();
    let environment = demo_environment(&targets, &mocks);
    let [first, second, third] = &outcomes(&targets, &environment).await[..] else {
        panic!("three outcomes were expected")
    };
    assert_eq!([first, third].map(|outcome| outcome.as_ref().unwrap()), [&[1, 2, 2]; 2]);
    assert!(second.as_ref().unwrap_err().is_forbidden());

    let asked = targets.iter().zip(&mocks).map(|((_, project), mock)| {
        mock.server(|server| {
            server.list_pools(|when, then| {
                when.project_id(project.as_str());
                then.ok(&Default::default());
            })
        })
    });
    let asked: Vec<_> = asked.collect();
    assert!(outcomes(&targets, &environment).await.iter().all(Result::is_ok));
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
