//! Proxies of the environment, in processes of their own.

use std::{env, process::Command};

use super::*;

/// Runs tests of this program in a process with these variables.
fn run_with<'a>(variables: impl IntoIterator<Item = (&'a str, &'a str)>, tests: &[&str]) {
    let mut again = Command::new(env::current_exe().unwrap());
    again.arg("--exact").args(tests).envs(variables);
    let output = again.env_remove("NO_PROXY").env_remove("no_proxy").output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let passed = format!(" {} passed", tests.len());
    assert!(output.status.success() && text.contains(&passed), "{output:?}");
}

/// Whether this process has the variable. If not, it runs the test in a process that has it.
pub(super) fn has_variable(test: &str, name: &str, value: &str) -> bool {
    let has = env::var(name).is_ok_and(|set| set == value);
    if !has {
        run_with([(name, value)], &[test]);
    }
    has
}

/// A proxy would see the signed request, and reach another machine.
#[test]
fn loopback_goes_through_no_proxy_whatever_the_environment_says() {
    let proxy = FaultServer::always(Reply::complete(502, &[], ""));
    let url = proxy.url();
    let names = "http_proxy HTTP_PROXY https_proxy HTTPS_PROXY all_proxy ALL_PROXY";
    let tests = [
        "views::show_os_quota",
        "http_clients::settings_are_made",
        "auth::project::the_endpoint_of_iam_is_found_in_order",
    ];
    run_with(names.split(' ').map(|name| (name, &*url)), &tests);
    assert_eq!(proxy.connections(), 0);
}

#[test]
fn a_variable_that_names_no_proxy_is_an_error() {
    let name = "proxies::a_variable_that_names_no_proxy_is_an_error";
    if has_variable(name, "HTTPS_PROXY", ":::MARKER") {
        let client = builder("https://service.invalid").build();
        let error = runtime().block_on(client).unwrap_err();
        assert_eq!(error.to_string(), "HTTPS_PROXY is not the url of a proxy");
        assert_eq!(error.kind(), Configuration);
        assert!(!printed(&error).concat().contains("MARKER"), "{error:?}");
    }
}
