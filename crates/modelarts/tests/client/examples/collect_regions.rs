//! Every region gets a row, whatever becomes of the others.

use std::time::Duration;

use modelarts::{ErrorKind, auth::Environment};
use modelarts_httpmock::MockModelArts;

use program::{Row, Target, Totals, collect, demo_environment, parse_target};

#[allow(dead_code, reason = "nothing calls `main`")]
#[path = "../../../examples/collect_regions.rs"]
mod program;

fn targets(texts: &[&str]) -> Vec<Target> {
    texts.iter().map(|text| parse_target(text).unwrap()).collect()
}

async fn rows(targets: Vec<Target>, environment: &Environment) -> Vec<Row> {
    collect(targets, environment, Duration::from_secs(25)).await
}

#[tokio::test]
async fn a_region_that_fails_does_not_affect_the_others() {
    let targets = targets(&["cn-north-4=first", "af-south-1=second", "ap-southeast-3=third"]);
    let mocks: Vec<_> = targets.iter().map(|_| MockModelArts::start()).collect();
    let environment = demo_environment(&targets, &mocks);
    let rows = rows(targets, &environment).await;

    let regions: Vec<_> = rows.iter().map(|row| row.region.as_str()).collect();
    assert_eq!(regions, ["cn-north-4", "af-south-1", "ap-southeast-3"]);
    for row in [&rows[0], &rows[2]] {
        let totals = row.totals.as_ref().unwrap();
        assert_eq!(
            totals,
            &Totals {
                pools: 1,
                available: 2,
                requested: 2
            }
        );
    }
    assert!(rows[1].totals.as_ref().unwrap_err().is_forbidden());
    assert_eq!(rows[0].to_string(), "cn-north-4           1         2         2");
    let denied = "af-south-1       ! ListPools: the service answered 403";
    assert!(rows[1].to_string().starts_with(denied), "{}", rows[1]);
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
    let rows = rows(targets, &environment).await;
    assert!(rows.iter().all(|row| row.totals.is_ok()), "{rows:?}");
    for mock in asked {
        mock.assert_calls(1);
    }
}

#[tokio::test]
async fn an_unknown_region_and_a_target_without_project_are_errors() {
    let keys = [("HUAWEICLOUD_SDK_AK", "key"), ("HUAWEICLOUD_SDK_SK", "secret")];
    let rows = rows(targets(&["nowhere=first"]), &Environment::fixed(keys)).await;
    assert_eq!(rows[0].region.as_str(), "nowhere");
    assert_eq!(rows[0].totals.as_ref().unwrap_err().kind(), ErrorKind::Configuration);
    for text in ["cn-north-4", "cn-north-4=", "cn-north-4=a/b"] {
        assert!(parse_target(text).is_err(), "{text}");
    }
}
