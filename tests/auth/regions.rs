//! Where the services of a region are.

use modelarts::{Region, auth::Environment};

fn nothing() -> Environment {
    Environment::fixed::<String, String>([])
}

#[test]
fn the_table_is_complete_sorted_and_well_formed() {
    assert_eq!(Region::KNOWN.len(), 23, "22 of the sdks, and europe");
    assert!(Region::KNOWN.is_sorted());
    for (id, endpoint) in Region::KNOWN {
        let suffix = match *id {
            "ap-southeast-1" => "cn",
            "eu-west-101" => "eu",
            _ => "com",
        };
        assert_eq!(*endpoint, format!("https://modelarts.{id}.myhuaweicloud.{suffix}"));
        assert_eq!(Region::new(*id).modelarts_endpoint(&nothing()).unwrap(), *endpoint);
    }
}

#[test]
fn european_regions_follow_the_pattern_and_nothing_else_does() {
    let endpoint = |id: &'static str| Region::new(id).modelarts_endpoint(&nothing());
    assert_eq!(
        endpoint("eu-west-102").unwrap(),
        "https://modelarts.eu-west-102.myhuaweicloud.eu"
    );
    for id in [
        "eu-west-0",
        "eu-west-1.evil.example/",
        "eu-west-1@evil",
        "eu-west-1#",
        "",
        "xx",
        "cn-north-4/",
        "CN-NORTH-4",
    ] {
        assert!(endpoint(id).is_err(), "{id}");
    }
}

#[test]
fn an_unknown_region_is_told_which_are_known_and_the_way_out() {
    let error = Region::new("cn-nrth-4").modelarts_endpoint(&nothing()).unwrap_err();
    assert_eq!(error.region().as_str(), "cn-nrth-4");
    let message = error.to_string();
    assert!(message.starts_with("no known modelarts endpoint for region \"cn-nrth-4\"; known regions: af-north-1, "));
    assert!(message.ends_with("tr-west-1; for any other, give its url with `endpoint(..)`"));
    for (id, _) in Region::KNOWN {
        assert!(message.contains(id));
    }
}

#[test]
fn the_environment_overrides_one_region() {
    let environment = Environment::fixed([(
        "HUAWEICLOUD_SDK_REGION_MODELARTS_CN_NORTH_4",
        " http://127.0.0.1:1/ , http://127.0.0.1:2",
    )]);
    let endpoint = |id: &'static str| Region::new(id).modelarts_endpoint(&environment).unwrap();
    assert_eq!(endpoint("cn-north-4"), "http://127.0.0.1:1");
    assert_eq!(endpoint("cn-north-1"), "https://modelarts.cn-north-1.myhuaweicloud.com");
}

#[test]
fn iam_is_regional_european_or_global() {
    let endpoint = |id: &'static str| Region::new(id).iam_endpoint(&nothing());
    assert_eq!(endpoint("cn-north-4"), "https://iam.cn-north-4.myhuaweicloud.com");
    assert_eq!(endpoint("cn-north-12"), "https://iam.myhuaweicloud.com");
    assert_eq!(endpoint("eu-west-101"), "https://iam.myhuaweicloud.eu");
    assert_eq!(endpoint("eu-west-1.evil"), "https://iam.myhuaweicloud.com");
    let environment = Environment::fixed([("HUAWEICLOUD_SDK_IAM_ENDPOINT", "https://iam.example.com/")]);
    assert_eq!(
        Region::new("cn-north-4").iam_endpoint(&environment),
        "https://iam.example.com"
    );
}
