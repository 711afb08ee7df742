//! The collector gives every region a row, whatever becomes of the others.

use std::time::Duration;

use modelarts::{ErrorKind, Region, auth::Environment};
use modelarts_httpmock::MockModelArts;

use super::programs::collect_regions::{Sums, Target, collect, demo_environment};

/// More than any of these tests takes.
const DEADLINE: Duration = Duration::from_secs(25);

fn targets(texts: &[&str]) -> Vec<Target> {
    texts.iter().map(|text| text.parse().unwrap()).collect()
}

#[tokio::test]
async fn one_region_that_fails_costs_nothing_but_itself() {
    let targets = targets(&["cn-north-4=first", "af-south-1=second", "ap-southeast-3=third"]);
    let mocks: Vec<_> = targets.iter().map(|_| MockModelArts::start()).collect();
    let environment = demo_environment(&targets, &mocks);
    let rows = collect(targets, &environment, DEADLINE).await;

    let regions: Vec<_> = rows.iter().map(|row| row.region.as_str()).collect();
    assert_eq!(regions, ["cn-north-4", "af-south-1", "ap-southeast-3"]);
    let found = Sums {
        pools: 1,
        available: 2,
        requested: 2,
    };
    assert_eq!(rows[0].outcome.as_ref().unwrap(), &found);
    assert!(rows[1].outcome.as_ref().unwrap_err().is_forbidden());
    assert_eq!(rows[2].outcome.as_ref().unwrap(), &found);
    assert_eq!(rows[0].to_string(), "cn-north-4           1         2         2");
    assert!(
        rows[1]
            .to_string()
            .starts_with("af-south-1       ! ListPools: the service answered 403")
    );
}

#[tokio::test]
async fn each_region_is_asked_about_its_own_project() {
    let targets = targets(&["cn-north-4=first", "cn-north-9=second"]);
    let mocks = [MockModelArts::start_empty(), MockModelArts::start_empty()];
    let environment = demo_environment(&targets, &mocks);
    let asked: Vec<_> = ["first", "second"].into_iter().zip(&mocks).collect();
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
    let rows = collect(targets, &environment, DEADLINE).await;
    assert!(rows.iter().all(|row| row.outcome.is_ok()), "{rows:?}");
    for mock in asked {
        mock.assert_calls(1);
    }
}

#[tokio::test]
async fn a_region_that_nobody_knows_is_told_in_its_row() {
    let keys = [("HUAWEICLOUD_SDK_AK", "key"), ("HUAWEICLOUD_SDK_SK", "secret")];
    let rows = collect(targets(&["nowhere=first"]), &Environment::fixed(keys), DEADLINE).await;
    assert_eq!(rows[0].region, Region::from_static("nowhere"));
    assert_eq!(rows[0].outcome.as_ref().unwrap_err().kind(), ErrorKind::Configuration);
}

#[test]
fn a_target_without_a_project_is_refused() {
    for text in ["cn-north-4", "cn-north-4=", "cn-north-4=a/b"] {
        assert!(text.parse::<Target>().is_err(), "{text}");
    }
}
