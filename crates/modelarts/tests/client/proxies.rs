//! Proxies of the environment, in processes of their own.

use std::{env, process::Command};

use super::*;

/// Whether this process has the variable. If not, it runs the test in a process that has it.
pub(super) fn has_variable(test: &str, name: &str, value: &str) -> bool {
    if env::var(name).is_ok_and(|set| set == value) {
        return true;
    }
    let mut again = Command::new(env::current_exe().unwrap());
    let output = again.args(["--exact", test]).env(name, value).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{output:?}");
    false
}

/// The proxy would see the signed request, and reach another machine.
#[test]
fn no_request_to_loopback_goes_through_a_proxy() {
    let nowhere = "http://127.0.0.1:1";
    if has_variable(
        "proxies::no_request_to_loopback_goes_through_a_proxy",
        "ALL_PROXY",
        nowhere,
    ) {
        let server = FaultServer::always(success());
        assert_success(runtime().block_on(call(&server)), 1);
    }
}

#[test]
fn a_variable_that_names_no_proxy_is_an_error() {
    if has_variable(
        "proxies::a_variable_that_names_no_proxy_is_an_error",
        "HTTPS_PROXY",
        ":::MARKER",
    ) {
        let error = runtime()
            .block_on(builder("https://service.invalid").build())
            .unwrap_err();
        assert_eq!(error.to_string(), "HTTPS_PROXY is not the url of a proxy");
        assert_eq!(error.kind(), Configuration);
        assert!(!printed(&error).concat().contains("MARKER"), "{error:?}");
    }
}
